package io.jsentinel.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.jsentinel.config.SidecarConfig.Boot;
import io.jsentinel.failover.FailoverState;
import io.jsentinel.pod.BootState.Phase;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Sets of pods at their start, with every order of events that chance finds. */
class SidecarBootTest {

    private static final Boot BOOT = new Boot(3, 30_000, 60_000);
    private static final long MINUTE = 60_000;

    @Test
    void aSetThatStartsGetsOneMaster() {
        Seeds.each(8, seed -> {
            SimPods pods = new SimPods(seed, 3, BOOT);
            assertThat(pods.startAll(5_000).settled(MINUTE).toString()).isEqualTo("redis-0");
            pods.passes(MINUTE);
            assertThat(pods.masters()).hasSize(1);
        });
    }

    @Test
    void noServerIsKnownTwiceByItsNameAndByItsAddress() {
        Seeds.each(20, seed -> {
            SimPods pods = new SimPods(seed, 3, BOOT);
            pods.startAll(5_000).settled(MINUTE);
            pods.passes(MINUTE);
            for (SimPod pod : pods.all()) {
                assertThat(pod.daemon()
                                .core()
                                .realm()
                                .watches()
                                .named("m")
                                .orElseThrow()
                                .master()
                                .replicas())
                        .as(pod + ": " + pods.states())
                        .hasSize(2);
            }
        });
    }

    @Test
    void afterATotalRestartTheFreshestDataWin() {
        Seeds.each(15, seed -> {
            SimPods pods = new SimPods(seed, 3, BOOT);
            SimPod master = pods.startAll(1_000).settled(MINUTE);
            for (int round = 0; round < 3; round++) {
                pods.writes(master, 100).passes(5_000);
                SimPod stale = pods.all().get((pods.all().indexOf(master) + 1) % 3);
                pods.kill(pods.all().indexOf(stale));
                long keys = pods.writes(master, 100)
                        .passes(5_000)
                        .masters()
                        .get(0)
                        .redis()
                        .replication()
                        .keys();
                pods.killAll().moveAll().startAll(3_000);
                master = pods.settled(MINUTE);
                assertThat(master.redis().replication().keys()).isEqualTo(keys);
            }
        });
    }

    @Test
    void theBestReplicaWinsWhenTheLastMasterDoesNotComeBack() {
        Seeds.each(8, seed -> {
            SimPods pods = new SimPods(seed, 3, BOOT);
            SimPod master = pods.startAll(1_000).settled(MINUTE);
            int old = pods.all().indexOf(master);
            pods.writes(master, 50).passes(5_000);
            pods.kill((old + 1) % 3);
            pods.writes(master, 50).passes(5_000).killAll();

            pods.start((old + 1) % 3).start((old + 2) % 3);
            pods.passes(50_000);
            assertThat(pods.masters()).isEmpty();
            assertThat(pods.states().toString()).contains("the last known master");
            SimPod next = pods.settled(MINUTE);
            assertThat(next.redis().replication().keys()).isEqualTo(100);
            assertThat(pods.all().indexOf(next)).isEqualTo((old + 2) % 3);
            assertThat(pods.world().record().since(0).toString()).contains("+possible-data-loss");

            pods.start(old).passes(MINUTE);
            assertThat(pods.settled(MINUTE)).isSameAs(next);
        });
    }

    @Test
    void aPodThatIsAloneWaits() {
        SimPods pods = new SimPods(1, 3, BOOT);
        SimPod master = pods.startAll(1_000).settled(MINUTE);
        pods.passes(5_000).killAll();
        pods.start(pods.all().indexOf(master)).passes(10 * MINUTE);
        assertThat(pods.masters()).isEmpty();
        assertThat(pods.state(master).phase()).isEqualTo(Phase.WAIT);
        assertThat(pods.state(master).reason())
                .isEqualTo("1 of 3 pods are here, 2 are needed to decide who the master is");
    }

    @Test
    void aPodThatStartsInsideAPartitionIsNoMasterAndJoinsAfterwards() {
        Seeds.each(8, seed -> {
            SimPods pods = new SimPods(seed, 3, BOOT);
            pods.world().network().darken(pods.pod(0).address());
            pods.startAll(1_000);
            pods.passes(MINUTE);
            assertThat(pods.masters()).singleElement().isNotSameAs(pods.pod(0));
            SimPod master = pods.masters().get(0);
            pods.world().network().light(pods.pod(0).address());
            assertThat(pods.settled(MINUTE)).isSameAs(master);
        });
    }

    @Test
    void anEmptiedDiskDoesNotWin() {
        Seeds.each(8, seed -> {
            SimPods pods = new SimPods(seed, 3, BOOT);
            SimPod master = pods.startAll(1_000).settled(MINUTE);
            pods.writes(master, 100).passes(5_000).killAll();
            master.emptyDisk();
            pods.startAll(3_000);
            SimPod next = pods.settled(MINUTE);
            assertThat(next).isNotSameAs(master);
            assertThat(next.redis().replication().keys()).isEqualTo(100);
        });
    }

    @Test
    void halvesThatShareAPodDoNotBothGetAMaster() {
        Seeds.each(5, seed -> {
            SimPods pods = new SimPods(seed, 5, new Boot(5, 2_000, 0));
            cutBetween(pods, 0, 3);
            cutBetween(pods, 0, 4);
            cutBetween(pods, 1, 3);
            cutBetween(pods, 1, 4);
            pods.startAll(4_000).passes(MINUTE);
            assertThat(pods.masters()).hasSize(1);
            pods.world().network().heal();
            pods.settled(2 * MINUTE);
        });
    }

    /** A partition hides the old master; then all daemons begin anew, and all servers but that one. */
    @Test
    void aServerThatStillTakesWritesAfterThereWasALaterMasterStandsAsideForThat() {
        Seeds.each(10, seed -> {
            SimPods pods = new SimPods(seed, 3, BOOT);
            SimPod old = pods.startAll(1_000).settled(MINUTE);
            pods.writes(old, 100).passes(5_000).mayHaveSeveralMasters();
            pods.world().network().darken(old.address());
            pods.passes(MINUTE);
            SimPod later = pods.masters().stream()
                    .filter(pod -> pod != old)
                    .findFirst()
                    .orElseThrow();
            pods.writes(later, 200).passes(5_000);
            pods.all().stream().filter(pod -> pod != old).forEach(SimPod::kill);
            old.daemon().crash();
            pods.world().network().light(old.address());
            pods.mustHaveOneMaster();
            old.daemon().start();
            pods.publish();
            pods.all().stream()
                    .filter(pod -> pod != old)
                    .forEach(pod -> pods.start(pods.all().indexOf(pod)));
            assertThat(pods.settled(2 * MINUTE).redis().replication().keys()).isEqualTo(300);
            pods.passes(10_000);
            assertThat(old.redis().replication().keys()).isEqualTo(300);
            assertThat(pods.world().record().since(0).toString()).contains("+divergent-master");
        });
    }

    /** The same where its daemon goes on: it names its server still, and nobody else does. */
    @Test
    void aDaemonThatWentOnInAPartitionMakesItsServerStandAsideForALaterMaster() {
        Seeds.each(30, seed -> {
            SimPods pods = new SimPods(seed, 3, BOOT);
            SimPod old = pods.startAll(1_000).settled(MINUTE);
            pods.writes(old, 100).passes(5_000).mayHaveSeveralMasters();
            pods.world().network().darken(old.address());
            pods.passes(MINUTE);
            SimPod later = pods.masters().stream()
                    .filter(pod -> pod != old)
                    .findFirst()
                    .orElseThrow();
            pods.writes(later, 200).passes(5_000);
            pods.all().stream().filter(pod -> pod != old).forEach(SimPod::kill);
            pods.world().network().light(old.address());
            pods.mustHaveOneMaster();
            pods.all().stream()
                    .filter(pod -> pod != old)
                    .forEach(pod -> pods.start(pods.all().indexOf(pod)));
            assertThat(pods.settled(2 * MINUTE).redis().replication().keys()).isEqualTo(300);
        });
    }

    /** The records of the master's own pod are gone; what its replicas read of it tells whose history is the newest. */
    @Test
    void aMasterWhoseDaemonLostItsDiskGoesOn() {
        Seeds.each(10, seed -> {
            SimPods pods = new SimPods(seed, 3, BOOT);
            SimPod master = pods.startAll(1_000).settled(MINUTE);
            pods.writes(master, 100).passes(5_000);
            pods.all().forEach(pod -> pod.daemon().crash());
            master.losesRecord();
            pods.all()
                    .forEach(pod -> pods.world()
                            .queue()
                            .after(
                                    pods.world().random().nextInt(3_000),
                                    () -> pod.daemon().start()));
            pods.passes(3_000);
            assertThat(pods.settled(MINUTE)).isSameAs(master);
            assertThat(master.redis().replication().keys()).isEqualTo(100);
        });
    }

    @Test
    void aReplicaWhosePodIsAboutToEndIsPromotedOnlyWhenThereIsNoOther() {
        for (int which = 1; which <= 2; which++) {
            SimPods pods = new SimPods(7, 3, BOOT);
            SimPod master = pods.startAll(1_000).settled(MINUTE);
            int old = pods.all().indexOf(master);
            SimPod leaving = pods.pod((old + which) % 3);
            pods.passes(20_000);
            leaving.daemon().drain(5_000, List.of(leaving.redis().endpoint()));
            pods.passes(2_000).kill(old);
            SimPod next = pods.settled(MINUTE);
            assertThat(next).isNotIn(leaving, master);
            pods.start(old).settled(MINUTE);
            pods.passes(20_000);
            master.daemon().drain(5_000, List.of(master.redis().endpoint()));
            pods.passes(2_000).kill(pods.all().indexOf(next));
            assertThat(pods.settled(MINUTE)).isNotSameAs(next);
        }
    }

    private static void cutBetween(SimPods pods, int one, int other) {
        pods.world().network().cut(pods.pod(one).address(), pods.pod(other).address());
        pods.world().network().cut(pods.pod(other).address(), pods.pod(one).address());
    }

    @Test
    void crashesDuringTheElectionNeverMakeTwoMasters() {
        Seeds.each(60, seed -> {
            SimPods pods = new SimPods(seed, 3, new Boot(3, 1_000, 1_000));
            SimPod master = pods.startAll(1_000).settled(MINUTE);
            pods.writes(master, 100).passes(3_000).killAll().startAll(500);
            for (int i = 0; i < 6; i++) {
                pods.passes(pods.world().random().nextInt(700));
                int victim = pods.world().random().nextInt(3);
                pods.kill(victim).passes(pods.world().random().nextInt(1_500)).start(victim);
            }
            SimPod last = pods.settled(2 * MINUTE);
            assertThat(last.redis().replication().keys()).isEqualTo(100);
        });
    }

    @Test
    void podsThatComeBackInTheMiddleOfAFailoverMakeNoSecondMaster() {
        Seeds.each(20, seed -> {
            SimPods pods = new SimPods(seed, 3, BOOT);
            SimPod master = pods.startAll(1_000).settled(MINUTE);
            pods.writes(master, 100).passes(5_000);
            int old = pods.all().indexOf(master);
            pods.kill(old);
            SimPod leader = leader(pods);
            int voter = pods.all().indexOf(leader) == (old + 1) % 3 ? (old + 2) % 3 : (old + 1) % 3;
            // Its server carries out the order to be the master, but only when the others have begun anew.
            leader.redis().freeze();
            pods.kill(voter).start(old).start(voter).passes(1_700);
            leader.redis().thaw();
            assertThat(pods.passes(5_000).settled(MINUTE).redis().replication().keys())
                    .isEqualTo(100);
        });
    }

    /** The pod whose daemon is the first to have the votes. */
    private static SimPod leader(SimPods pods) {
        for (int i = 0; i < MINUTE; i++) {
            pods.passes(1);
            Optional<SimPod> found = pods.all().stream()
                    .filter(SimPod::isRunning)
                    .filter(pod -> pod.daemon().core().realm().watches().named("m").stream()
                            .anyMatch(watch -> watch.failover().state().compareTo(FailoverState.WAIT_START) > 0))
                    .findFirst();
            if (found.isPresent()) {
                return found.get();
            }
        }
        throw new AssertionError("nobody leads a failover");
    }

    @Test
    void aResolverThatFailsMovesNobody() {
        SimPods pods = new SimPods(3, 3, BOOT);
        SimPod master = pods.startAll(1_000).settled(MINUTE);
        pods.world().dns().fail();
        pods.passes(5 * MINUTE);
        assertThat(pods.settled(1_000)).isSameAs(master);
    }

    @Test
    void aServerThatIsStartedAgainBesideItsDaemonGoesOnAsWhatItWas() {
        Seeds.each(8, seed -> {
            SimPods pods = new SimPods(seed, 3, BOOT);
            SimPod master = pods.startAll(1_000).settled(MINUTE);
            pods.writes(master, 100).passes(5_000);
            SimPod replica = pods.all().get((pods.all().indexOf(master) + 1) % 3);
            replica.redis().crash();
            pods.passes(300);
            replica.redis().start();
            assertThat(pods.passes(5_000).settled(MINUTE)).isSameAs(master);

            master.redis().crash();
            pods.passes(300);
            master.redis().start();
            assertThat(pods.settled(MINUTE).redis().replication().keys()).isEqualTo(100);
        });
    }

    @Test
    void podsThatJoinLaterFollowAndOnesThatLeaveAreNotMissed() {
        Seeds.each(10, seed -> {
            SimPods pods = new SimPods(seed, 3, BOOT);
            SimPod master = pods.startAll(1_000).settled(MINUTE);
            pods.add(new Boot(5, 30_000, 60_000));
            pods.add(new Boot(5, 30_000, 60_000));
            pods.start(3).start(4);
            assertThat(pods.settled(MINUTE)).isSameAs(master);
            pods.kill(4).kill(3);
            assertThat(pods.passes(5_000).settled(MINUTE)).isSameAs(master);
        });
    }
}
