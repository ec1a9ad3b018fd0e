package io.jsentinel.it;

import io.jsentinel.testkit.RedisServer;
import io.jsentinel.testkit.Reply;
import io.jsentinel.testkit.RespClient;
import io.jsentinel.testkit.WriteReport;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A client that writes 200 times a second to one server for as long as that takes writes, as the clients of a pool do
 * that keeps its connections: it asks no sentinel, and ends with the first error.
 */
final class StubbornWriter implements AutoCloseable {

    private static final String KEY = "stubborn";
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(5);
    private static final int MAX_WRITES = 100_000;
    private static final long JOIN_MILLIS = 5_000;

    private final Set<String> acknowledged = ConcurrentHashMap.newKeySet();
    private final Thread thread;
    private volatile boolean stopped;

    private StubbornWriter(RedisServer server) {
        thread = new Thread(() -> run(server), "stubborn-writer");
        thread.setDaemon(true);
    }

    /** A writer that has begun. */
    static StubbornWriter to(RedisServer server) {
        StubbornWriter writer = new StubbornWriter(server);
        writer.thread.start();
        return writer;
    }

    /** How many writes were acknowledged so far. */
    int acknowledged() {
        return acknowledged.size();
    }

    private void run(RedisServer server) {
        try (RespClient client = server.client()) {
            for (int number = 1; number <= MAX_WRITES && !stopped; number++) {
                String text = Integer.toString(number);
                if (!(client.call("RPUSH", KEY, text) instanceof Reply.Int)) {
                    return;
                }
                acknowledged.add(text);
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        } catch (UncheckedIOException e) {
            // The end of its connection is what it waits for.
        }
    }

    /** Ends the writing and compares what was acknowledged with what a server has. */
    WriteReport compareWith(RedisServer server) {
        close();
        Set<String> stored = new HashSet<>(server.call("LRANGE", KEY, "0", "-1").asTexts());
        long lost =
                acknowledged.stream().filter(number -> !stored.contains(number)).count();
        return new WriteReport(acknowledged.size(), 0, lost, 0, List.of());
    }

    @Override
    public void close() {
        stopped = true;
        try {
            thread.join(JOIN_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
