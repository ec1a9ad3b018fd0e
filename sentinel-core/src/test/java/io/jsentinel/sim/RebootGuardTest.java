package io.jsentinel.sim;

import static io.jsentinel.sim.Moments.minutes;
import static io.jsentinel.sim.Moments.seconds;
import static io.jsentinel.sim.Plan.downAfter;
import static io.jsentinel.sim.Plan.failoverTimeout;
import static io.jsentinel.sim.Plan.priority;
import static io.jsentinel.sim.Plan.quorum;
import static io.jsentinel.sim.Plan.sentinels;
import static io.jsentinel.sim.Plan.syncTakes;
import static org.assertj.core.api.Assertions.assertThat;

import io.jsentinel.config.GuardConfig;
import io.jsentinel.sim.Plan.NodeOption;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A master that is back before anybody calls it down, with or without its data. */
class RebootGuardTest {

    private static final long KEYS = 1_000;

    /** How long Redis 6.2 takes to begin to send a copy. */
    private static final NodeOption AT_ONCE = syncTakes(100);

    private static Play written(long seed, NodeOption... options) {
        return sentinels(3)
                .seed(seed)
                .delays(1, 10)
                .monitor("m", quorum(2))
                .replica("a", options)
                .replica("b", options)
                .untilStable()
                .then(cluster -> cluster.redis("m").replication().hasKeys(KEYS))
                .passes(seconds(15))
                .mark();
    }

    private static Play emptied(Play play) {
        return play.crash("m")
                .passes(300)
                .restart("m")
                .then(cluster -> cluster.redis("m").replication().emptied());
    }

    private static boolean have(SimCluster cluster, long keys, String... names) {
        return List.of(names).stream()
                .allMatch(name -> cluster.redis(name).replication().keys() == keys);
    }

    @Test
    void anEmptyMasterIsReplacedBeforeItsReplicasCopyIt() {
        Seeds.each(40, seed -> {
            Play play = emptied(written(seed, syncTakes(seconds(5))));
            SimCluster cluster = play.cluster();
            play.within(seconds(4))
                    .until(
                            "every sentinel names a replica",
                            () -> cluster.sentinels().stream()
                                    .allMatch(s -> s.core().realm().watches().all().stream()
                                            .noneMatch(w -> w.failover()
                                                    .currentAddress()
                                                    .equals(cluster.redis("m").endpoint()))))
                    .andTheLeaderAnnounced("+reboot", "+reboot-guard", "+elected-leader", "+promoted-slave")
                    .within(minutes(1))
                    .until("all have the data again", () -> have(cluster, KEYS, "a", "b", "m"));
        });
    }

    @Test
    void aCopyThatBeginsAtOnceIsMostlyStillCutOff() {
        int[] kept = new int[1];
        Seeds.each(40, seed -> {
            Play play = emptied(written(seed, AT_ONCE)).passes(minutes(1));
            kept[0] += have(play.cluster(), KEYS, "a", "b", "m") ? 1 : 0;
        });
        if (kept[0] < 38) {
            throw new AssertionError("only " + kept[0] + " of 40 kept the data");
        }
    }

    @Test
    void aMasterThatHasAllItsDataStays() {
        Seeds.each(
                10,
                seed -> written(seed)
                        .crash("m")
                        .passes(300)
                        .restart("m")
                        .during(minutes(2))
                        .nobodyAnnounces("+reboot-guard", "+try-failover")
                        .within(1)
                        .follows("a", "m"));
    }

    @Test
    void aMasterWithASnapshotThatHasAllStays() {
        Play play =
                written(1).then(cluster -> cluster.redis("m").snapshotsOnly()).crash("m");
        play.passes(300)
                .restart("m")
                .then(cluster -> cluster.redis("m").replication().loadedSnapshot(KEYS, 100))
                .during(minutes(2))
                .nobodyAnnounces("+reboot-guard", "+try-failover");
    }

    @Test
    void aMasterWithAnOlderSnapshotIsReplaced() {
        Play play =
                written(1).then(cluster -> cluster.redis("m").snapshotsOnly()).crash("m");
        play.passes(300)
                .restart("m")
                .then(cluster -> cluster.redis("m").replication().loadedSnapshot(KEYS, 99))
                .within(seconds(5))
                .somebodyAnnounces("+switch-master");
    }

    @Test
    void whereNobodyGuardsAnEmptyMasterItEmptiesItsReplicas() {
        Play play = written(1);
        play.cluster().sentinels().forEach(s -> s.guards(new GuardConfig(false, true)));
        play.crash("s1", "s2", "s3").restart("s1", "s2", "s3").stable();
        emptied(play)
                .within(minutes(1))
                .until("all are empty", () -> have(play.cluster(), 0, "a", "b", "m"))
                .during(minutes(1))
                .nobodyAnnounces("+reboot-guard");
    }

    @Test
    void withoutAMajorityTheReplicasKeepTheirDataAndNobodyIsPromoted() {
        Play play = written(1, syncTakes(seconds(5))).crash("s1", "s2");
        emptied(play.passes(seconds(1)))
                .within(seconds(2))
                .announces("s3", "+reboot-guard")
                .during(minutes(2))
                .nobodyAnnounces("+switch-master", "+promoted-slave")
                .expect("the replicas have their data", () -> have(play.cluster(), KEYS, "a", "b"));
    }

    @Test
    void replicasThatMustNeverBeMasterAreNoReason() {
        emptied(written(1, priority(0))).during(minutes(1)).nobodyAnnounces("+reboot-guard", "+try-failover");
    }

    /** A storm found it (seed 30393313): nobody knew yet that the only one with the data had just been given priority 0. */
    @Test
    void aMasterThatIsSetApartIsOneAgainWhereNobodyElseMayBe() {
        Seeds.each(10, seed -> {
            Play play = emptied(written(seed, syncTakes(seconds(5))))
                    .then(cluster -> List.of("a", "b")
                            .forEach(name -> cluster.redis(name).priority(0)));
            play.within(seconds(2))
                    .somebodyAnnounces("+reboot-guard")
                    .within(minutes(6))
                    .theClusterIsStable()
                    .within(1)
                    .everySentinelNames("m");
        });
    }

    /** An empty master that is set apart, and a replica that was promoted by an order that nobody could confirm. */
    private static Play promotedUnseen(long seed) {
        Play play = sentinels(3)
                .seed(seed)
                .monitor("m", quorum(2), downAfter(1_000), failoverTimeout(seconds(20)))
                .replica("a")
                .untilStable()
                .then(cluster -> cluster.redis("a").replication().hasKeys(KEYS))
                .passes(seconds(15));
        SimRedis master = play.cluster().redis("m");
        SimRedis promoted = play.cluster().redis("a");
        master.configuredToFollow(Optional.of(master.endpoint()));
        promoted.configuredToFollow(Optional.empty());
        promoted.replication().follow(Optional.empty());
        promoted.replication().hasKeys(KEYS);
        return play.crash("m").restart("m").passes(seconds(12)).mark();
    }

    /** Storms found it (seeds 31039129 and 31039756): it had a new history then, and was taken for a stranger for ever. */
    @Test
    void aReplicaThatWasPromotedUnseenIsTheMasterAlsoAfterARestart() {
        Seeds.each(10, seed -> {
            Play play = promotedUnseen(seed);
            play.crash("a")
                    .passes(300)
                    .restart("a")
                    .within(minutes(1))
                    .everySentinelNames("a")
                    .within(minutes(1))
                    .theClusterIsStable()
                    .expect("the data are kept", () -> have(play.cluster(), KEYS, "a", "m"));
        });
    }

    @Test
    void whoComesLongAfterAReplicaThatWasPromotedUnseenIsNotPromotedAndTheMasterIsOneAgain() {
        Seeds.each(10, seed -> {
            Play play = promotedUnseen(seed);
            play.crash("a")
                    .passes(seconds(21))
                    .restart("a")
                    .then(cluster -> cluster.redis("a").replication().hasForeignData("other:", KEYS))
                    .within(minutes(2))
                    .until(
                            "it is a master again",
                            () -> play.cluster().redis("m").replication().isMaster())
                    .during(minutes(2))
                    .nobodyAnnounces("+selected-slave")
                    .within(1)
                    .everySentinelNames("m")
                    .expect(
                            "the other is untouched",
                            () -> play.cluster().redis("a").replication().isMaster()
                                    && have(play.cluster(), KEYS, "a"));
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void aMasterThatIsSetApartIsOneAgainWhereNobodyRemembersItsReplicas(int likeRedis) {
        Seeds.each(10, seed -> {
            Play play = sentinels(3 - likeRedis)
                    .stockSentinels(likeRedis)
                    .seed(seed)
                    .monitor("m", quorum(2), downAfter(seconds(10)), failoverTimeout(seconds(30)))
                    .replica("a")
                    .untilStable();
            SimCluster cluster = play.cluster();
            SimRedis master = cluster.redis("m");
            cluster.sentinels().forEach(SimProcess::crash);
            cluster.stockSentinels().forEach(SimProcess::crash);
            cluster.sentinels().forEach(s -> s.store().lost());
            cluster.stockSentinels().forEach(s -> s.file().lost());
            master.replication().follow(Optional.of(master.endpoint()));
            cluster.sentinels().forEach(SimProcess::start);
            cluster.stockSentinels().forEach(SimProcess::start);
            play.within(minutes(4)).theClusterIsStable();

            assertThat(master.replication().isMaster()).isTrue();
        });
    }

    @Test
    void whoeverMakesTheEmptyMasterAMasterAgainHasHisWay() {
        Play play = written(1, syncTakes(seconds(5))).crash("s1", "s2");
        emptied(play.passes(seconds(1)))
                .within(seconds(2))
                .announces("s3", "+reboot-guard")
                .passes(seconds(2))
                .then(cluster -> cluster.redis("m").replication().follow(Optional.empty()))
                .within(seconds(2))
                .announces("s3", "-reboot-guard")
                .mark()
                .during(minutes(1))
                .nobodyAnnounces("+reboot-guard");
    }

    @Test
    void aSentinelThatDidNotRunMeanwhileKnowsTheDataFromBefore() {
        Play play = written(1, syncTakes(seconds(5)));
        play.crash("s1", "s2", "s3").passes(50);
        emptied(play)
                .passes(10)
                .restart("s1", "s2", "s3")
                .within(seconds(5))
                .somebodyAnnounces("+switch-master")
                .within(minutes(1))
                .until("all have the data again", () -> have(play.cluster(), KEYS, "a", "b", "m"));
    }
}
