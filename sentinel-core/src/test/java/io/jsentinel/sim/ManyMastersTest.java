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
}
