package io.jsentinel.sim;

import static io.jsentinel.sim.Moments.minutes;
import static io.jsentinel.sim.Moments.seconds;
import static io.jsentinel.sim.Plan.offset;
import static io.jsentinel.sim.Plan.quorum;
import static io.jsentinel.sim.Plan.sentinels;

import org.junit.jupiter.api.Test;

/** Disks that are slow or fail: they cost votes, but never the watch over the masters. */
class DiskTest {

    private static Play stable(long seed) {
        return sentinels(3)
                .seed(seed)
                .monitor("m", quorum(2))
                .replica("a", offset(10))
                .replica("b", offset(90))
                .untilStable();
    }

    private static void allDisksFail(SimCluster cluster) {
        cluster.sentinels().forEach(s -> s.store().failing(true));
    }

    private static void allDisksWork(SimCluster cluster) {
        cluster.sentinels().forEach(s -> s.store().failing(false));
    }

    @Test
    void nobodyIsPromotedWhileNoVoteCanBeSaved() {
        Seeds.each(
                5,
                seed -> stable(seed)
                        .then(DiskTest::allDisksFail)
                        .crash("m")
                        .within(seconds(10))
                        .somebodyAnnounces("+save-failing")
                        .during(minutes(10))
                        .nobodyAnnounces("+elected-leader", "+switch-master")
                        .then(DiskTest::allDisksWork)
                        .within(seconds(15))
                        .everySentinelNames("b"));
    }

    @Test
    void aFailingDiskDoesNotEndTheWatch() {
        Seeds.each(
                5,
                seed -> stable(seed)
                        .then(DiskTest::allDisksFail)
                        .crash("m")
                        .passes(minutes(30))
                        .restart("m")
                        .within(seconds(2))
                        .announces("s1", "-sdown")
                        .mark()
                        .freeze("m", "a", "s3")
                        .passes(seconds(6))
                        .announcedInOrder("s1", "+sdown", "+sdown", "+sdown")
                        .announcedInOrder("s2", "+sdown", "+sdown", "+sdown"));
    }

    @Test
    void aSlowDiskDelaysVotesButNotTheWatch() {
        Seeds.each(
                5,
                seed -> stable(seed)
                        .then(cluster ->
                                cluster.sentinels().forEach(s -> s.store().saveTakes(seconds(2))))
                        .crash("m")
                        .within(seconds(5) + 20)
                        .somebodyAnnounces("+odown")
                        .within(seconds(60))
                        .everySentinelNames("b")
                        .passes(minutes(1))
                        .andThenAllIsQuiet());
    }
}
