package io.jsentinel.server.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jsentinel.event.EventType.Level;
import io.jsentinel.testkit.Await;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class SyslogTest {

    private final List<String> complaints = new CopyOnWriteArrayList<>();

    @TempDir
    Path folder;

    @Test
    void everyLineOfTheLogComesWithItsFacilityAndSeverity() throws Exception {
        Path got = folder.resolve("got");
        ByteArrayOutputStream console = new ByteArrayOutputStream();
        ServerLog log = new ServerLog(Optional.empty(), Optional.of(Level.VERBOSE), new PrintStream(console));
        try (Syslog syslog = new Syslog(List.of("/bin/sh", "-c", "cat > " + got), "local3", complaints::add)) {
            log.alsoTo(syslog);
            log.write(Level.WARNING, "loud");
            log.write(Level.NOTICE, "normal\nforged");
            log.write(Level.VERBOSE, "quiet");
            log.write(Level.DEBUG, "unheard");
        }

        assertThat(Files.readString(got)).isEqualTo("<156>loud\n<157>normal\\x0aforged\n<158>quiet\n");
        assertThat(console.toString(StandardCharsets.US_ASCII)).contains("loud", "normal", "quiet");
        assertThat(complaints).isEmpty();
    }

    @Test
    void theProgramOfTheMachineHandsThemOver() throws Exception {
        Path logger = Path.of("/usr/bin/logger");
        assumeTrue(Files.isExecutable(logger), "skipped: no " + logger);
        Path path = folder.resolve("log");
        try (ServerSocketChannel daemon = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            daemon.bind(UnixDomainSocketAddress.of(path));
            try (Syslog syslog = new Syslog(
                    List.of(logger.toString(), "--prio-prefix", "--tag", "me", "--id=7", "--socket", path.toString()),
                    "user",
                    complaints::add)) {
                syslog.write(Level.NOTICE, "hello");
                InputStream in = Channels.newInputStream(daemon.accept());
                byte[] bytes = new byte[200];
                String line = new String(bytes, 0, in.read(bytes), StandardCharsets.ISO_8859_1);
                assertThat(line).startsWith("<13>").contains("me[7]: hello");
            }
        }
        assertThat(complaints).isEmpty();
    }

    @Test
    void aMachineWithoutTheProgramIsToldOnce() {
        try (Syslog syslog = new Syslog(List.of(folder + "/none"), "user", complaints::add)) {
            syslog.write(Level.NOTICE, "one");
            syslog.write(Level.NOTICE, "two");
        }
        Await.atMost(Duration.ofSeconds(10)).until("the complaint", () -> !complaints.isEmpty());
        assertThat(complaints).singleElement().asString().startsWith("syslog does not get all lines: ");
    }

    @Test
    void aProgramThatReadsNothingDelaysNobody() {
        try (Syslog syslog = new Syslog(List.of("/bin/sleep", "1"), "user", complaints::add)) {
            String line = "x".repeat(10_000);
            for (int i = 0; i < 3 * Syslog.MAX_WAITING; i++) {
                syslog.write(Level.NOTICE, line);
            }
            assertThat(complaints).singleElement().asString().contains("as fast as they come");
        }
    }
}
