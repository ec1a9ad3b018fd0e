package io.jsentinel.it;

import io.jsentinel.testkit.RespClient;
import io.jsentinel.testkit.SentinelProcess;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** An ordinary client that asks PING again and again, and knows how long it waited for each answer. */
final class PingSampler implements AutoCloseable {

    private static final long PAUSE_MILLIS = 10;

    /** So long a wait is written down as such, and not taken for a connection that was lost. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final RespClient client;
    private final ScheduledExecutorService asking = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "ordinary-client");
        thread.setDaemon(true);
        return thread;
    });
    private final List<Long> waitedNanos = new CopyOnWriteArrayList<>();
    private final List<String> failures = new CopyOnWriteArrayList<>();

    PingSampler(SentinelProcess sentinel) {
        client = sentinel.client(PATIENCE);
        asking.scheduleWithFixedDelay(this::ask, 0, PAUSE_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void ask() {
        long begun = System.nanoTime();
        try {
            String answer = client.call("PING").asText();
            if (!answer.equals("PONG")) {
                failures.add(answer);
            }
        } catch (UncheckedIOException e) {
            failures.add(e.toString());
        }
        waitedNanos.add(System.nanoTime() - begun);
    }

    /** How many answers came. */
    int count() {
        return waitedNanos.size();
    }

    /** What was not answered as it should be. */
    List<String> failures() {
        return failures;
    }

    /** The wait that such a part of all waits does not exceed; 1 is the longest. */
    Duration quantile(double part) {
        long[] sorted = waitedNanos.stream().mapToLong(Long::longValue).sorted().toArray();
        int at = (int) Math.ceil(part * sorted.length) - 1;
        return Duration.ofNanos(sorted[Math.max(0, at)]);
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(count() + " answers to PING:");
        for (double part : new double[] {0.5, 0.9, 0.99, 0.999, 1}) {
            text.append(String.format(
                    Locale.ROOT, " p%s %.1f ms", part * 100, quantile(part).toNanos() / 1e6));
        }
        return text.toString();
    }

    @Override
    public void close() {
        asking.shutdownNow();
        client.close();
    }
}
