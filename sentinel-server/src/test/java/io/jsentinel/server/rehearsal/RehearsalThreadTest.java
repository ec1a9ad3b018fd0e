package io.jsentinel.server.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;

import io.jsentinel.rehearsal.Rehearsal;
import io.jsentinel.server.rehearsal.RehearsalThread.Times;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** The rehearsal of a daemon: it begins later, ends when it has to, and its faults harm nothing. */
class RehearsalThreadTest {

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final Times AT_ONCE = new Times(Duration.ZERO, Duration.ofMinutes(10));
    private static final Times MUCH_LATER = new Times(Duration.ofMinutes(10), Duration.ofMinutes(10));

    private final List<String> faults = new CopyOnWriteArrayList<>();
    private final AtomicBoolean played = new AtomicBoolean();

    @Test
    void allThatAServerSaysPassesThroughItsBytes() {
        ServerSurroundings surroundings = new ServerSurroundings();

        Rehearsal.Outcome outcome = Rehearsal.play(1, () -> true, surroundings, new SplittableRandom(1));

        assertThat(outcome).isEqualTo(Rehearsal.play(1, () -> true, surroundings, new SplittableRandom(1)));
        assertThat(outcome.rounds()).isEqualTo(1);
        assertThat(surroundings.stateText())
                .contains("sentinel monitor rehearsal 192.0.2.", "sentinel current-epoch 2");
        assertThat(surroundings.lost("Connection refused")).isEqualTo("connection refused");
    }

    @Test
    void aRehearsalThatIsClosedBeforeItBeginsDoesNotBegin() throws InterruptedException {
        RehearsalThread rehearsal = start(MUCH_LATER, goesOn -> played.set(true));
        rehearsal.end();

        assertThat(rehearsal.awaitEnd(SOON)).isTrue();
        assertThat(played).isFalse();
        assertThat(faults).isEmpty();
    }

    @Test
    void aRehearsalThatIsUnderWayEndsWhenTheDaemonDoes() throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        RehearsalThread.Play endless = goesOn -> {
            begun.countDown();
            while (goesOn.getAsBoolean()) {
                Thread.onSpinWait();
            }
            played.set(true);
        };
        RehearsalThread rehearsal = start(AT_ONCE, endless);
        assertThat(begun.await(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();
        rehearsal.end();

        assertThat(rehearsal.awaitEnd(SOON)).isTrue();
        assertThat(played).isTrue();
    }

    @Test
    void aRealFailoverEndsTheRehearsal() throws InterruptedException {
        AtomicBoolean isNeeded = new AtomicBoolean(true);
        RehearsalThread.Play endless = goesOn -> {
            while (goesOn.getAsBoolean()) {
                isNeeded.set(false);
            }
            played.set(true);
        };
        RehearsalThread rehearsal = RehearsalThread.start(AT_ONCE, endless, isNeeded::get, faults::add);
        assertThat(rehearsal.awaitEnd(SOON)).isTrue();
        assertThat(played).isTrue();
    }

    @Test
    void aRehearsalEndsWithinItsBound() throws InterruptedException {
        RehearsalThread.Play endless = goesOn -> {
            while (goesOn.getAsBoolean()) {
                Thread.onSpinWait();
            }
        };
        RehearsalThread rehearsal = start(new Times(Duration.ZERO, Duration.ofMillis(100)), endless);
        assertThat(rehearsal.awaitEnd(SOON)).isTrue();
    }

    @Test
    void aFaultIsToldOnceAndEndsTheRehearsal() throws InterruptedException {
        RehearsalThread.Play faulty = goesOn -> {
            throw new IllegalStateException("it never came to this");
        };
        RehearsalThread rehearsal = start(AT_ONCE, faulty);
        assertThat(rehearsal.awaitEnd(SOON)).isTrue();
        assertThat(faults).singleElement().asString().contains("rehearsal", "it never came to this");
    }

    private RehearsalThread start(Times times, RehearsalThread.Play play) {
        return RehearsalThread.start(times, play, () -> true, faults::add);
    }
}
