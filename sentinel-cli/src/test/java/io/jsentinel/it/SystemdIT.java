package io.jsentinel.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jsentinel.testkit.Await;
import io.jsentinel.testkit.CommandRun;
import io.jsentinel.testkit.JsentinelCommand;
import io.jsentinel.testkit.ProgramPath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What systemd hears: a stand-in holds the socket that systemd would hold. */
class SystemdIT {

    private static final Duration BOUND = Duration.ofSeconds(60);

    /** Prints each message that comes to the socket, a name that begins with @ being an abstract one. */
    private static final String STAND_IN = """
            use Socket; my $n = shift; $n =~ s/^@/\\0/; $| = 1;
            socket(my $s, AF_UNIX, SOCK_DGRAM, 0) or die; bind($s, pack_sockaddr_un($n)) or die "$!"; print "bound\\n";
            while (defined recv($s, my $m, 4096, 0)) { print "$m\\n"; }
            """;

    @TempDir
    private Path folder;

    @BeforeEach
    void programs() {
        assumeTrue(ProgramPath.find("systemd-notify").isPresent(), "systemd-notify is not installed");
        assumeTrue(ProgramPath.find("perl").isPresent(), "perl is not installed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"notify", "@"})
    void systemdHearsThatWeAreReadyWhatWeWatchThatWeLiveAndThatWeStop(String kind) throws IOException {
        String socket = kind.equals("@")
                ? "@jsentinel-" + folder.getFileName()
                : folder.resolve(kind).toString();
        Path conf = Files.writeString(
                folder.resolve("s.conf"),
                "port 0\nunixsocket " + folder.resolve("s.sock")
                        + "\nsentinel monitor gone 127.0.0.1 1 1\nsentinel down-after-milliseconds gone 100\n");
        try (CommandRun systemd = CommandRun.start(List.of("perl", "-e", STAND_IN, socket))) {
            until(systemd, "bound");
            try (CommandRun daemon = CommandRun.start(command(socket, conf))) {
                until(systemd, "READY=1");
                until(systemd, "STATUS=Watching 1 master, 1 down: gone (");
                until(systemd, "WATCHDOG=1");
                daemon.signal("TERM");
                assertThat(daemon.awaitEnd(BOUND)).isZero();
                until(systemd, "STOPPING=1");
                assertThat(daemon.out()).contains("supervised by systemd.").doesNotContain("could not be told");
            }
            assertThat(systemd.out().indexOf("READY=1"))
                    .isLessThan(systemd.out().indexOf("STATUS=Watching"));
        }
    }

    @Test
    void theUnitIsWellFormed() throws IOException {
        assumeTrue(ProgramPath.find("systemd-analyze").isPresent(), "systemd-analyze is not installed");
        // Where the program is installed on this machine does not matter here.
        String unit = Files.readString(Path.of("..", "config", "systemd", "jsentinel.service"))
                .replace("/usr/local/bin/jsentinel", "/bin/true");
        Path copy = Files.writeString(folder.resolve("jsentinel.service"), unit);

        try (CommandRun run = CommandRun.start(List.of("systemd-analyze", "verify", "--man=no", copy.toString()))) {
            run.awaitEnd(BOUND);
            assertThat(run.out() + run.err()).doesNotContain("jsentinel.service");
        }
    }

    private static void until(CommandRun systemd, String message) {
        Await.atMost(BOUND)
                .showing(() -> systemd.out() + systemd.err())
                .until("systemd hears " + message, () -> systemd.out().contains(message));
    }

    private static List<String> command(String socket, Path conf) {
        List<String> command = new ArrayList<>(List.of("env", "NOTIFY_SOCKET=" + socket, "WATCHDOG_USEC=2000000"));
        command.addAll(JsentinelCommand.of(conf.toString(), "--supervised", "systemd"));
        return command;
    }
}
