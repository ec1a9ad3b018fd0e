package io.jsentinel.sim;

import static io.jsentinel.sim.Moments.millis;
import static io.jsentinel.sim.Moments.minutes;
import static io.jsentinel.sim.Moments.seconds;
import static io.jsentinel.sim.Plan.downAfter;
import static io.jsentinel.sim.Plan.offset;
import static io.jsentinel.sim.Plan.quorum;
import static io.jsentinel.sim.Plan.sentinels;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sentinels that end in the worst moment, and elections that nobody wins. Votes are watched in every scenario. */
class CrashTest {

    private static Play stable(long seed) {
        return sentinels(3)
                .seed(seed)
                .monitor("m", quorum(2))
                .replica("a", offset(10))
                .replica("b", offset(90))
                .untilStable();
    }

    private static void savesTake(SimCluster cluster, long millis) {
        cluster.sentinels().forEach(s -> s.store().saveTakes(millis));
    }

    private static boolean hasVoteInMemoryOnly(SimSentinel sentinel) {
        return sentinel.isRunning()
                && sentinel.core().realm().watches().named("m").stream()
                        .anyMatch(w -> !w.ballot().isAnnounced());
    }

    @Test
    void aSentinelThatCrashesBetweenItsVoteAndTheSaveNeverVotesTwice() {
        Seeds.each(60, seed -> {
            // Longer than down-after, or what is reserved for votes when the master is lost would be saved before they
            // are given.
            Play play = stable(seed).then(cluster -> savesTake(cluster, 5_200)).crash("m");
            for (String victim : new String[] {"s1", "s2", "s3"}) {
                SimSentinel sentinel = play.cluster().sentinel(victim);
                boolean first = victim.equals("s1");
                play.within(seconds(30))
                        .until(
                                victim + " has a vote that is not saved",
                                () -> hasVoteInMemoryOnly(sentinel) || !first && named(play, "b"));
                play.passes(seed % 7 * 10).crash(victim).restart(victim);
            }
            play.within(seconds(120))
                    .everySentinelNames("b")
                    .expect(
                            "votes were told",
                            () -> play.cluster().world().votes().size() > 0);
        });
    }

    private static boolean named(Play play, String node) {
        return play.cluster().runningSentinels().stream()
                .flatMap(s -> s.core().realm().watches().named("m").stream())
                .allMatch(w -> w.failover()
                        .currentAddress()
                        .equals(play.cluster().redis(node).endpoint()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "+sdown",
                "+odown",
                "+try-failover",
                "+vote-for-leader",
                "+elected-leader",
                "+failover-state-wait-promotion",
                "-role-change",
                "+promoted-slave",
                "+slave-reconf-sent",
                "+slave-reconf-done",
                "+config-update-from",
                "+switch-master"
            })
    void allSentinelsMayDieInAnyPhaseAndFinishTheFailoverWhenTheyAreBack(String phase) {
        Seeds.each(
                10,
                seed -> stable(seed)
                        .crash("m")
                        .within(seconds(10))
                        .somebodyAnnounces(phase)
                        .passes(seed % 3)
                        .crash("s1", "s2", "s3")
                        .passes(seconds(seed % 2 * 20))
                        .restart("s1", "s2", "s3")
                        .within(seconds(15))
                        .everySentinelNames("b")
                        .within(minutes(2))
                        .follows("a", "b")
                        .restart("m")
                        .within(minutes(1))
                        .follows("m", "b"));
    }

    /** With slow disks every sentinel has voted for itself before it hears of the others. */
    @Test
    void aSplitVoteIsResolvedSoon() {
        Seeds.each(40, seed -> {
            Play play = sentinels(3)
                    .seed(seed)
                    .monitor("m", quorum(2), downAfter(millis(400)))
                    .replica("a", offset(10))
                    .replica("b", offset(90))
                    .untilStable()
                    .then(cluster -> savesTake(cluster, 500))
                    .crash("m");
            long crashedMillis = play.nowMillis();
            play.within(seconds(2))
                    .until(
                            "everybody has voted for himself",
                            () -> play.cluster().sentinels().stream().allMatch(CrashTest::votedForItself))
                    .then(cluster -> savesTake(cluster, 2))
                    .within(crashedMillis + 2_400 - play.nowMillis())
                    .everySentinelNames("b")
                    .expect(
                            "nobody had won at first",
                            () -> play.sinceMark().stream().anyMatch(e -> e.isOf("-failover-abort-not-elected")));
        });
    }

    private static boolean votedForItself(SimSentinel sentinel) {
        var self = sentinel.core().realm().self().runId();
        return sentinel.core().realm().watches().named("m").stream()
                .anyMatch(w -> w.ballot().votedFor().filter(self::equals).isPresent());
    }
}
