package io.jsentinel.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.jsentinel.address.RunId;
import io.jsentinel.config.SidecarConfig.Boot;
import io.jsentinel.topology.Master;
import io.jsentinel.topology.Peer;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The identity of a daemon is that of its pod, also when its disk is empty. */
class PodIdentityTest {

    private static final Boot THREE = new Boot(3, 30_000, 60_000);
    private static final long MINUTE = 60_000;

    private static Master knownBy(SimPod pod) {
        return pod.daemon().core().realm().watches().named("m").orElseThrow().master();
    }

    private static RunId idOf(SimPod pod) {
        return pod.daemon().core().realm().self().runId();
    }

    private static int indexOf(SimPods pods, SimPod pod) {
        return pods.all().indexOf(pod);
    }

    @Test
    void aPodThatComesBackElsewhereWithAnEmptyDiskIsTheSameVoter() {
        Seeds.each(5, seed -> {
            SimPods pods = new SimPods(seed, 3, THREE);
            SimPod master = pods.startAll(1_000).settled(MINUTE);
            pods.passes(30_000);
            SimPod moved = pods.pod((indexOf(pods, master) + 1) % 3);
            RunId id = idOf(moved);
            int mark = pods.world().record().size();
            pods.kill(indexOf(pods, moved));
            moved.emptyDisk();
            moved.moveTo("10.1.9.9");
            pods.start(indexOf(pods, moved)).settled(MINUTE);
            pods.passes(30_000);
            assertThat(idOf(moved)).isEqualTo(id);
            for (SimPod other : pods.all()) {
                assertThat(knownBy(other).peers()).hasSize(2);
            }
            assertThat(knownBy(master).peers().stream().map(Peer::runId)).contains(id);
            assertThat(pods.world().record().since(mark))
                    .filteredOn(entry -> !entry.sentinel().equals(moved.daemon().name()))
                    .noneMatch(entry -> entry.isOf("+sentinel") || entry.isOf("+sentinel-invalid-addr"));
        });
    }

    @Test
    void podsHaveIdentitiesOfTheirOwn() {
        SimPods pods = new SimPods(1, 3, THREE);
        pods.startAll(1_000).settled(MINUTE);
        assertThat(pods.all().stream().map(PodIdentityTest::idOf)).doesNotHaveDuplicates();
    }

    @Test
    void aFreshSetIsNotDelayed() {
        Seeds.each(5, seed -> {
            SimPods pods = new SimPods(seed, 3, THREE);
            pods.startAll(500).settled(5_000);
            assertThat(knownBy(pods.pod(0)).configEpoch()).isLessThan(10);
        });
    }

    /** What is told of votes is kept for all processes and lives: a second name in one epoch ends the test. */
    @Test
    void aDiskThatIsEmptiedDuringAnElectionNeverMakesTwoVotesOrTwoMasters() {
        Seeds.each(12, seed -> {
            SimPods pods = new SimPods(seed, 5, new Boot(5, 30_000, 60_000));
            SimPod master = pods.startAll(1_000).settled(MINUTE);
            pods.writes(master, 100).passes(30_000);
            pods.kill(indexOf(pods, master)).passes(4_900);
            List<SimPod> left = pods.all().stream().filter(pod -> pod != master).toList();
            for (int round = 0; round < 2; round++) {
                pods.passes(pods.world().random().nextInt(600));
                SimPod victim = left.get(pods.world().random().nextInt(left.size()));
                pods.kill(indexOf(pods, victim));
                victim.emptyDisk();
                pods.start(indexOf(pods, victim));
            }
            SimPod next = pods.settled(2 * MINUTE);
            assertThat(next).isNotSameAs(master);
            pods.passes(30_000);
            assertThat(pods.masters()).containsExactly(next);
        });
    }

    @Test
    void aDaemonWithAnEmptyDiskVotesAgainAlthoughAPodIsGoneForGood() {
        Seeds.each(5, seed -> {
            SimPods pods = new SimPods(seed, 3, THREE);
            SimPod master = pods.startAll(1_000).settled(MINUTE);
            pods.writes(master, 100).passes(30_000);
            SimPod emptied = pods.pod((indexOf(pods, master) + 1) % 3);
            pods.kill(indexOf(pods, master)).kill(indexOf(pods, emptied));
            emptied.emptyDisk();
            pods.start(indexOf(pods, emptied));
            SimPod next = pods.settled(2 * MINUTE);
            assertThat(next.redis().replication().keys()).isEqualTo(100);
            pods.start(indexOf(pods, master));
            assertThat(pods.settled(2 * MINUTE)).isSameAs(next);
        });
    }
}
