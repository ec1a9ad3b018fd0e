package io.jsentinel.bench;

import io.jsentinel.testkit.Await;
import io.jsentinel.testkit.RedisServer;
import io.jsentinel.testkit.SentinelProcess;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A real master with two replicas and three sentinels on loopback, where everybody knows everybody. */
final class FailoverBed implements AutoCloseable {

    /** The name of the master. */
    static final String MASTER = "mymaster";

    /** How many replicas there are. */
    static final int REPLICAS = 2;

    /** How many sentinels there are; a majority of them is the quorum. */
    static final int SENTINELS = 3;

    private static final Duration READY_BOUND = Duration.ofSeconds(90);

    private final List<RedisServer> servers = new ArrayList<>();
    private final List<SentinelProcess> sentinels = new ArrayList<>();

    private double slowestStartSeconds;

    private FailoverBed() {}

    /**
     * A bed that is ready.
     *
     * @param contenders the program of each sentinel, {@value #SENTINELS} of them
     */
    static FailoverBed start(List<Contender> contenders, long downAfterMillis) {
        FailoverBed bed = new FailoverBed();
        try {
            bed.startServers();
            for (Contender contender : contenders) {
                long startNanos = System.nanoTime();
                bed.sentinels.add(SentinelProcess.command(contender.command())
                        .monitor(MASTER, bed.master().port(), SENTINELS / 2 + 1)
                        .downAfterMillis(downAfterMillis)
                        .failoverTimeoutMillis(10_000)
                        .startBound(Duration.ofSeconds(60))
                        .start());
                bed.slowestStartSeconds = Math.max(bed.slowestStartSeconds, (System.nanoTime() - startNanos) / 1e9);
            }
            bed.sentinels.forEach(FailoverBed::awaitKnowledge);
            return bed;
        } catch (RuntimeException e) {
            bed.close();
            throw e;
        }
    }

    private void startServers() {
        servers.add(RedisServer.start());
        for (int i = 0; i < REPLICAS; i++) {
            servers.add(RedisServer.setup().replicaOf(master()).start());
        }
        Await.atMost(READY_BOUND)
                .until("the replicas are online", () -> onlineReplicas(master().info("replication")) == REPLICAS);
    }

    private static void awaitKnowledge(SentinelProcess sentinel) {
        Await.atMost(READY_BOUND)
                .showing(sentinel::logTail)
                .until(sentinel + " knows everybody", () -> !sentinel.isAlive() || knowsEverybody(sentinel));
        if (!sentinel.isAlive()) {
            throw new IllegalStateException(sentinel + " has ended by itself");
        }
    }

    private static boolean knowsEverybody(SentinelProcess sentinel) {
        Map<String, String> known = sentinel.call("SENTINEL", "MASTER", MASTER).asTextMap();
        return known.get("flags").equals("master")
                && known.get("num-slaves").equals(Integer.toString(REPLICAS))
                && known.get("num-other-sentinels").equals(Integer.toString(SENTINELS - 1));
    }

    /** How many replicas a master's INFO calls online. */
    static int onlineReplicas(Map<String, String> replication) {
        return (int) replication.values().stream()
                .filter(value -> value.contains("state=online"))
                .count();
    }

    /** The server that was the master at the start. */
    RedisServer master() {
        return servers.get(0);
    }

    /** The sentinels. */
    List<SentinelProcess> sentinels() {
        return List.copyOf(sentinels);
    }

    /** The longest time from the start of a sentinel to its first answer. */
    double slowestStartSeconds() {
        return slowestStartSeconds;
    }

    @Override
    public void close() {
        sentinels.forEach(SentinelProcess::close);
        servers.forEach(RedisServer::close);
    }
}
