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

/** A daemon whose secrets stand in files and in its environment. */
class SecretFileIT {

    private static final Duration BOUND = Duration.ofSeconds(60);
    private static final String FIRST = "first-hush";
    private static final String SECOND = "second-hush";
    private static final String VARIABLE = "third-hush";

    @TempDir
    private Path folder;

    @Test
    void aSecretThatChangesIsUsedAndNeverShown() throws IOException {
        Path secret = Files.writeString(folder.resolve("nodes.secret"), FIRST + "\n");
        Path peers = Files.writeString(folder.resolve("peers.secret"), FIRST + "\n");
        Path yaml = Files.writeString(folder.resolve("s.yaml"), """
                port: 0
                unixsocket: %s
                requirepass: ${OWN_PASS}
                sentinel: {sentinel-pass-file: peers.secret}
                masters:
                  m: {address: "127.0.0.1:1", quorum: 1, auth-pass-file: nodes.secret}
                """.formatted(folder.resolve("s.sock")));
        List<String> command = new ArrayList<>(List.of("env", "OWN_PASS=" + VARIABLE));
        command.addAll(JsentinelCommand.of(yaml.toString()));
        try (CommandRun daemon = CommandRun.start(command)) {
            until(daemon, "+monitor master m");
            Files.writeString(secret, SECOND + "\n");
            until(daemon, "the file of sentinel auth-pass m has changed");
            until(daemon, "+set master m 127.0.0.1 1 auth-pass ******");
            Files.writeString(peers, SECOND + "\n");
            until(daemon, "the file of sentinel sentinel-pass has changed");
            daemon.signal("TERM");
            assertThat(daemon.awaitEnd(BOUND)).isZero();
            assertThat(daemon.out() + daemon.err() + Files.readString(folder.resolve("s.state.conf")))
                    .doesNotContain(FIRST, SECOND, VARIABLE);
        }
    }

    private static void until(CommandRun daemon, String text) {
        Await.atMost(BOUND)
                .showing(() -> daemon.out() + daemon.err())
                .until("the log says " + text, () -> daemon.out().contains(text));
    }
}
