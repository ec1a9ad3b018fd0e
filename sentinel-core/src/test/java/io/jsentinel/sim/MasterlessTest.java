package io.jsentinel.sim;

import static io.jsentinel.sim.Moments.minutes;
import static io.jsentinel.sim.Moments.seconds;
import static io.jsentinel.sim.Plan.quorum;
import static io.jsentinel.sim.Plan.sentinels;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** All nodes are replicas: somebody gave an order to the wrong node, or half of one. */
class MasterlessTest {

    private static Play well(long seed) {
        return sentinels(3)
                .seed(seed)
                .monitor("m", quorum(2))
                .replica("a")
                .replica("b")
                .untilStable();
    }

    private static void follow(SimCluster cluster, String node, String whom) {
        cluster.redis(node).replication().follow(Optional.of(cluster.redis(whom).endpoint()));
    }

    private static boolean hasMaster(SimCluster cluster) {
        List<SimRedis> masters = cluster.redises().stream()
                .filter(r -> r.replication().isMaster())
                .toList();
        return masters.size() == 1;
    }

    @Test
    void aMasterThatFollowsItsOwnReplicaIsReplacedInSeconds() {
        Seeds.each(20, seed -> {
            Play play = well(seed).then(cluster -> follow(cluster, "m", "a"));
            play.within(seconds(16))
                    .until("somebody is the master", () -> hasMaster(play.cluster()))
                    .within(minutes(3))
                    .theClusterIsStable();
        });
    }

    @Test
    void aMasterThatFollowsItselfIsReplacedInSeconds() {
        Seeds.each(20, seed -> {
            Play play = well(seed).then(cluster -> follow(cluster, "m", "m"));
            play.within(seconds(16))
                    .until("somebody is the master", () -> hasMaster(play.cluster()))
                    .within(minutes(3))
                    .theClusterIsStable();
        });
    }

    @Test
    void whoeverMovesTheMasterByHandIsNotDisturbedWhileHeDoesIt() {
        Seeds.each(
                10,
                seed -> well(seed)
                        .then(cluster -> follow(cluster, "m", "a"))
                        .passes(1_000)
                        .then(cluster -> cluster.redis("a").replication().follow(Optional.empty()))
                        .during(seconds(15))
                        .nobodyAnnounces("+try-failover"));
    }

    private static Play allLoseTheirStates(Play play) {
        play.crash("s1", "s2", "s3");
        play.cluster().sentinels().forEach(s -> s.store().lost());
        return play;
    }

    /** Seed 60097974: crashes undid a hand-over, and whoever knew the other server of the circle had lost its state. */
    @Test
    void aMasterThatIsCutOffFromWhomItFollowsIsOneAgainWhereNobodyRemembersItsReplicas() {
        Seeds.each(10, seed -> {
            Play play = allLoseTheirStates(well(seed)).then(cluster -> {
                follow(cluster, "m", "a");
                follow(cluster, "a", "m");
            });
            play.passes(seconds(5))
                    .mark()
                    .restart("s1", "s2", "s3")
                    .during(minutes(3))
                    .always("m waits for others", () -> !hasMaster(play.cluster()))
                    .within(minutes(4))
                    .theClusterIsStable()
                    .within(1)
                    .everySentinelNames("m");
        });
    }

    @Test
    void aReplicaThatNobodyRemembersWhoseMasterIsReachedStaysOne() {
        Play play = well(1).then(cluster -> cluster.redis("b").priority(0)).passes(seconds(12));
        play.crash("m").within(seconds(30)).everySentinelNames("a");
        play.restart("m").within(minutes(1)).follows("m", "a");
        allLoseTheirStates(play)
                .restart("s1", "s2", "s3")
                .during(minutes(10))
                .always(
                        "it follows",
                        () -> !play.cluster().redis("m").replication().isMaster());
    }

    @Test
    void whomAReplicaFollowsHasTheTimeOfAllOthersToComeBackInHoweverLongNobodyRemembersIt() {
        Play play = well(1).then(cluster -> cluster.redis("b").priority(0)).passes(seconds(12));
        play.crash("m").within(seconds(30)).everySentinelNames("a");
        play.restart("m").within(minutes(1)).follows("m", "a");
        play.crash("b");
        allLoseTheirStates(play).restart("s1", "s2", "s3").passes(minutes(15));

        play.crash("a")
                .during(minutes(3))
                .always(
                        "it waits",
                        () -> !play.cluster().redis("m").replication().isMaster());
        play.restart("a").passes(minutes(1)).crash("a");
        play.during(minutes(3))
                .always(
                        "it waits again",
                        () -> !play.cluster().redis("m").replication().isMaster());
        play.within(minutes(4))
                .until(
                        "it is a master",
                        () -> play.cluster().redis("m").replication().isMaster());
    }
}
