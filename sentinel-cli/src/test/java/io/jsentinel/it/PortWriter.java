package io.jsentinel.it;

import io.jsentinel.testkit.Reply;
import io.jsentinel.testkit.RespClient;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * A client that knows one address only and writes increasing numbers there, each in a transaction with ROLE and the port
 * of the server, so that for every write that was acknowledged it is known who took it and what it was at that moment.
 * It keeps its connection until that is of no use any more.
 */
final class PortWriter implements AutoCloseable {

    static final String KEY = "jsentinel:port-writer";

    private static final Duration TIMEOUT = Duration.ofSeconds(1);
    private static final long PAUSE_NANOS = 5_000_000;
    private static final long JOIN_MILLIS = 5_000;

    private final int port;
    private final Thread thread;
    private final List<Write> writes = new ArrayList<>();
    private int number;
    private long refused;
    private volatile boolean stopped;

    /**
     * A write that was acknowledged.
     *
     * @param number which
     * @param role what the server that took it was
     * @param server the server's own port
     * @param nanos when the answer was there
     */
    record Write(int number, String role, int server, long nanos) {}

    private PortWriter(int port) {
        this.port = port;
        thread = new Thread(this::run, "port-writer");
        thread.setDaemon(true);
    }

    /** A writer that has begun. */
    static PortWriter start(int port) {
        PortWriter writer = new PortWriter(port);
        writer.thread.start();
        return writer;
    }

    /** The writes that were acknowledged so far. */
    synchronized List<Write> writes() {
        return List.copyOf(writes);
    }

    /** How many writes were answered with an error. */
    synchronized long refused() {
        return refused;
    }

    /** The longest time between two acknowledged writes. */
    synchronized Duration longestGap() {
        long longest = 0;
        for (int i = 1; i < writes.size(); i++) {
            longest =
                    Math.max(longest, writes.get(i).nanos() - writes.get(i - 1).nanos());
        }
        return Duration.ofNanos(longest);
    }

    private void run() {
        while (!stopped) {
            try (RespClient client = RespClient.connect(port, TIMEOUT)) {
                while (!stopped && write(client)) {
                    LockSupport.parkNanos(PAUSE_NANOS);
                }
            } catch (UncheckedIOException e) {
                // The connection was cut, or nobody is there: the next one may lead to somebody.
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    /** False when the server of this connection takes no writes. */
    private boolean write(RespClient client) {
        number++;
        String key = KEY + ":" + number;
        client.raw(RespClient.command("MULTI")
                + RespClient.command("SET", key, "x")
                + RespClient.command("ROLE")
                + RespClient.command("CONFIG", "GET", "port")
                + RespClient.command("EXEC"));
        for (int i = 0; i < 4; i++) {
            client.read();
        }
        Reply outcome = client.read();
        synchronized (this) {
            if (outcome.isError()) {
                refused++;
                return false;
            }
            List<Reply> answers = outcome.asList();
            if (answers.get(0).isError()) {
                refused++;
                return false;
            }
            String role = answers.get(1).asList().get(0).asText();
            int server = Integer.parseInt(answers.get(2).asTexts().get(1));
            writes.add(new Write(number, role, server, System.nanoTime()));
            return true;
        }
    }

    /** Ends the writing. */
    void stop() {
        stopped = true;
        try {
            thread.join(JOIN_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        stop();
    }
}
