package io.jsentinel.sim;

import static io.jsentinel.sim.Moments.millis;
import static io.jsentinel.sim.Moments.minutes;
import static io.jsentinel.sim.Moments.seconds;
import static io.jsentinel.sim.Plan.quorum;
import static io.jsentinel.sim.Plan.sentinels;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Our own process stands still for a while: that others were silent meanwhile proves nothing. */
class StallTest {

    private static final int SEEDS = 15;

    private static List<String> whatAStalledSentinelSays(long seed, long stallMillis) {
        return sentinels(3)
                .seed(seed)
                .monitor("m", quorum(2))
                .replica("a")
                .untilStable()
                .freeze("s1")
                .passes(stallMillis)
                .thaw("s1")
                .passes(minutes(2))
                .channelsOf("s1");
    }

    @Test
    void aShortStallGoesUnnoticed() {
        Seeds.each(
                SEEDS,
                seed -> assertThat(whatAStalledSentinelSays(seed, millis(500))).isEmpty());
    }

    @Test
    void aStallOfSecondsIsATiltAndNobodyIsBlamed() {
        Seeds.each(
                SEEDS,
                seed -> assertThat(whatAStalledSentinelSays(seed, seconds(5))).containsExactly("+tilt", "-tilt"));
    }

    @Test
    void aStallOfAMinuteIsATiltAndNobodyIsBlamed() {
        Seeds.each(
                SEEDS,
                seed -> assertThat(whatAStalledSentinelSays(seed, minutes(1))).containsExactly("+tilt", "-tilt"));
    }
}
