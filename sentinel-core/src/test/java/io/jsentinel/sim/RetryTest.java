package io.jsentinel.sim;

import static io.jsentinel.sim.Moments.minutes;
import static io.jsentinel.sim.Moments.seconds;
import static io.jsentinel.sim.Plan.downAfter;
import static io.jsentinel.sim.Plan.failoverTimeout;
import static io.jsentinel.sim.Plan.offset;
import static io.jsentinel.sim.Plan.quorum;
import static io.jsentinel.sim.Plan.sentinels;

import io.jsentinel.event.EventType;
import io.jsentinel.resp.Resp;
import io.jsentinel.step.Effect;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * After an attempt that failed or split the next one starts within two seconds and the down-after, though failover-timeout is
 * the three minutes of the default. Redis waits for twice those.
 */
class RetryTest {

    private static final int SEEDS = 40;
    private static final long FAILOVER_TIMEOUT = minutes(3);

    private static Play stable(int count, long downAfterMillis, long seed) {
        return sentinels(count)
                .seed(seed)
                .delays(1, 5)
                .monitor("m", quorum(2), downAfter(downAfterMillis), failoverTimeout(FAILOVER_TIMEOUT))
                .replica("a", offset(10))
                .replica("b", offset(90))
                .untilStable();
    }

    /** The moments at which attempts began since the mark, and by whom. */
    private static List<SimRecord.Entry> attempts(Play play) {
        return play.sinceMark().stream().filter(e -> e.isOf("+try-failover")).toList();
    }

    /** Another attempt than those so far begins in time. */
    private static Play retried(Play play, long downAfterMillis) {
        int before = attempts(play).size();
        return play.within(seconds(2) + downAfterMillis)
                .until("the next attempt begins", () -> attempts(play).size() > before);
    }

    private static Play elected(long downAfterMillis, long seed) {
        return stable(3, downAfterMillis, seed)
                .crash("m")
                .within(downAfterMillis + seconds(1))
                .somebodyAnnounces("+elected-leader");
    }

    /** Lets time pass until the leader has told who is chosen. */
    private static SimRedis chosen(Play play) {
        play.within(seconds(1)).somebodyAnnounces("+selected-slave");
        return play.cluster().redis("b");
    }

    private static void ends(Play play) {
        ends(play, minutes(1));
    }

    private static void ends(Play play, long millis) {
        play.within(millis).until("every sentinel names another master", () -> {
            List<?> named = play.cluster().runningSentinels().stream()
                    .map(s -> s.core()
                            .realm()
                            .watches()
                            .named("m")
                            .orElseThrow()
                            .failover()
                            .currentAddress())
                    .distinct()
                    .toList();
            return named.size() == 1
                    && !named.get(0).equals(play.cluster().redis("m").endpoint());
        });
    }

    @ParameterizedTest
    @ValueSource(longs = {1_000, 5_000, 30_000})
    void whenTheLeaderEndsRightAfterItsElection(long downAfterMillis) {
        Seeds.each(SEEDS, seed -> {
            Play play = stable(3, downAfterMillis, seed);
            List.of("s1", "s2", "s3")
                    .forEach(name -> play.tells(name, Resp.OK, "SENTINEL", "SIMULATE-FAILURE", "crash-after-election"));
            play.crash("m").within(downAfterMillis + seconds(1)).somebodyAnnounces("+elected-leader");
            play.cluster().runningSentinels().forEach(s -> s.command("SENTINEL", "SIMULATE-FAILURE", "help"));
            ends(retried(play, downAfterMillis));
        });
    }

    @ParameterizedTest
    @ValueSource(longs = {1_000, 5_000, 30_000})
    void whenTheLeaderStandsStillRightAfterItsElection(long downAfterMillis) {
        Seeds.each(SEEDS, seed -> {
            Play play = elected(downAfterMillis, seed);
            play.freeze(play.leader());
            play.cluster().redis("b").refusesOrders();
            retried(play, downAfterMillis);
            play.cluster().redis("b").refusesNothing();
            ends(play);
        });
    }

    @ParameterizedTest
    @ValueSource(longs = {1_000, 5_000})
    void whenTheHostOfTheLeaderIsGoneWithoutAWord(long downAfterMillis) {
        Seeds.each(SEEDS, seed -> {
            Play play = elected(downAfterMillis, seed);
            ends(retried(play.powerOff(play.leader()), downAfterMillis));
        });
    }

    @ParameterizedTest
    @ValueSource(longs = {1_000, 5_000, 30_000})
    void whenTheChosenReplicaDiesOrStandsStillBeforeItsPromotion(long downAfterMillis) {
        Seeds.each(SEEDS, seed -> {
            Play play = elected(downAfterMillis, seed);
            SimRedis chosen = chosen(play);
            if (seed % 2 == 0) {
                chosen.crash();
            } else {
                chosen.freeze();
            }
            // With a long down-after another one leads before the leader sees that its attempt has failed.
            play.within(downAfterMillis + seconds(1))
                    .until("it fails", () -> aborts(play) > 0 || attempts(play).size() > 1);
            if (attempts(play).size() == 1) {
                retried(play, downAfterMillis);
            }
            ends(play);
        });
    }

    @ParameterizedTest
    @ValueSource(longs = {1_000, 5_000})
    void whenTheChosenReplicaLoadsItsData(long downAfterMillis) {
        Seeds.each(SEEDS, seed -> {
            Play play = elected(downAfterMillis, seed);
            SimRedis chosen = chosen(play);
            chosen.crash();
            chosen.answersAllWith(Optional.of(Resp.error("-LOADING Redis is loading the dataset in memory")));
            chosen.start();
            ends(play);
        });
    }

    @Test
    void howeverOftenTheReplicaRefuses() {
        long downAfterMillis = seconds(1);
        Seeds.each(SEEDS, seed -> {
            Play play = stable(3, downAfterMillis, seed);
            List<SimRedis> replicas =
                    List.of(play.cluster().redis("a"), play.cluster().redis("b"));
            replicas.forEach(SimRedis::refusesOrders);
            play.crash("m").within(seconds(3)).somebodyAnnounces("-failover-abort-slave-timeout");
            for (int i = 0; i < 12; i++) {
                int aborted = aborts(play);
                retried(play, downAfterMillis)
                        .within(seconds(2))
                        .until("that one fails, too", () -> aborts(play) > aborted);
            }
            replicas.forEach(SimRedis::refusesNothing);
            // Whoever refused is not asked again before the failover time-out.
            ends(play, FAILOVER_TIMEOUT + seconds(10));
        });
    }

    private static int aborts(Play play) {
        return (int) play.sinceMark().stream()
                .filter(e -> e.isOf("-failover-abort-slave-timeout") || e.isOf("-failover-abort-no-good-slave"))
                .count();
    }

    @Test
    void whenTheVotesAreSplit() {
        long downAfterMillis = seconds(1);
        Seeds.each(SEEDS, seed -> {
            Play play = stable(4, downAfterMillis, seed);
            crossWhenSomebodyRuns(play);
            play.crash("m").within(seconds(20)).until("nobody wins", () -> isSplit(play));
            retried(play.heal(), downAfterMillis);
            ends(play);
        });
    }

    private static boolean isSplit(Play play) {
        return !attempts(play).isEmpty()
                && play.cluster().sentinels().stream()
                        .map(s -> s.core().realm().watches().named("m").orElseThrow())
                        .noneMatch(watch -> watch.failover().isInProgress());
    }

    /** From the first candidacy on s1 and s2 reach only each other, as do s3 and s4: no half has a majority. */
    private static void crossWhenSomebodyRuns(Play play) {
        boolean[] isDone = {false};
        play.cluster().world().onStep(step -> {
            boolean runs = step.batch().effects().stream()
                    .anyMatch(e -> e instanceof Effect.Announce a && a.event().type() == EventType.TRY_FAILOVER);
            if (runs && !isDone[0]) {
                isDone[0] = true;
                for (String one : List.of("s1", "s2")) {
                    for (String other : List.of("s3", "s4")) {
                        play.cutOneWay(one, other).cutOneWay(other, one);
                    }
                }
            }
        });
    }
}
