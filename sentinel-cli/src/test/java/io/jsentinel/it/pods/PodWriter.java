package io.jsentinel.it.pods;

import io.jsentinel.testkit.Reply;
import io.jsentinel.testkit.RespClient;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * A client that writes increasing numbers to the end of a list, and knows which of them were acknowledged. It keeps its
 * connection until that fails or refuses a write, and then looks for the master among all pods, as pools do.
 */
final class PodWriter implements AutoCloseable {

    private static final AtomicInteger WRITERS = new AtomicInteger();
    private static final int MAX_WRITES = 500_000;
    private static final long PAUSE_NANOS = 5_000_000;
    private static final int PAGE = 10_000;

    private final ContainerSet set;
    // What a writer before left in the same set must not stand in for what this one lost.
    private final String key = "numbers:" + WRITERS.incrementAndGet();
    private final BitSet acknowledged = new BitSet();
    private final Thread thread;
    private volatile boolean stopped;
    private volatile int number;
    private volatile long lastNanos;
    private volatile long longestGapNanos;

    private PodWriter(ContainerSet set) {
        this.set = set;
        this.thread = new Thread(this::run, "pod-writer");
        thread.setDaemon(true);
    }

    /** A writer that has begun: 200 writes a second at most. */
    static PodWriter start(ContainerSet set) {
        PodWriter writer = new PodWriter(set);
        writer.thread.start();
        return writer;
    }

    private void run() {
        while (!stopped && number < MAX_WRITES) {
            for (ContainerPod pod : set.pods()) {
                try (RespClient client = pod.client()) {
                    while (!stopped && write(client)) {
                        LockSupport.parkNanos(PAUSE_NANOS);
                    }
                } catch (RuntimeException e) {
                    // It is away: the next pod is asked.
                }
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    private boolean write(RespClient client) {
        number++;
        Reply reply = client.call("RPUSH", key, Integer.toString(number));
        if (reply.isError()) {
            return false;
        }
        long nowNanos = System.nanoTime();
        synchronized (acknowledged) {
            if (!acknowledged.isEmpty()) {
                longestGapNanos = Math.max(longestGapNanos, nowNanos - lastNanos);
            }
            acknowledged.set(number);
            lastNanos = nowNanos;
        }
        return true;
    }

    /** How many writes were acknowledged. */
    int count() {
        synchronized (acknowledged) {
            return acknowledged.cardinality();
        }
    }

    /** The highest number that was acknowledged, 0 = none. */
    int highest() {
        synchronized (acknowledged) {
            return Math.max(0, acknowledged.length() - 1);
        }
    }

    /** The longest time between two acknowledged writes, in milliseconds. */
    long longestGapMillis() {
        return longestGapNanos / 1_000_000;
    }

    /** Ends the writing and says which acknowledged numbers a pod does not have. */
    BitSet missingIn(ContainerPod pod) throws InterruptedException {
        stop();
        BitSet missing;
        synchronized (acknowledged) {
            missing = (BitSet) acknowledged.clone();
        }
        try (RespClient client = pod.client()) {
            int from = 0;
            List<String> page;
            do {
                page = client.call("LRANGE", key, Integer.toString(from), Integer.toString(from + PAGE - 1))
                        .asTexts();
                page.forEach(text -> missing.clear(Integer.parseInt(text)));
                from += PAGE;
            } while (page.size() == PAGE);
        }
        return missing;
    }

    private void stop() throws InterruptedException {
        stopped = true;
        thread.join(10_000);
    }

    @Override
    public void close() {
        stopped = true;
    }
}
