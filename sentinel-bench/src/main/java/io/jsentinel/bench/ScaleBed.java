package io.jsentinel.bench;

import io.jsentinel.testkit.Await;
import io.jsentinel.testkit.RespClient;
import io.jsentinel.testkit.SentinelProcess;
import io.jsentinel.testkit.SentinelSetup;
import io.jsentinel.testkit.fleet.Fleet;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/** Three sentinels that watch many masters of a {@link Fleet}, each with one replica. */
final class ScaleBed implements AutoCloseable {

    /** The time without an answer that counts as down. */
    static final long DOWN_AFTER_MILLIS = 5_000;

    private static final int SENTINELS = 3;
    private static final int REPLICAS = 1;
    private static final Duration DISCOVERY_BOUND = Duration.ofSeconds(240);
    private static final Duration PROMOTION_BOUND = Duration.ofSeconds(90);
    private static final Duration CALL_BOUND = Duration.ofSeconds(30);
    private static final long LOOK_PAUSE_MILLIS = 100;

    private final Fleet fleet;
    private final List<SentinelProcess> sentinels = new ArrayList<>();
    private double discoverySeconds;

    private ScaleBed(Fleet fleet) {
        this.fleet = fleet;
    }

    /** A bed in which every sentinel knows every replica and all other sentinels. */
    static ScaleBed start(Contender contender, int masters) {
        ScaleBed bed = new ScaleBed(Fleet.start(masters, REPLICAS, true));
        try {
            bed.fleet.warmUp();
            long startNanos = System.nanoTime();
            bed.startSentinels(contender);
            bed.awaitDiscovery();
            bed.discoverySeconds = (System.nanoTime() - startNanos) / 1e9;
            return bed;
        } catch (RuntimeException e) {
            bed.close();
            throw e;
        }
    }

    private void startSentinels(Contender contender) {
        List<CompletableFuture<SentinelProcess>> starts = IntStream.range(0, SENTINELS)
                .mapToObj(i -> CompletableFuture.supplyAsync(
                        () -> setup(contender).start(), task -> new Thread(task, "bench-start-" + i).start()))
                .collect(Collectors.toList());
        RuntimeException failure = null;
        for (CompletableFuture<SentinelProcess> start : starts) {
            try {
                sentinels.add(start.join());
            } catch (CompletionException e) {
                failure = new IllegalStateException(e.getCause().getMessage(), e.getCause());
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    private SentinelSetup setup(Contender contender) {
        SentinelSetup setup = SentinelProcess.command(contender.command())
                .downAfterMillis(DOWN_AFTER_MILLIS)
                .failoverTimeoutMillis(20_000)
                .startBound(DISCOVERY_BOUND);
        for (int i = 0; i < fleet.masters(); i++) {
            setup.monitor("m" + i, fleet.masterPort(i), SENTINELS / 2 + 1);
        }
        return setup;
    }

    private void awaitDiscovery() {
        String known = "slaves=" + REPLICAS + ",sentinels=" + SENTINELS;
        for (SentinelProcess sentinel : sentinels) {
            try (RespClient client = sentinel.client(CALL_BOUND)) {
                Await.atMost(DISCOVERY_BOUND).until(sentinel + " knows everybody of all masters", () -> {
                    boolean all = count(client.call("INFO", "sentinel").asText(), known) == fleet.masters();
                    if (!all) {
                        Pause.millis(LOOK_PAUSE_MILLIS);
                    }
                    return all;
                });
            }
        }
    }

    private static int count(String text, String sought) {
        int count = 0;
        for (int at = text.indexOf(sought); at >= 0; at = text.indexOf(sought, at + sought.length())) {
            count++;
        }
        return count;
    }

    /** The time from the start of the sentinels until they knew all of all. */
    double discoverySeconds() {
        return discoverySeconds;
    }

    Fleet fleet() {
        return fleet;
    }

    /** What each sentinel has cost so far. */
    List<ProcessCost> costs() {
        return sentinels.stream()
                .map(sentinel -> ProcessCost.of(sentinel.pid()))
                .collect(Collectors.toList());
    }

    /**
     * Ends masters, spread over all, at once, and waits for the promotions.
     *
     * @return for each promotion that came the milliseconds from the end of its master to the order, less down-after
     */
    List<Double> kill(int count) {
        int stride = fleet.masters() / count;
        List<Integer> victims =
                IntStream.range(0, count).mapToObj(i -> i * stride).collect(Collectors.toList());
        long killedNanos = fleet.kill(victims);
        try {
            Await.atMost(PROMOTION_BOUND)
                    .until(
                            "all are promoted",
                            () -> victims.stream()
                                    .allMatch(victim ->
                                            fleet.promotedNanos(victim).isPresent()));
        } catch (Await.TimedOut e) {
            // Those that came are told, and the caller sees how many are missing.
        }
        return victims.stream()
                .flatMapToDouble(victim -> fleet.promotedNanos(victim).stream()
                        .mapToDouble(nanos -> (nanos - killedNanos) / 1e6 - DOWN_AFTER_MILLIS))
                .boxed()
                .collect(Collectors.toList());
    }

    /** The mean over the sentinels. */
    static double mean(DoubleStream values) {
        return values.average().orElse(0);
    }

    @Override
    public void close() {
        sentinels.forEach(SentinelProcess::close);
        fleet.close();
    }
}
