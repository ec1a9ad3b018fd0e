package io.jsentinel.server.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jsentinel.testkit.Await;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class UnixListenerTest {

    @TempDir
    Path folder;

    private Path path;

    @BeforeEach
    void choosePath() {
        path = folder.resolve("s.sock");
    }

    @Test
    void clientsAreServedAndTheSocketGoesWithTheListener() throws Exception {
        try (OnUnixSocket daemon = new OnUnixSocket()) {
            assertThat(daemon.ask("PING", 7)).isEqualTo("+PONG\r\n");
            assertThat(daemon.ask("CLIENT LIST", 400)).contains("addr=" + path + ":0 laddr=" + path + ":0 ");
        }
        assertThat(path).doesNotExist();
    }

    @Test
    void theModeIsThatOfTheConfiguration() throws Exception {
        try (OnUnixSocket daemon = new OnUnixSocket("unixsocketperm 752")) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                    .isEqualTo("rwxr-x-w-");
            assertThat(daemon.count()).isZero();
        }
    }

    @Test
    void aSocketThatADeadProcessLeftIsTakenOver() throws Exception {
        try (ServerSocketChannel dead = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            dead.bind(UnixDomainSocketAddress.of(path));
        }
        try (OnUnixSocket daemon = new OnUnixSocket()) {
            assertThat(daemon.ask("PING", 7)).isEqualTo("+PONG\r\n");
        }
    }

    @Test
    void aFileOfSomebodyStaysAndIsAnError() throws Exception {
        Files.writeString(path, "precious");

        assertThatThrownBy(OnUnixSocket::new)
                .isInstanceOf(IOException.class)
                .hasMessageContaining("cannot listen on the Unix socket " + path);
        assertThat(path).hasContent("precious");
    }

    @Test
    void aLinkOfSomebodyStaysAndIsAnError() throws Exception {
        Path elsewhere = path.resolveSibling("elsewhere");
        Files.createSymbolicLink(path, elsewhere);

        assertThatThrownBy(OnUnixSocket::new).isInstanceOf(IOException.class);
        assertThat(Files.readSymbolicLink(path)).isEqualTo(elsewhere);
    }

    @Test
    void protectedModeServesThem() throws Exception {
        try (OnUnixSocket daemon = new OnUnixSocket("protected-mode yes")) {
            assertThat(daemon.ask("PING", 7)).isEqualTo("+PONG\r\n");
        }
    }

    @Test
    void aClientThatAsksAndDoesNotReadIsClosedAtItsLimit() throws Exception {
        try (OnUnixSocket daemon = new OnUnixSocket("client-output-buffer-limit normal 100kb 0 0");
                SocketChannel client = SocketChannel.open(UnixDomainSocketAddress.of(path))) {
            client.configureBlocking(false);
            client.write(ByteBuffer.wrap("COMMAND\r\n".repeat(1_000).getBytes(StandardCharsets.US_ASCII)));
            Await.atMost(Duration.ofSeconds(10)).until("the client is there", () -> daemon.connections() == 1);
            Await.atMost(Duration.ofSeconds(10)).until("the client is closed", () -> daemon.count() == 0);
        }
    }

    /** A server with a Unix socket beside its listener. */
    private final class OnUnixSocket implements AutoCloseable {

        private final TestServer server;
        private final UnixListener listener;

        OnUnixSocket(String... lines) throws IOException {
            List<String> all = new ArrayList<>(List.of("bind 127.0.0.1", "unixsocket " + path));
            all.addAll(List.of(lines));
            server = new TestServer(TestServer.configOf(all.toArray(String[]::new)));
            try {
                listener = UnixListener.open(server.loop, server.sessions.config(), server.sessions);
            } catch (IOException e) {
                server.close();
                throw e;
            }
        }

        int count() {
            return onLoop(server.sessions::count);
        }

        long connections() {
            return onLoop(() -> server.sessions.traffic().connections);
        }

        private <T> T onLoop(Callable<T> look) {
            try {
                return server.onLoop(look);
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        }

        /** What comes back for a typed line: at least one byte, at most so many. */
        String ask(String line, int length) throws IOException {
            try (SocketChannel client = SocketChannel.open(UnixDomainSocketAddress.of(path))) {
                client.write(ByteBuffer.wrap((line + "\r\n").getBytes(StandardCharsets.US_ASCII)));
                byte[] answer = new byte[length];
                int count = Channels.newInputStream(client).read(answer);
                return new String(answer, 0, count, StandardCharsets.ISO_8859_1);
            }
        }

        @Override
        public void close() {
            listener.close();
            server.close();
        }
    }
}
