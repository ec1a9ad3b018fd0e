package io.jsentinel.sim;

import static io.jsentinel.sim.Moments.minutes;
import static io.jsentinel.sim.Moments.seconds;
import static io.jsentinel.sim.Plan.priority;
import static io.jsentinel.sim.Plan.quorum;
import static io.jsentinel.sim.Plan.sentinels;
import static io.jsentinel.sim.Plan.syncTakes;

import io.jsentinel.config.GuardConfig;
import io.jsentinel.sim.Plan.NodeOption;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

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
                    .within(minutes(1))
                    .theClusterIsStable()
                    .within(1)
                    .everySentinelNames("m");
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
