package io.jsentinel.server.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.jsentinel.config.BufferLimit;
import org.junit.jupiter.api.Test;

class OutputLimitTest {

    private static final long HARD = 32L << 20;
    private static final long SOFT = 8L << 20;

    private final OutputLimit limit = new OutputLimit(new BufferLimit(HARD, SOFT, 60));

    @Test
    void theHardLimitHoldsAtOnce() {
        assertThat(limit.exceeded(HARD, 0)).isFalse();
        assertThat(limit.exceeded(HARD + 1, 0)).isTrue();
    }

    @Test
    void theSoftLimitHoldsAfterAMinuteWithoutAPause() {
        assertThat(limit.exceeded(SOFT + 1, 1_000)).isFalse();
        assertThat(limit.exceeded(SOFT + 1, 61_000)).isFalse();
        assertThat(limit.exceeded(SOFT + 1, 61_001)).isTrue();
    }

    @Test
    void readingEnoughEndsTheMinute() {
        assertThat(limit.exceeded(SOFT + 1, 0)).isFalse();
        assertThat(limit.exceeded(SOFT, 59_000)).isFalse();
        assertThat(limit.exceeded(SOFT + 1, 60_000)).isFalse();
        assertThat(limit.exceeded(SOFT + 1, 120_000)).isFalse();
        assertThat(limit.exceeded(SOFT + 1, 120_001)).isTrue();
    }

    @Test
    void aLimitOfZeroIsNone() {
        OutputLimit none = new OutputLimit(BufferLimit.NONE);
        assertThat(none.exceeded(Long.MAX_VALUE, 0)).isFalse();
        assertThat(none.exceeded(Long.MAX_VALUE, Long.MAX_VALUE)).isFalse();

        OutputLimit onlyHard = new OutputLimit(new BufferLimit(5, 0, 0));
        assertThat(onlyHard.exceeded(5, 1)).isFalse();
        assertThat(onlyHard.exceeded(6, 2)).isTrue();
    }
}
