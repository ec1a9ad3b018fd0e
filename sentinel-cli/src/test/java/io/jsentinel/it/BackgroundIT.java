package io.jsentinel.it;

import static io.jsentinel.it.Runs.HEAL_BOUND;
import static org.assertj.core.api.Assertions.assertThat;

import io.jsentinel.testkit.Await;
import io.jsentinel.testkit.CommandRun;
import io.jsentinel.testkit.JsentinelCommand;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code daemonize yes}: the command ends, the daemon stays. */
class BackgroundIT {

    @TempDir
    private Path folder;

    @Test
    void theCommandEndsWithZeroAndTheDaemonServesUntilItsSignal() throws Exception {
        Path socket = folder.resolve("s.sock");
        Path pidFile = folder.resolve("s.pid");
        Path file = conf("port 0\nunixsocket " + socket + "\npidfile " + pidFile + "\nlogfile " + folder
                + "/s.log\ndaemonize yes\n");

        try (CommandRun run = CommandRun.start(JsentinelCommand.of(file.toString()))) {
            assertThat(run.awaitEnd(HEAL_BOUND)).as(run.err()).isZero();
            assertThat(run.out() + run.err()).isEmpty();
        }
        Await.atMost(HEAL_BOUND).until("the pid file", () -> pidFile.toFile().length() > 0);
        ProcessHandle daemon = ProcessHandle.of(
                        Long.parseLong(Files.readString(pidFile).trim()))
                .orElseThrow();
        try {
            assertThat(daemon.parent().map(ProcessHandle::pid))
                    .isNotEqualTo(Optional.of(ProcessHandle.current().pid()));
            assertThat(ping(socket)).isEqualTo("+PONG\r\n");
            hangUp(daemon);
            assertThat(ping(socket)).isEqualTo("+PONG\r\n");
            assertThat(daemon.destroy()).isTrue();
            Await.atMost(HEAL_BOUND).until("its last words", () -> log().contains("ready to exit"));
        } finally {
            daemon.destroyForcibly();
        }
        assertThat(pidFile).doesNotExist();
        assertThat(socket).doesNotExist();
    }

    @Test
    void whatIsWrongIsSaidBeforeTheCommandEnds() throws Exception {
        Path file = conf("daemonize yes\nport x\n");

        try (CommandRun run = CommandRun.start(JsentinelCommand.of(file.toString()))) {
            assertThat(run.awaitEnd(HEAL_BOUND)).isEqualTo(1);
            assertThat(run.err()).contains("argument couldn't be parsed into an integer");
        }
    }

    private String log() {
        try {
            return Files.readString(folder.resolve("s.log"), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path conf(String text) throws IOException {
        return Files.writeString(folder.resolve("s.conf"), text);
    }

    private static void hangUp(ProcessHandle daemon) throws Exception {
        Process kill = new ProcessBuilder("kill", "-HUP", Long.toString(daemon.pid())).start();
        assertThat(kill.waitFor()).isZero();
    }

    private static String ping(Path socket) throws IOException {
        try (SocketChannel client = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
            client.write(ByteBuffer.wrap("PING\r\n".getBytes(StandardCharsets.US_ASCII)));
            ByteBuffer answer = ByteBuffer.allocate(7);
            while (answer.hasRemaining() && client.read(answer) >= 0) {
                // Until all of it is here.
            }
            return new String(answer.array(), StandardCharsets.US_ASCII);
        }
    }
}
