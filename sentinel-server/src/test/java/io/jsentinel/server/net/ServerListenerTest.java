package io.jsentinel.server.net;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jsentinel.config.ServerConfig;
import io.jsentinel.server.net.ServerListener.Door;
import java.io.IOException;
import java.net.InetAddress;
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

    private static ServerListener open(TestServer server, int port, String... addresses) throws IOException {
        ServerConfig config = TestServer.configOf("bind " + String.join(" ", addresses));
        return ServerListener.open(server.loop, config, new Door(port, Optional.empty()), server.sessions);
    }
}
