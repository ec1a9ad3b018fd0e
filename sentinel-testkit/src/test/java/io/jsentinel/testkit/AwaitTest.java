package io.jsentinel.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class AwaitTest {

    private static final Duration SHORT = Duration.ofMillis(30);
    private static final Duration LONG = Duration.ofSeconds(10);

    @Test
    void whatIsWantedIsReturnedOnceItIsSeen() {
        AtomicInteger looks = new AtomicInteger();
        assertThat(Await.atMost(LONG).until("3 looks", looks::incrementAndGet, seen -> seen == 3))
                .isEqualTo(3);
    }

    @Test
    void aLookThatThrowsIsNotYet() {
        AtomicInteger looks = new AtomicInteger();
        Await.atMost(LONG).until("2 looks", () -> {
            if (looks.incrementAndGet() < 2) {
                throw new IllegalStateException("too early");
            }
            return true;
        });
        assertThat(looks).hasValue(2);
    }

    @Test
    void aFailureTellsWhatWasWantedWhatWasSeenAndTheContext() {
        assertThatThrownBy(() -> Await.atMost(SHORT)
                        .showing(() -> "the log")
                        .until("pigs fly", () -> "pigs walk", "pigs fly"::equals))
                .isInstanceOf(Await.TimedOut.class)
                .hasMessageContainingAll("30 ms", "pigs fly", "pigs walk", "the log");
    }

    @Test
    void anInterruptEndsTheWait() {
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> Await.atMost(LONG).until("never", () -> false)).hasMessageContaining("interrupted");
        assertThat(Thread.interrupted()).isTrue();
    }
}
