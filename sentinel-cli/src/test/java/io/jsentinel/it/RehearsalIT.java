package io.jsentinel.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.jsentinel.testkit.Await;
import io.jsentinel.testkit.RedisServer;
import io.jsentinel.testkit.Reply;
import io.jsentinel.testkit.RespClient;
import io.jsentinel.testkit.SentinelProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** A daemon that has just started rehearses a failover, and nothing of it is to be seen. */
@EnabledOnOs(OS.LINUX)
class RehearsalIT {

    private static final Duration BOUND = Duration.ofSeconds(60);

    @Test
    void theRehearsalLeavesNoTrace() {
        try (RedisServer master = RedisServer.start();
                SentinelProcess daemon = SentinelProcess.jsentinel()
                        .monitor("mymaster", master.port(), 1)
                        .start();
                RespClient listener = daemon.client()) {
            listener.call("PSUBSCRIBE", "*");
            Await.atMost(BOUND).until("the rehearsal is under way", () -> isRehearsing(daemon.pid()));
            Await.atMost(BOUND).until("the rehearsal is over", () -> !isRehearsing(daemon.pid()));

            assertThat(daemon.logText() + daemon.errorText()).doesNotContain("rehearsal", "192.0.2.", "+new-epoch");
            assertThat(daemon.confText()).contains("sentinel current-epoch 0").doesNotContain("rehearsal", "192.0.2.");
            assertThat(listener.tryRead(Duration.ofMillis(1))
                            .map(Reply::toString)
                            .orElse(""))
                    .doesNotContain("rehearsal", "192.0.2.");
            assertThat(daemon.call("SENTINEL", "MASTERS").asList()).hasSize(1);
        }
    }

    /** Whether a process has the thread. */
    private static boolean isRehearsing(long pid) {
        try (Stream<Path> threads = Files.list(Path.of("/proc", Long.toString(pid), "task"))) {
            List<Path> all = threads.toList();
            return all.stream().anyMatch(RehearsalIT::isRehearsal);
        } catch (IOException e) {
            return false;
        }
    }

    private static boolean isRehearsal(Path thread) {
        try {
            return Files.readString(thread.resolve("comm")).strip().equals("rehearsal");
        } catch (IOException e) {
            // It has ended meanwhile.
            return false;
        }
    }
}
