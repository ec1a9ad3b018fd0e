package io.jsentinel.server.net;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OutputLimitTest {

    private final OutputLimit limit = new OutputLimit();

    @Test
    void theHardLimitHoldsAtOnce() {
        assertThat(limit.exceeded(OutputLimit.HARD_BYTES, 0)).isFalse();
        assertThat(limit.exceeded(OutputLimit.HARD_BYTES + 1, 0)).isTrue();
    }

    @Test
    void theSoftLimitHoldsAfterAMinuteWithoutAPause() {
        assertThat(limit.exceeded(OutputLimit.SOFT_BYTES + 1, 1_000)).isFalse();
        assertThat(limit.exceeded(OutputLimit.SOFT_BYTES + 1, 61_000)).isFalse();
        assertThat(limit.exceeded(OutputLimit.SOFT_BYTES + 1, 61_001)).isTrue();
    }

    @Test
    void readingEnoughEndsTheMinute() {
        assertThat(limit.exceeded(OutputLimit.SOFT_BYTES + 1, 0)).isFalse();
        assertThat(limit.exceeded(OutputLimit.SOFT_BYTES, 59_000)).isFalse();
        assertThat(limit.exceeded(OutputLimit.SOFT_BYTES + 1, 60_000)).isFalse();
        assertThat(limit.exceeded(OutputLimit.SOFT_BYTES + 1, 120_000)).isFalse();
        assertThat(limit.exceeded(OutputLimit.SOFT_BYTES + 1, 120_001)).isTrue();
    }
}
