package io.jsentinel.it;

import static io.jsentinel.it.Cluster.Kind.OURS;
import static io.jsentinel.it.Cluster.Kind.STOCK;
import static io.jsentinel.it.Cluster.NAME;
import static io.jsentinel.it.Runs.HEAL_BOUND;
import static org.assertj.core.api.Assertions.assertThat;

import io.jsentinel.testkit.Await;
import io.jsentinel.testkit.EventLog;
import io.jsentinel.testkit.RedisServer;
import io.jsentinel.testkit.RedisSetup;
import io.jsentinel.testkit.Reply;
import io.jsentinel.testkit.SentinelProcess;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/**
 * Servers and sentinels that others reach at mapped addresses and ports only, as behind NAT or in containers: what they
 * announce is all that anybody is told. Linux has all of 127.0.0.0/8.
 */
@EnabledOnOs(OS.LINUX)
class PortMappingIT {

    /** Redis' own connect anew after a switch, and take a new master for down that answers later than this. */
    private static final long DOWN_AFTER_MILLIS = 3_000;

    /** A server, and the address that leads to it. */
    private record Node(RedisServer server, PortForwarder door) {}

    /** A sentinel, the address that leads to it, and what it announces. */
    private record Guard(SentinelProcess process, PortForwarder door, EventLog events) {}

    private final List<PortForwarder> doors = new ArrayList<>();
    private final List<Node> nodes = new ArrayList<>();
    private final List<Guard> guards = new ArrayList<>();

    @AfterEach
    void end() {
        guards.forEach(guard -> guard.events().close());
        guards.forEach(guard -> guard.process().close());
        nodes.forEach(node -> node.server().close());
        doors.forEach(PortForwarder::close);
    }

    @Test
    void threeOfOursFindEachOtherAndFailOverThroughMappedPorts() {
        failsOver(OURS, OURS, OURS);
    }

    @Test
    @NeedsStock
    void twoOfOursAndAStockOneFindEachOtherAndFailOverThroughMappedPorts() {
        failsOver(OURS, OURS, STOCK);
    }

    private void failsOver(Cluster.Kind... kinds) {
        for (int i = 1; i <= 3; i++) {
            addNode("127.0.8." + i);
        }
        for (int i = 0; i < kinds.length; i++) {
            addGuard(kinds[i], "127.0.9." + (i + 1));
        }
        Node old = nodes.get(0);
        awaitAcquainted(old);

        old.server().kill();
        Node master = Await.atMost(HEAL_BOUND)
                .showing(this::toString)
                .until("all name another master", this::agreed, list -> list.size() == 1 && list.get(0) != old)
                .get(0);
        old.server().restart();

        assertThat(master.server().isMaster()).isTrue();
        for (Guard guard : guards) {
            assertThat(guard.events().awaitEvent("+switch-master", HEAL_BOUND).payload())
                    .isEqualTo(NAME + " " + words(old.door()) + " " + words(master.door()));
        }
        for (Node node : nodes) {
            if (node != master) {
                // The one that comes back is left as it is for some seconds before it is told whom to follow.
                Await.atMost(HEAL_BOUND)
                        .showing(this::toString)
                        .until(
                                node.server() + " follows the new master",
                                () -> node.server().info("replication"),
                                info -> followed(info).equals(words(master.door()) + " up"));
            }
        }
        awaitAcquainted(master);
        assertThat(doors).allSatisfy(door -> assertThat(door.visitors()).isPositive());
    }

    private static String followed(Map<String, String> info) {
        return info.get("master_host") + " " + info.get("master_port") + " " + info.get("master_link_status");
    }

    private PortForwarder door(String host) {
        PortForwarder door = PortForwarder.at(host);
        doors.add(door);
        return door;
    }

    private void addNode(String host) {
        PortForwarder door = door(host);
        RedisSetup setup =
                RedisServer.setup().set("replica-announce-ip", door.host()).set("replica-announce-port", door.port());
        if (!nodes.isEmpty()) {
            setup.set("replicaof", words(nodes.get(0).door()));
        }
        RedisServer server = setup.start();
        door.leadsTo(server.port());
        nodes.add(new Node(server, door));
    }

    private void addGuard(Cluster.Kind kind, String host) {
        PortForwarder door = door(host);
        PortForwarder master = nodes.get(0).door();
        SentinelProcess process = SentinelProcess.command(kind.command())
                .monitor(NAME, master.host(), Integer.parseInt(master.port()), 2)
                .downAfterMillis(DOWN_AFTER_MILLIS)
                .failoverTimeoutMillis(5_000)
                .line("sentinel announce-ip " + door.host())
                .line("sentinel announce-port " + door.port())
                .start();
        door.leadsTo(process.port());
        guards.add(new Guard(process, door, EventLog.on(process)));
    }

    /** Waits until every sentinel sees the master, all other servers and all other sentinels up where they announced. */
    private void awaitAcquainted(Node master) {
        Set<String> replicas = places(
                nodes.stream().filter(node -> node != master).map(Node::door).collect(Collectors.toList()));
        for (Guard guard : guards) {
            Set<String> others = places(guards.stream()
                    .filter(other -> other != guard)
                    .map(Guard::door)
                    .collect(Collectors.toList()));
            SentinelProcess process = guard.process();
            Await.atMost(HEAL_BOUND)
                    .showing(this::toString)
                    .until(
                            process + " knows all others",
                            () -> process.call("SENTINEL", "MASTER", NAME)
                                            .asTextMap()
                                            .get("flags")
                                            .equals("master")
                                    && up(process, "REPLICAS", "slave").equals(replicas)
                                    && up(process, "SENTINELS", "sentinel").equals(others));
        }
    }

    /** Where those are listed that are what these flags say, and nobody else is listed; nothing otherwise. */
    private static Set<String> up(SentinelProcess process, String listing, String flags) {
        List<Map<String, String>> all = process.call("SENTINEL", listing, NAME).asList().stream()
                .map(Reply::asTextMap)
                .collect(Collectors.toList());
        return all.stream().allMatch(one -> one.get("flags").equals(flags))
                ? all.stream()
                        .map(one -> one.get("ip") + " " + one.get("port"))
                        .collect(Collectors.toCollection(TreeSet::new))
                : Set.of();
    }

    private static Set<String> places(Collection<PortForwarder> doors) {
        return doors.stream().map(PortMappingIT::words).collect(Collectors.toCollection(TreeSet::new));
    }

    private static String words(PortForwarder door) {
        return door.host() + " " + door.port();
    }

    /** The nodes that the sentinels name as master, each once. */
    private List<Node> agreed() {
        return guards.stream()
                .map(guard -> String.join(" ", NamedServers.address(guard.process())))
                .distinct()
                .map(place -> nodes.stream()
                        .filter(node -> words(node.door()).equals(place))
                        .findFirst()
                        .orElseThrow())
                .collect(Collectors.toList());
    }

    /** The state of all, for failure messages. */
    @Override
    public String toString() {
        return guards.stream()
                .map(guard -> guard.process() + "\n" + guard.process().logTail() + "\n")
                .collect(Collectors.joining());
    }
}
