package io.jsentinel.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class CommandRunTest {

    private static final Duration BOUND = Duration.ofSeconds(20);

    @Test
    void bothOutputsAndTheExitCodeAreKnown() {
        try (CommandRun run = CommandRun.start(List.of("sh", "-c", "cat; echo out; echo err >&2; exit 7"))) {
            assertThat(run.awaitEnd(BOUND)).isEqualTo(7);
            assertThat(run.out()).isEqualTo("out\n");
            assertThat(run.err()).isEqualTo("err\n");
        }
    }

    @Test
    void aSignalReachesIt() {
        try (CommandRun run =
                CommandRun.start(List.of("sh", "-c", "trap 'exit 5' TERM; echo on; while :; do :; done"))) {
            Await.atMost(BOUND).until("it is on", () -> run.out().equals("on\n"));
            run.signal("TERM");
            assertThat(run.awaitEnd(BOUND)).isEqualTo(5);
        }
    }

    @Test
    void whatRunsTooLongIsShownAndKilled() {
        ProcessHandle process;
        try (CommandRun run = CommandRun.start(List.of("sh", "-c", "echo on; exec tail -f /dev/null"))) {
            process = ProcessHandle.of(run.pid()).orElseThrow();
            Await.atMost(BOUND).until("it is on", () -> run.out().equals("on\n"));
            assertThatThrownBy(() -> run.awaitEnd(Duration.ofMillis(50))).hasMessageContaining("on");
        }
        assertThat(process.isAlive()).isFalse();
    }
}
