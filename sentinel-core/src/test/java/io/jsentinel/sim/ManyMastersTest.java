package io.jsentinel.sim;

import static io.jsentinel.sim.Moments.seconds;
import static io.jsentinel.sim.Plan.quorum;
import static io.jsentinel.sim.Plan.sentinels;

import org.junit.jupiter.api.Test;

/** Many masters on one host die at once; the sentinels have one link for all of them. */
class ManyMastersTest {

    private static Plan masters(int count) {
        Plan plan = sentinels(3).onOneHost();
        for (int i = 0; i < count; i++) {
            plan.monitor("m" + i, quorum(2)).replica("r" + i);
        }
        return plan;
    }

    private static void allAreReplacedSoon(int count) {
        Play play = masters(count).untilStable();
        for (int i = 0; i < count; i++) {
            play.crash("m" + i);
        }
        play.passes(seconds(5) + 300);
        for (int i = 0; i < count; i++) {
            play.within(0).everySentinelNames("m" + i, "r" + i);
        }
    }

    @Test
    void fiftyMastersAreReplacedAsFastAsOne() {
        allAreReplacedSoon(50);
    }

    @Test
    void soAreTwoHundred() {
        allAreReplacedSoon(200);
    }

    @Test
    void threeHundredAreKnownToEverybodyInASecond() {
        Play play = masters(300).start();
        play.within(seconds(10))
                .until("all run", () -> play.cluster().runningSentinels().size() == 3);

        play.within(seconds(1)).theClusterIsStable();
    }

    @Test
    void sentinelsThatShareOneMasterFindEachOtherForOneThatNobodyReaches() {
        Play play = sentinels(3)
                .monitor("reached", quorum(2))
                .replica("r1")
                .monitor("dead", quorum(2))
                .replica("r2")
                .start()
                .crash("dead", "r2");

        play.within(seconds(10))
                .until("all run", () -> play.cluster().runningSentinels().size() == 3);

        play.within(seconds(1))
                .until(
                        "all sentinels know each other for both masters",
                        () -> play.cluster().sentinels().stream()
                                .allMatch(s -> s.core().realm().roster().masters().stream()
                                        .allMatch(master -> master.peers().size() == 2)));
    }
}
