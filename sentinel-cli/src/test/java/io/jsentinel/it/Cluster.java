package io.jsentinel.it;

import static io.jsentinel.it.Runs.HEAL_BOUND;

import io.jsentinel.testkit.Await;
import io.jsentinel.testkit.EventLog;
import io.jsentinel.testkit.JsentinelCommand;
import io.jsentinel.testkit.RedisServer;
import io.jsentinel.testkit.RedisSetup;
import io.jsentinel.testkit.Reply;
import io.jsentinel.testkit.SentinelProcess;
import io.jsentinel.testkit.SentinelSetup;
import io.jsentinel.testkit.StockSentinel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** Real servers, one master and its replicas, with the sentinels that watch them and the events of these. */
final class Cluster implements AutoCloseable {

    /** The name of the master. */
    static final String NAME = "mymaster";

    private final List<RedisServer> nodes = new ArrayList<>();
    private final List<SentinelProcess> sentinels = new ArrayList<>();
    private final List<EventLog> logs = new ArrayList<>();

    /** Which program a sentinel is. */
    enum Kind {
        OURS,
        STOCK;

        /** Its command line without the configuration file. */
        List<String> command() {
            return this == OURS ? JsentinelCommand.of() : StockSentinel.command();
        }
    }

    /** A running master with these many replicas, without sentinels. */
    static Cluster of(int replicas) {
        return of(replicas, setup -> setup);
    }

    /** A running master with these many replicas, each of which is set up in that way, without sentinels. */
    static Cluster of(int replicas, UnaryOperator<RedisSetup> way) {
        Cluster cluster = new Cluster();
        try {
            RedisServer master = way.apply(RedisServer.setup()).start();
            cluster.nodes.add(master);
            for (int i = 0; i < replicas; i++) {
                cluster.nodes.add(
                        way.apply(RedisServer.setup().replicaOf(master)).start());
            }
            return cluster;
        } catch (RuntimeException e) {
            cluster.close();
            throw e;
        }
    }

    /** Starts sentinels with quorum 2, and waits until everybody knows everybody. */
    Cluster watchedBy(Kind... kinds) {
        for (Kind kind : kinds) {
            add(setup(kind, 2));
        }
        awaitAcquainted();
        return this;
    }

    /** What a sentinel of the master is to be. */
    SentinelSetup setup(Kind kind, int quorum) {
        return SentinelProcess.command(kind.command())
                .monitor(NAME, nodes.get(0).port(), quorum)
                .failoverTimeoutMillis(5_000);
    }

    /** Starts one more sentinel; that it gets to know the others is not waited for. */
    SentinelProcess add(SentinelSetup setup) {
        SentinelProcess sentinel = setup.start();
        sentinels.add(sentinel);
        logs.add(EventLog.on(sentinel));
        return sentinel;
    }

    List<SentinelProcess> sentinels() {
        return sentinels;
    }

    SentinelProcess sentinel(int index) {
        return sentinels.get(index);
    }

    /** The events of a sentinel. */
    EventLog log(int index) {
        return logs.get(index);
    }

    List<RedisServer> nodes() {
        return nodes;
    }

    List<Integer> sentinelPorts() {
        return sentinels.stream().map(SentinelProcess::port).collect(Collectors.toList());
    }

    /** Which node the first sentinel names as master. */
    RedisServer master() {
        return node(sentinels.get(0).masterPort(NAME));
    }

    /** The node on a port. */
    RedisServer node(int port) {
        return nodes.stream()
                .filter(node -> node.port() == port)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("there is no node on port " + port));
    }

    /** What a sentinel says of the master. */
    Map<String, String> masterFields(SentinelProcess sentinel) {
        return sentinel.call("SENTINEL", "MASTER", NAME).asTextMap();
    }

    /** Waits until each sentinel knows all replicas that are there and all other sentinels, and sees the master up. */
    void awaitAcquainted() {
        sentinels.forEach(sentinel -> Await.atMost(HEAL_BOUND)
                .showing(sentinel::logTail)
                .until(sentinel + " knows all others", () -> isAcquainted(sentinel)));
    }

    private boolean isAcquainted(SentinelProcess sentinel) {
        Map<String, String> fields = masterFields(sentinel);
        List<Reply> replicas = sentinel.call("SENTINEL", "REPLICAS", NAME).asList();
        List<Reply> others = sentinel.call("SENTINEL", "SENTINELS", NAME).asList();
        return fields.get("flags").equals("master")
                && fields.get("num-other-sentinels").equals(Integer.toString(sentinels.size() - 1))
                && fields.get("num-slaves").equals(Integer.toString(nodes.size() - 1))
                && replicas.stream()
                        .map(Reply::asTextMap)
                        .allMatch(replica -> replica.get("flags").equals("slave")
                                && replica.get("master-link-status").equals("ok"))
                && others.stream()
                        .map(Reply::asTextMap)
                        .allMatch(other -> other.get("flags").equals("sentinel"));
    }

    /** Waits until every sentinel names one and the same master, another node than this, which accepts writes. */
    RedisServer awaitMasterOtherThan(RedisServer old, Duration bound) {
        return Await.atMost(bound)
                .showing(this::toString)
                .until(
                        "all sentinels name another master than port " + old.port(),
                        this::agreedMaster,
                        agreed -> agreed.isPresent() && agreed.get() != old)
                .orElseThrow();
    }

    /** The master that every sentinel names, if it is one and accepts writes. */
    private Optional<RedisServer> agreedMaster() {
        List<Integer> named = sentinels.stream()
                .map(sentinel -> sentinel.masterPort(NAME))
                .distinct()
                .collect(Collectors.toList());
        if (named.size() > 1) {
            return Optional.empty();
        }
        RedisServer master = node(named.get(0));
        return master.isAlive()
                        && !master.isFrozen()
                        && !master.call("DEL", "jsentinel:probe").isError()
                ? Optional.of(master)
                : Optional.empty();
    }

    /** Waits until the sentinels agree on a master that accepts writes and all other nodes that run replicate it. */
    RedisServer awaitWell(Duration bound) {
        return Await.atMost(bound)
                .showing(this::toString)
                .until("the cluster is well", this::wellMaster, Optional::isPresent)
                .orElseThrow();
    }

    /** The master that all agree on, if all other nodes that run replicate it. */
    Optional<RedisServer> wellMaster() {
        return agreedMaster()
                .filter(master -> nodes.stream()
                        .filter(node -> node != master && node.isAlive() && !node.isFrozen())
                        .allMatch(node -> node.isReplicaOf(master.port())));
    }

    /** The state of all, for failure messages. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (RedisServer node : nodes) {
            text.append(node)
                    .append(node.isAlive() ? node.isFrozen() ? " is frozen" : " runs" : " is dead")
                    .append('\n');
        }
        for (SentinelProcess sentinel : sentinels) {
            text.append(sentinel).append('\n').append(sentinel.logTail()).append('\n');
        }
        return text.toString();
    }

    @Override
    public void close() {
        logs.forEach(EventLog::close);
        sentinels.forEach(SentinelProcess::close);
        nodes.forEach(RedisServer::close);
    }
}
