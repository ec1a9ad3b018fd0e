package io.jsentinel.it;

import static io.jsentinel.it.Runs.HEAL_BOUND;
import static io.jsentinel.it.Runs.TAKE_OVER_BOUND;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jsentinel.testkit.Await;
import io.jsentinel.testkit.RedisServer;
import io.jsentinel.testkit.SentinelProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The name {@code localhost}, which every machine knows, and IPv6, as our daemons tell them to others. */
class AnnouncedAddressIT {

    private static final String NAME = Cluster.NAME;

    /** Where localhost is, whichever address the machine takes it for. */
    private static final String LOOPBACK = "127.0.0.1 -::1";

    @Test
    void namesAreAnnouncedThroughAWholeFailover() {
        try (Cluster cluster =
                Cluster.of(2, setup -> setup.set("bind", LOOPBACK).set("replica-announce-ip", "localhost"))) {
            for (int i = 0; i < 3; i++) {
                cluster.add(SentinelProcess.jsentinel()
                        .monitor(NAME, "localhost", cluster.nodes().get(0).port(), 2)
                        .failoverTimeoutMillis(5_000)
                        .line("sentinel resolve-hostnames yes")
                        .line("sentinel announce-hostnames yes"));
            }
            cluster.awaitAcquainted();
            RedisServer old = cluster.master();
            old.kill();
            RedisServer master = cluster.awaitMasterOtherThan(old, TAKE_OVER_BOUND);
            old.restart();
            cluster.awaitWell(HEAL_BOUND);
            String masterPort = Integer.toString(master.port());
            for (int i = 0; i < 3; i++) {
                assertThat(cluster.log(i)
                                .awaitEvent("+switch-master", HEAL_BOUND)
                                .payload())
                        .isEqualTo(NAME + " localhost " + old.port() + " localhost " + masterPort);
                assertThat(NamedServers.address(cluster.sentinel(i))).containsExactly("localhost", masterPort);
                assertThat(cluster.sentinel(i).confText())
                        .contains("sentinel monitor " + NAME + " localhost " + masterPort + " 2")
                        .contains("sentinel known-replica " + NAME + " localhost " + old.port());
            }
            assertThat(old.info("replication")).containsEntry("master_host", "localhost");
        }
    }

    @Test
    void aMasterAtAnIpv6AddressIsReplacedByAReplicaAtOne() {
        assumeTrue(hasIpv6(), "this machine has no IPv6 loopback address");
        try (RedisServer master =
                        RedisServer.setup().set("bind", "127.0.0.1 ::1").start();
                RedisServer replica = RedisServer.setup()
                        .set("bind", "127.0.0.1 ::1")
                        .set("replicaof", "::1 " + master.port())
                        .start();
                SentinelProcess sentinel = SentinelProcess.jsentinel()
                        .monitor(NAME, "::1", master.port(), 1)
                        .start()) {
            Await.atMost(HEAL_BOUND)
                    .showing(sentinel::logTail)
                    .until(
                            "the replica is known",
                            () -> NamedServers.replicas(sentinel).stream()
                                    .anyMatch(r -> r.get("ip").equals("::1")
                                            && r.get("flags").equals("slave")));
            master.kill();
            List<String> wanted = List.of("::1", Integer.toString(replica.port()));
            Await.atMost(HEAL_BOUND)
                    .showing(sentinel::logTail)
                    .until("the replica is named", () -> NamedServers.address(sentinel), wanted::equals);
            assertThat(replica.isMaster()).isTrue();
        }
    }

    private static boolean hasIpv6() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("::1"))) {
            return socket.isBound();
        } catch (IOException none) {
            return false;
        }
    }
}
