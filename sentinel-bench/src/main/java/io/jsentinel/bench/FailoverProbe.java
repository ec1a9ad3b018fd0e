package io.jsentinel.bench;

import io.jsentinel.testkit.EventLog;
import io.jsentinel.testkit.RedisServer;
import io.jsentinel.testkit.Reply;
import io.jsentinel.testkit.RespClient;
import io.jsentinel.testkit.SentinelProcess;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.locks.LockSupport;

/**
 * A client that watches one failover. From just before the fault it looks every two milliseconds what the first sentinel
 * names as the master, writes to it as soon as it is another one, and looks whether all sentinels name it and
 * whether the other replicas are online at it. All times are milliseconds after the fault, less down-after.
 */
final class FailoverProbe implements AutoCloseable {

    /** The first write that a new master has accepted. */
    static final Metric WRITE = Metric.of("write", "first accepted write on the new master", "ms");

    /** All sentinels name a new master. */
    static final Metric ALL = Metric.of("all", "all sentinels answer the new master", "ms");

    /** The other replicas are online at the new master. */
    static final Metric REPLICAS = Metric.of("replicas", "the other replicas replicate from the new master", "ms");

    /** The first sentinel announced the master as down. */
    static final Metric SDOWN = Metric.of("sdown", "first `+sdown`", "ms");

    private static final long LOOK_PAUSE_NANOS = 2_000_000;
    private static final long LIMIT_NANOS = 60_000_000_000L;
    private static final Duration CLIENT_BOUND = Duration.ofSeconds(5);

    private final FailoverBed bed;
    private final long downAfterNanos;
    private final List<RespClient> sentinels = new ArrayList<>();
    private final List<EventLog> logs = new ArrayList<>();
    private final Map<String, Double> seen = new LinkedHashMap<>();
    private long faultNanos;

    /** A probe whose clients are connected. */
    FailoverProbe(FailoverBed bed, long downAfterMillis) {
        this.bed = bed;
        this.downAfterNanos = downAfterMillis * 1_000_000;
        for (SentinelProcess sentinel : bed.sentinels()) {
            sentinels.add(sentinel.client(CLIENT_BOUND));
            logs.add(EventLog.on(sentinel));
        }
    }

    /**
     * Breaks the master and watches until everything was seen, or a minute and down-after have passed.
     *
     * @return what was seen, by the keys of the metrics above
     */
    Map<String, Double> watch(Fault fault) {
        int oldPort = bed.master().port();
        faultNanos = System.nanoTime();
        fault.hit(bed.master());
        while (seen.size() < 3 && System.nanoTime() - faultNanos < LIMIT_NANOS + downAfterNanos) {
            OptionalInt named = named(sentinels.get(0), oldPort);
            if (named.isPresent()) {
                look(named.getAsInt(), oldPort);
            }
            LockSupport.parkNanos(LOOK_PAUSE_NANOS);
        }
        logs.stream()
                .flatMap(log -> log.first("+sdown", faultNanos).stream())
                .mapToDouble(event -> lateMillis(event.nanoTime()))
                .min()
                .ifPresent(millis -> seen.put(SDOWN.key(), millis));
        return seen;
    }

    private void look(int newPort, int oldPort) {
        if (!seen.containsKey(WRITE.key()) && accepts(newPort)) {
            note(WRITE);
        }
        if (!seen.containsKey(ALL.key())
                && sentinels.stream().allMatch(client -> named(client, oldPort).isPresent())) {
            note(ALL);
        }
        if (seen.containsKey(WRITE.key()) && !seen.containsKey(REPLICAS.key()) && replicasFollow(newPort)) {
            note(REPLICAS);
        }
    }

    /** The port that a sentinel names, if it is another one than before. */
    private static OptionalInt named(RespClient sentinel, int oldPort) {
        Reply address = sentinel.call("SENTINEL", "GET-MASTER-ADDR-BY-NAME", FailoverBed.MASTER);
        int port = address.isNull() ? oldPort : (int) address.asList().get(1).asLong();
        return port == oldPort ? OptionalInt.empty() : OptionalInt.of(port);
    }

    private static boolean accepts(int port) {
        try (RespClient client = RespClient.connect(port, CLIENT_BOUND)) {
            return !client.call("SET", "k", "v").isError();
        } catch (UncheckedIOException e) {
            return false;
        }
    }

    private static boolean replicasFollow(int port) {
        try (RespClient client = RespClient.connect(port, CLIENT_BOUND)) {
            return FailoverBed.onlineReplicas(RedisServer.info(client, "replication")) == FailoverBed.REPLICAS - 1;
        } catch (UncheckedIOException e) {
            return false;
        }
    }

    private void note(Metric metric) {
        seen.put(metric.key(), lateMillis(System.nanoTime()));
    }

    private double lateMillis(long nanoTime) {
        return (nanoTime - faultNanos - downAfterNanos) / 1e6;
    }

    @Override
    public void close() {
        logs.forEach(EventLog::close);
        sentinels.forEach(RespClient::close);
    }
}
