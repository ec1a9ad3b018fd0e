package io.jsentinel.it;

import static io.jsentinel.it.Cluster.Kind.OURS;
import static io.jsentinel.it.Cluster.Kind.STOCK;

import io.jsentinel.testkit.SentinelProcess;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** A stock sentinel and ours that watch the same master and replica, with quorum 1, and know each other. */
final class WirePair implements AutoCloseable {

    /** Commands whose answers may differ from those of Redis 7.0, each with the reason. */
    private static final Map<String, String> DELIBERATE = Map.ofEntries(
            Map.entry("CLIENT LIST", "who is connected differs"),
            Map.entry("COMMAND LIST", "the order is that of a hash table in Redis"),
            Map.entry("COMMAND INFO sentinel|failover", "ours takes more words"),
            Map.entry("SENTINEL HELP", "in words of our own"),
            Map.entry("CLIENT HELP", "in words of our own"),
            Map.entry("COMMAND HELP", "in words of our own"),
            Map.entry("SENTINEL GET-PRIMARY-ADDR-BY-NAME mymaster", "Valkey's names are taken under each version"));

    /** Ours shows the behaviour of the version that it is compared with. */
    static final String VERSION_LINE = "compat-version redis-7.0";

    private final Cluster cluster;

    private WirePair(Cluster cluster) {
        this.cluster = cluster;
    }

    /** Both, started, and acquainted with each other and with the nodes. */
    static WirePair start() {
        Cluster cluster = Cluster.of(1);
        try {
            cluster.add(cluster.setup(STOCK, 1).downAfterMillis(20_000));
            cluster.add(cluster.setup(OURS, 1).downAfterMillis(20_000).line(VERSION_LINE));
            cluster.awaitAcquainted();
            return new WirePair(cluster);
        } catch (RuntimeException e) {
            cluster.close();
            throw e;
        }
    }

    /** The stock one. */
    SentinelProcess stock() {
        return cluster.sentinel(0);
    }

    /** Our daemon. */
    SentinelProcess ours() {
        return cluster.sentinel(1);
    }

    /** The port of the master. */
    int masterPort() {
        return cluster.nodes().get(0).port();
    }

    /** A connection to each of them. */
    SideBySide connect() {
        return connect(cluster.sentinel(0), cluster.sentinel(1));
    }

    /** A connection to each of two others. */
    static SideBySide connect(SentinelProcess stock, SentinelProcess ours) {
        return new SideBySide(stock, ours, DELIBERATE);
    }

    /** The same conversation in RESP2 and in RESP3, in which all answers must be alike. */
    void inBothProtocols(Consumer<SideBySide> conversation) {
        for (String protocol : List.of("2", "3")) {
            try (SideBySide both = connect()) {
                both.ask("HELLO", protocol);
                conversation.accept(both);
                both.mustAgree();
            }
        }
    }

    @Override
    public void close() {
        cluster.close();
    }
}
