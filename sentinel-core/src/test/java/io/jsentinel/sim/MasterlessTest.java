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

    /** All sentinels lose their states after a failover to {@code a}: what they are configured with is a replica now. */
    private static Play forgotten(long seed) {
        Play play = well(seed).then(cluster -> cluster.redis("b").priority(0)).passes(seconds(12));
        play.crash("m").within(seconds(30)).everySentinelNames("a");
        play.restart("m").within(minutes(1)).follows("m", "a");
        play.crash("s1", "s2", "s3");
        play.cluster().sentinels().forEach(s -> s.store().lost());
        return play;
    }

    /** A storm found it (seed 31074514): nobody remembered whom the configured master had been replaced by, but it itself. */
    @Test
    void sentinelsThatAllLostTheirStatesFindTheServerThatTheirMasterFollows() {
        Seeds.each(
                10,
                seed -> forgotten(seed)
                        .mark()
                        .restart("s1", "s2", "s3")
                        .within(minutes(1))
                        .everySentinelNames("a")
                        .within(minutes(1))
                        .theClusterIsStable());
    }

    @Test
    void theServerThatAMasterFollowedIsNotMadeToFollowIt() {
        Play play = forgotten(1).restart("s1");
        play.within(minutes(1))
                .until("it is known", () -> replicasOf(play, "s1") > 0)
                .then(cluster -> cluster.redis("m").replication().follow(Optional.empty()))
                .passes(seconds(12))
                .expect("it is not known any more", () -> replicasOf(play, "s1") == 0)
                .during(minutes(2))
                .always(
                        "it is a master",
                        () -> play.cluster().redis("a").replication().isMaster());
    }

    @Test
    void whomTheMasterFollowsIsNotPromotedWhereThatOneFollowsAnother() {
        forgotten(1)
                .then(cluster -> follow(cluster, "m", "b"))
                .restart("s1", "s2", "s3")
                .during(minutes(3))
                .nobodyAnnounces("+promoted-slave");
    }

    private static int replicasOf(Play play, String sentinel) {
        return play.cluster()
                .sentinel(sentinel)
                .core()
                .realm()
                .watches()
                .named("m")
                .orElseThrow()
                .master()
                .replicas()
                .size();
    }
}
