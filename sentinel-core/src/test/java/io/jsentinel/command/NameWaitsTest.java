package io.jsentinel.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.jsentinel.step.Input.Commanded;
import io.jsentinel.topology.HostNames;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class NameWaitsTest {

    private static final long NOW = 1_000;

    private final HostNames names = new HostNames();
    private final NameWaits waits = new NameWaits(names);

    @BeforeEach
    void takeNames() {
        names.use(true, false);
        names.begin(NOW);
    }

    private static Commanded monitor(long client, String host) {
        return new Commanded(
                client, "sentinel|monitor", List.of("SENTINEL", "MONITOR", "m" + client, host, "6379", "2"));
    }

    @Test
    void aCommandWaitsUntilItsNameIsAnswered() {
        Commanded first = monitor(1, "a.test");
        Commanded second = monitor(2, "b.test");
        assertThat(waits.await(first, "a.test", NOW)).isTrue();
        assertThat(waits.await(second, "b.test", NOW)).isTrue();
        assertThat(names.drainWanted()).containsExactly("a.test", "b.test");
        assertThat(waits.drainAnswered()).isEmpty();

        names.answered("b.test", List.of("10.0.0.1"));

        assertThat(waits.drainAnswered()).containsExactly(second);
        assertThat(waits.drainAnswered()).isEmpty();
    }

    @Test
    void nobodyWaitsLongerThanFiveSeconds() {
        assertThat(waits.nextLookMillis()).isEqualTo(Long.MAX_VALUE);
        Commanded first = monitor(1, "a.test");
        waits.await(first, "a.test", NOW);
        waits.await(monitor(2, "b.test"), "b.test", NOW + 100);
        assertThat(waits.nextLookMillis()).isEqualTo(NOW + 5_000);
        assertThat(waits.drainLate(NOW + 4_999)).isEmpty();
        assertThat(waits.drainLate(NOW + 5_000)).containsExactly(first);
        assertThat(waits.nextLookMillis()).isEqualTo(NOW + 5_100);
    }

    @Test
    void aFailureEndsTheWaitTooAndIsNotAskedAboutAgainAtOnce() {
        Commanded command = monitor(1, "a.test");
        waits.await(command, "a.test", NOW);
        names.drainWanted();
        names.answered("a.test", List.of());
        assertThat(waits.drainAnswered()).containsExactly(command);
        assertThat(waits.await(command, "a.test", NOW)).isFalse();
    }

    @Test
    void aNameThatFailedIsAskedForAgainByTheNextCommand() {
        waits.await(monitor(1, "a.test"), "a.test", NOW);
        names.drainWanted();
        names.answered("a.test", List.of());
        waits.drainAnswered();
        names.begin(NOW + 1);
        assertThat(waits.await(monitor(2, "a.test"), "a.test", NOW + 1)).isTrue();
        assertThat(names.drainWanted()).containsExactly("a.test");
    }

    @Test
    void nobodyIsLeftWaitingForAnAnswerThatIsThere() {
        names.answered("a.test", List.of("10.0.0.1"));
        assertThat(waits.await(monitor(1, "a.test"), "a.test", NOW)).isFalse();
    }

    @Test
    void thoseWhoWaitAreBounded() {
        for (int i = 0; i < NameWaits.MAX_WAITING; i++) {
            assertThat(waits.await(monitor(i, "a.test"), "a.test", NOW)).isTrue();
        }
        assertThat(waits.await(monitor(99, "a.test"), "a.test", NOW)).isFalse();
    }
}
