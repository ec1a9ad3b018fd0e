package io.jsentinel.server.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** How long is waited after failures. */
class BackoffTest {

    private final Backoff backoff = new Backoff(new SplittableRandom(7));

    @Test
    void itGrowsToItsBoundAndBeginsAnewAfterASuccess() {
        ApiAnswer failed = ApiAnswer.none("x");
        long last = 0;
        for (int i = 0; i < 20; i++) {
            last = backoff.after(failed);
        }
        assertThat(last).isBetween(Backoff.MAX_MILLIS * 9 / 10, Backoff.MAX_MILLIS * 11 / 10);
        backoff.reset();
        assertThat(backoff.after(failed)).isBetween(180L, 220L);
    }

    @Test
    void whatTheApiAsksForIsRespectedUpToABound() {
        assertThat(backoff.after(new ApiAnswer(429, null, "x", 10_000))).isBetween(9_000L, 11_000L);
        assertThat(backoff.after(new ApiAnswer(429, null, "x", 3_600_000))).isBetween(54_000L, 66_000L);
    }

    @Test
    void aMissingRightIsAskedForSeldom() {
        assertThat(backoff.after(new ApiAnswer(403, null, "x", 0))).isBetween(27_000L, 33_000L);
    }
}
