package io.jsentinel.server.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jsentinel.config.ServerConfig;
import io.jsentinel.server.net.ServerListener.Door;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ServerListenerTest {

    @Test
    void aPortInUseIsNamed() throws IOException {
        try (TestServer server = new TestServer();
                ServerSocket other = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            assertThatThrownBy(() -> open(server, other.getLocalPort(), "127.0.0.1"))
                    .isInstanceOf(IOException.class)
                    .hasMessage("cannot listen on 127.0.0.1 port " + other.getLocalPort() + ": address already in use");
            assertThatThrownBy(() -> open(server, other.getLocalPort(), "-127.0.0.1"))
                    .hasMessageContaining("address already in use");
        }
    }

    @Test
    void anAddressThatTheMachineLacksStopsOnlyIfItIsNotOptional() throws IOException {
        try (TestServer server = new TestServer()) {
            // 192.0.2.0/24 is reserved for documentation.
            assertThatThrownBy(() -> open(server, 0, "192.0.2.1"))
                    .hasMessageStartingWith("cannot listen on 192.0.2.1 port 0: ");
            assertThatThrownBy(() -> open(server, 0, "-192.0.2.1"))
                    .hasMessage("cannot listen: none of the addresses [-192.0.2.1] is available");
            try (ServerListener listener = open(server, 0, "-192.0.2.1", "127.0.0.1");
                    RawClient client = new RawClient(listener.port())) {
                client.ask("PING", "+PONG~");
            }
        }
    }

    @Test
    void theDefaultAddressesAreAllOfIpv4AndIpv6IfThereIsOne() throws IOException {
        try (TestServer server = new TestServer();
                ServerListener listener = open(server, 0, "*", "-::*");
                RawClient client = new RawClient(listener.port())) {
            client.ask("PING", "+PONG~");
        }
    }

    @Test
    void severalAddressesShareThePort() throws IOException {
        try (TestServer server = new TestServer();
                ServerListener listener = open(server, 0, "127.0.0.1", "-127.0.0.2");
                RawClient client = new RawClient(listener.port())) {
            client.ask("PING", "+PONG~");
        }
    }

    @Test
    void protectedModeServesOwnClientsAndWithAPasswordAll() throws IOException {
        ServerConfig config = TestServer.configOf("bind 127.0.0.1", "protected-mode yes");
        try (TestServer server = new TestServer(config);
                RawClient client = server.connect()) {
            client.ask("PING", "+PONG~");
        }
    }

    @Test
    void protectedModeRefusesClientsFromElsewhereWhileThereIsNoPassword() throws IOException {
        InetAddress own = ownAddress();
        String bind = "bind " + own.getHostAddress();
        try (TestServer server = new TestServer(TestServer.configOf(bind, "protected-mode yes"));
                RawClient client = new RawClient(own, server.port())) {
            assertThat(client.readLine()).startsWith("-DENIED ").contains("protected mode");
            client.expectEnd();
        }
        try (TestServer server = new TestServer(TestServer.configOf(bind, "protected-mode yes", "requirepass p"));
                RawClient client = new RawClient(own, server.port())) {
            client.ask("AUTH p", "+OK~").ask("PING", "+PONG~");
        }
        try (TestServer server = new TestServer(TestServer.configOf(bind, "protected-mode no"));
                RawClient client = new RawClient(own, server.port())) {
            client.ask("PING", "+PONG~");
        }
    }

    /** An address of this machine that is not the loopback's; skips the test where there is none. */
    private static InetAddress ownAddress() throws IOException {
        Optional<InetAddress> found = NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(address -> address instanceof Inet4Address && !address.isLoopbackAddress())
                .findFirst();
        assumeTrue(found.isPresent(), "this machine has no address but the loopback's");
        return found.get();
    }

    private static ServerListener open(TestServer server, int port, String... addresses) throws IOException {
        ServerConfig config = TestServer.configOf("bind " + String.join(" ", addresses));
        return ServerListener.open(server.loop, config, new Door(port, Optional.empty()), server.sessions);
    }
}
