package io.jsentinel.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.jsentinel.testkit.Await;
import io.jsentinel.testkit.FreePort;
import io.jsentinel.testkit.JsentinelCommand;
import io.jsentinel.testkit.RespClient;
import io.jsentinel.testkit.SentinelProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A daemon that cannot go on ends, so that whoever started it can start it again. */
class BrokenProcessIT {

    private static final Duration BOUND = Duration.ofSeconds(30);

    /** What a daemon that has just begun has not done yet: each needs classes that are not loaded. */
    private static final List<List<String>> NEW_WORK = List.of(
            List.of("ACL", "LOG"),
            List.of("ACL", "SETUSER", "guest", "on", ">word", "+@all", "~*"),
            List.of("CLIENT", "LIST"),
            List.of("CLIENT", "TRACKING", "on"),
            List.of("HELLO", "3"),
            List.of("COMMAND", "DOCS"),
            List.of("SENTINEL", "DEBUG"),
            List.of("SENTINEL", "INFO-CACHE", Cluster.NAME),
            List.of("SENTINEL", "SIMULATE-FAILURE", "help"),
            List.of("PSUBSCRIBE", "*"));

    @Test
    void aDaemonWhoseJarIsReplacedUnderItEndsWithOneSaysWhyAndKeepsItsState(@TempDir Path folder) throws IOException {
        List<String> command = new ArrayList<>(JsentinelCommand.of());
        int jarAt = command.indexOf("-jar") + 1;
        Path jar = Files.copy(Path.of(command.get(jarAt)), folder.resolve("copy.jar"));
        command.set(jarAt, jar.toString());
        try (SentinelProcess sentinel = SentinelProcess.command(command)
                .monitor(Cluster.NAME, FreePort.next(), 2)
                .downAfterMillis(60_000)
                .start()) {
            String id = sentinel.call("SENTINEL", "MYID").asText();
            // It answers before its first state is on disk: what is asked for here is that it keeps what is.
            Await.atMost(BOUND)
                    .until("its identity is saved", () -> sentinel.confText().contains("sentinel myid " + id));

            Files.write(jar, new byte[(int) Files.size(jar)]);

            Await.atMost(BOUND).showing(sentinel::logText).until("it has ended", () -> {
                NEW_WORK.forEach(words -> ask(sentinel.port(), words));
                return !sentinel.isAlive();
            });
            assertThat(sentinel.awaitEnd(BOUND)).isEqualTo(1);
            assertThat(sentinel.logText())
                    .containsPattern("# FAULT: [a-z ]+: java\\.lang\\.[A-Za-z]+Error")
                    .contains("Was the jar replaced while it was in use? This process ends with status 1");
            assertThat(sentinel.confText()).contains("sentinel myid " + id, "sentinel monitor " + Cluster.NAME);
        }
    }

    /** Asks on a connection of its own; no answer is one, too. */
    private static void ask(int port, List<String> words) {
        try (RespClient client = RespClient.connect(port)) {
            client.call(words.toArray(String[]::new));
        } catch (UncheckedIOException e) {
            // It has closed the connection, or has ended.
        }
    }
}
