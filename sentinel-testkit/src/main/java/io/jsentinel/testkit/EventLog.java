package io.jsentinel.testkit;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * The events that one sentinel publishes, each with the moment it came. A daemon thread subscribes to all channels,
 * and subscribes again whenever the connection is lost, until this is closed. The newest {@value #MAX_EVENTS} are
 * kept.
 */
public final class EventLog implements AutoCloseable {

    private static final int MAX_EVENTS = 10_000;
    private static final Duration SUBSCRIBE_BOUND = Duration.ofSeconds(10);
    private static final Duration LOOK_TIMEOUT = Duration.ofMillis(200);
    private static final long RECONNECT_PAUSE_NANOS = 20_000_000;
    private static final long JOIN_MILLIS = 2_000;

    private final Supplier<RespClient> connect;
    private final Consumer<Event> listener;
    private final Thread thread;
    private final Deque<Event> events = new ArrayDeque<>();
    private volatile boolean subscribed;
    private volatile boolean closed;

    private EventLog(Supplier<RespClient> connect, Consumer<Event> listener) {
        this.connect = connect;
        this.listener = listener;
        this.thread = new Thread(this::run, "testkit-event-log");
        thread.setDaemon(true);
    }

    /**
     * One event.
     *
     * @param channel its name, as in {@code +sdown}
     * @param nanoTime when it came, as in {@link System#nanoTime()}
     */
    public record Event(String channel, String payload, long nanoTime) {}

    /** The log of a sentinel, subscribed. */
    public static EventLog on(SentinelProcess sentinel) {
        return on(sentinel::client, event -> {});
    }

    /**
     * The log of whatever these connections lead to, subscribed.
     *
     * @param connect makes a connection, authenticated if need be; called again when it is lost
     * @param listener hears each event, in the thread of the log
     */
    public static EventLog on(Supplier<RespClient> connect, Consumer<Event> listener) {
        EventLog log = new EventLog(connect, listener);
        log.thread.start();
        try {
            Await.atMost(SUBSCRIBE_BOUND).until("the event log is subscribed", () -> log.subscribed);
            return log;
        } catch (RuntimeException e) {
            log.close();
            throw e;
        }
    }

    /** All events so far, oldest first. */
    public List<Event> events() {
        synchronized (events) {
            return List.copyOf(events);
        }
    }

    /** The events of one channel so far, oldest first. */
    public List<Event> events(String channel) {
        return events().stream()
                .filter(event -> event.channel().equals(channel))
                .collect(Collectors.toList());
    }

    /** The first event of a channel at or after a moment, if it has come. */
    public Optional<Event> first(String channel, long sinceNanos) {
        return events(channel).stream()
                .filter(event -> event.nanoTime() - sinceNanos >= 0)
                .findFirst();
    }

    /** Waits for an event of a channel, one that has come already included. */
    public Event awaitEvent(String channel, Duration bound) {
        return Await.atMost(bound)
                .showing(this::toString)
                .until(channel + " is announced", () -> events(channel), seen -> !seen.isEmpty())
                .get(0);
    }

    /** Waits for an event of a channel at or after a moment. */
    public Event awaitEvent(String channel, long sinceNanos, Duration bound) {
        return Await.atMost(bound)
                .showing(this::toString)
                .until(channel + " is announced", () -> first(channel, sinceNanos), Optional::isPresent)
                .get();
    }

    private void run() {
        while (!closed) {
            try (RespClient client = connect.get()) {
                client.send("PSUBSCRIBE", "*");
                client.read();
                subscribed = true;
                listen(client);
            } catch (UncheckedIOException e) {
                subscribed = false;
                LockSupport.parkNanos(RECONNECT_PAUSE_NANOS);
            }
        }
    }

    private void listen(RespClient client) {
        while (!closed) {
            client.tryRead(LOOK_TIMEOUT).ifPresent(this::take);
        }
    }

    private void take(Reply message) {
        List<String> parts = message.asTexts();
        if (parts.size() != 4 || !parts.get(0).equals("pmessage")) {
            return;
        }
        Event event = new Event(parts.get(2), parts.get(3), System.nanoTime());
        synchronized (events) {
            events.add(event);
            if (events.size() > MAX_EVENTS) {
                events.remove();
            }
        }
        listener.accept(event);
    }

    @Override
    public void close() {
        closed = true;
        try {
            thread.join(JOIN_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** All events, one a line, for failure messages. */
    @Override
    public String toString() {
        return events().stream()
                .map(event -> event.channel() + " " + event.payload())
                .collect(Collectors.joining("\n", "events:\n", ""));
    }
}
