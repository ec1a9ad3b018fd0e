package io.jsentinel.it;

import static io.jsentinel.it.Cluster.Kind.OURS;
import static io.jsentinel.it.Cluster.Kind.STOCK;
import static io.jsentinel.it.Cluster.NAME;
import static io.jsentinel.it.Runs.HEAL_BOUND;
import static io.jsentinel.it.Runs.TAKE_OVER_BOUND;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jsentinel.testkit.RedisServer;
import io.jsentinel.testkit.RedisSetup;
import io.jsentinel.testkit.Reply;
import io.jsentinel.testkit.RespClient;
import io.jsentinel.testkit.SentinelProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Servers and sentinels that know each other by IPv6 addresses only. */
class Ipv6IT {

    private static final String LOOPBACK = "::1";

    /** Our own clients come over IPv4; nobody else is told of that address. */
    private static final String BOTH = "127.0.0.1 " + LOOPBACK;

    @BeforeEach
    void thereIsIpv6() {
        assumeTrue(hasLoopback(), "this machine has no IPv6 loopback address");
    }

    private static boolean hasLoopback() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName(LOOPBACK))) {
            return socket.isBound();
        } catch (IOException none) {
            return false;
        }
    }

    @Test
    void threeOfOursFailOver() throws IOException {
        failsOver(OURS, OURS, OURS);
    }

    @Test
    @NeedsStock
    void twoOfOursAndAStockOneFailOver() throws IOException {
        failsOver(OURS, OURS, STOCK);
    }

    private static void failsOver(Cluster.Kind... kinds) throws IOException {
        try (Cluster cluster = Cluster.of(0, Ipv6IT::onBoth)) {
            RedisServer old = cluster.nodes().get(0);
            for (int i = 0; i < 2; i++) {
                cluster.nodes()
                        .add(onBoth(RedisServer.setup())
                                .set("replicaof", LOOPBACK + " " + old.port())
                                .start());
            }
            for (Cluster.Kind kind : kinds) {
                cluster.add(SentinelProcess.command(kind.command())
                        .line("bind " + BOTH)
                        .monitor(NAME, LOOPBACK, old.port(), 2)
                        .failoverTimeoutMillis(5_000));
            }
            cluster.awaitAcquainted();
            assertEverybodyIsKnownByIpv6(cluster);
            for (SentinelProcess sentinel : cluster.sentinels()) {
                assertClientsAreShown(sentinel);
            }
            assertThat(hello(cluster, old))
                    .startsWith(LOOPBACK + ",")
                    .contains("," + LOOPBACK + "," + old.port() + ",");

            old.kill();
            RedisServer master = cluster.awaitMasterOtherThan(old, TAKE_OVER_BOUND);
            old.restart();
            cluster.awaitWell(HEAL_BOUND);

            for (int i = 0; i < kinds.length; i++) {
                assertThat(cluster.log(i)
                                .awaitEvent("+switch-master", HEAL_BOUND)
                                .payload())
                        .isEqualTo(String.join(" ", NAME, LOOPBACK, port(old.port()), LOOPBACK, port(master.port())));
                assertThat(NamedServers.address(cluster.sentinel(i))).containsExactly(LOOPBACK, port(master.port()));
            }
            assertThat(cluster.nodes().stream().filter(node -> node != master))
                    .allSatisfy(node -> assertThat(node.info("replication")).containsEntry("master_host", LOOPBACK));
            assertThat(voters(cluster)).isGreaterThanOrEqualTo(2);
            assertEverybodyIsKnownByIpv6(cluster);
        }
    }

    private static RedisSetup onBoth(RedisSetup setup) {
        return setup.set("bind", BOTH);
    }

    private static void assertEverybodyIsKnownByIpv6(Cluster cluster) {
        for (SentinelProcess sentinel : cluster.sentinels()) {
            int master = sentinel.masterPort(NAME);
            assertThat(sentinel.call("SENTINEL", "FLUSHCONFIG").asText()).isEqualTo("OK");
            List<String> conf = sentinel.confText().lines().collect(Collectors.toList());
            assertThat(conf).contains("sentinel monitor " + NAME + " " + LOOPBACK + " " + master + " 2");
            for (SentinelProcess other : cluster.sentinels()) {
                String line =
                        String.join(" ", "sentinel known-sentinel", NAME, LOOPBACK, port(other.port()), id(other));
                assertThat(conf.contains(line)).as(line).isEqualTo(other != sentinel);
            }
            for (RedisServer node : cluster.nodes()) {
                String line = String.join(" ", "sentinel known-replica", NAME, LOOPBACK, port(node.port()));
                assertThat(conf.contains(line)).as(line).isEqualTo(node.port() != master);
            }
            assertThat(NamedServers.replicas(sentinel))
                    .allSatisfy(replica -> assertThat(replica)
                            .containsEntry("name", "[" + LOOPBACK + "]:" + replica.get("port"))
                            .containsEntry("ip", LOOPBACK));
            List<Map<String, String>> others = sentinel.call("SENTINEL", "SENTINELS", NAME).asList().stream()
                    .map(Reply::asTextMap)
                    .collect(Collectors.toList());
            assertThat(others).hasSize(2).allSatisfy(other -> assertThat(other).containsEntry("ip", LOOPBACK));
        }
    }

    /** Who comes over IPv6 stands in the list of clients as Redis writes it, and can be found by that. */
    private static void assertClientsAreShown(SentinelProcess sentinel) throws IOException {
        InetSocketAddress address = new InetSocketAddress(InetAddress.getByName(LOOPBACK), sentinel.port());
        try (RespClient client = RespClient.connect(address, HEAL_BOUND, HEAL_BOUND)) {
            String line = client.call("CLIENT", "INFO").asText();
            assertThat(line).containsPattern(" addr=\\[::1\\]:\\d+ ").contains(" laddr=[::1]:" + sentinel.port() + " ");
            assertThat(sentinel.call("CLIENT", "KILL", line.replaceAll(".* addr=(\\S+) (?s).*", "$1"))
                            .asText())
                    .isEqualTo("OK");
        }
    }

    /** What the first sentinel tells the others through a server. */
    private static String hello(Cluster cluster, RedisServer server) {
        String id = id(cluster.sentinel(0));
        try (RespClient client = server.client(HEAL_BOUND)) {
            client.call("SUBSCRIBE", "__sentinel__:hello");
            String said = "";
            while (!said.contains(id)) {
                said = client.read().asTexts().get(2);
            }
            return said;
        }
    }

    /** How many sentinels gave their vote in the last epoch in which one was elected. */
    private static long voters(Cluster cluster) {
        String epoch = cluster.masterFields(cluster.sentinel(0)).get("config-epoch");
        return cluster.sentinels().stream()
                .filter(sentinel -> sentinel.logText()
                        .lines()
                        .anyMatch(line -> line.contains("+vote-for-leader ") && line.endsWith(" " + epoch)))
                .count();
    }

    private static String id(SentinelProcess sentinel) {
        return sentinel.call("SENTINEL", "MYID").asText();
    }

    private static String port(int number) {
        return Integer.toString(number);
    }
}
