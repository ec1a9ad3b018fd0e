package io.jsentinel.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.jsentinel.testkit.Await;
import io.jsentinel.testkit.CommandRun;
import io.jsentinel.testkit.JsentinelCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Daemons that are configured by their environment, as in a container. */
class EnvironmentIT {

    private static final Duration BOUND = Duration.ofSeconds(60);

    @TempDir
    private Path folder;

    private CommandRun start(List<String> variables, String... words) {
        List<String> command = new ArrayList<>(List.of("env"));
        command.addAll(variables);
        command.addAll(JsentinelCommand.of(words));
        return CommandRun.start(command);
    }

    @Test
    void aDaemonStartsWithoutAFileAndRemembersWhoItIs() throws IOException {
        Path secret = Files.writeString(folder.resolve("pass"), "first-hush\n");
        List<String> variables = List.of(
                "JSENTINEL_STATE_DIR=" + folder.resolve("state"),
                "JSENTINEL_PORT=0",
                "JSENTINEL_UNIXSOCKET=" + folder.resolve("s.sock"),
                "JSENTINEL_ENV_ALIASES=bitnami",
                "REDIS_MASTER_HOST=127.0.0.1",
                "REDIS_MASTER_PORT_NUMBER=1",
                "REDIS_MASTER_PASSWORD_FILE=" + secret,
                "REDIS_SENTINEL_QUORUM=1");
        String first = idOfRun(variables, secret);
        assertThat(idOfRun(variables, secret)).isEqualTo(first);
    }

    private String idOfRun(List<String> variables, Path secret) throws IOException {
        try (CommandRun daemon = start(variables, "--env", "--loglevel", "notice")) {
            until(daemon, "+monitor master mymaster 127.0.0.1 1 quorum 1");
            Files.writeString(secret, "hush-" + System.nanoTime() + "\n");
            until(daemon, "the file of sentinel auth-pass mymaster has changed");
            daemon.signal("TERM");
            assertThat(daemon.awaitEnd(BOUND)).isZero();
            String state = Files.readString(folder.resolve("state/jsentinel.state.conf"));
            assertThat(daemon.out() + daemon.err() + state).doesNotContain("hush");
            return state.lines()
                    .filter(line -> line.startsWith("sentinel myid "))
                    .findFirst()
                    .orElseThrow();
        }
    }

    @Test
    void aWrongVariableKeepsItFromStartingAndIsNamed() {
        List<String> variables = List.of("JSENTINEL_STATE_DIR=" + folder, "JSENTINEL_PORT=tcp");
        try (CommandRun daemon = start(variables, "run", "--env")) {
            assertThat(daemon.awaitEnd(BOUND)).isEqualTo(1);
            assertThat(daemon.err()).contains("environment variable JSENTINEL_PORT: expected a whole number");
        }
    }

    @Test
    void checkSeesTheEnvironmentToo() throws IOException {
        Path file = Files.writeString(folder.resolve("sentinel.conf"), "port 5000\n");
        try (CommandRun check = start(List.of("JSENTINEL_LOGLEVEL=loud"), "check", file.toString())) {
            assertThat(check.awaitEnd(BOUND)).isEqualTo(1);
            assertThat(check.err()).contains("environment variable JSENTINEL_LOGLEVEL: expected one of debug");
        }
    }

    private static void until(CommandRun daemon, String text) {
        Await.atMost(BOUND)
                .showing(() -> daemon.out() + daemon.err())
                .until("the log says " + text, () -> daemon.out().contains(text));
    }
}
