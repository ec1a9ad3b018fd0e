package io.jsentinel.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.jsentinel.testkit.FreePort;
import io.jsentinel.testkit.JsentinelCommand;
import io.jsentinel.testkit.RespClient;
import io.jsentinel.testkit.SentinelProcess;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A process that may open few files: its clients do not take those that it needs for its own work. */
class DescriptorLimitIT {

    private static final int LIMIT = 256;

    @Test
    void clientsThatTakeEveryDescriptorDoNotKeepItFromSaving() throws IOException {
        List<String> command = new ArrayList<>(List.of("sh", "-c", "ulimit -n " + LIMIT + " && exec \"$@\"", "sh"));
        command.addAll(JsentinelCommand.of());
        List<SocketChannel> idle = new ArrayList<>();
        try (SentinelProcess sentinel = SentinelProcess.command(command)
                        .monitor(Cluster.NAME, FreePort.next(), 2)
                        .start();
                RespClient client = RespClient.connect(sentinel.port())) {
            assertThat(client.call("INFO", "clients").asText()).contains("maxclients:64\r\n");
            for (int i = 0; i < 2 * LIMIT; i++) {
                idle.add(SocketChannel.open(new InetSocketAddress("127.0.0.1", sentinel.port())));
            }
            assertThat(client.call("SENTINEL", "SET", Cluster.NAME, "quorum", "1")
                            .asText())
                    .isEqualTo("OK");
            assertThat(sentinel.logText())
                    .contains("maxclients has been reduced to 64")
                    .doesNotContain("Too many open files");
        } finally {
            for (SocketChannel client : idle) {
                client.close();
            }
        }
    }
}
