package io.jsentinel.testkit;

import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.locks.LockSupport;

/**
 * A client that writes increasing numbers, each to the end of one list, to the master that the sentinels name, and
 * knows which writes were acknowledged and which of these had reached every replica. It follows a failover as a good
 * client does: it asks the sentinels again as soon as the master does not answer. A daemon thread writes until
 * {@link #stop()}, at most {@value #MAX_WRITES} times.
 */
public final class CountingWriter implements AutoCloseable {

    /** The list that holds the numbers. */
    public static final String KEY = "jsentinel:counting-writer";

    private static final int MAX_WRITES = 5_000_000;
    private static final int PAGE = 10_000;
    private static final Duration CONNECT_TIMEOUT = Duration.ofMillis(300);
    private static final Duration LOOK_TIMEOUT = Duration.ofMillis(10);
    private static final long ANSWER_BOUND_NANOS = 1_000_000_000;
    private static final long RETRY_PAUSE_NANOS = 1_000_000;
    private static final long CONFIRM_EVERY_NANOS = 100_000_000;
    private static final String CONFIRM_TIMEOUT_MILLIS = "50";
    private static final long JOIN_MILLIS = 5_000;

    private final WriterPlan plan;
    private final MasterLookup lookup;
    private final WriteHistory history = new WriteHistory();
    private final Thread thread;
    private volatile boolean stopped;
    private int number;

    /** The master that a sentinel named while another one did not answer; nothing when the sentinels are to be asked. */
    private Optional<InetSocketAddress> named = Optional.empty();

    /** The master that was of no use last. */
    private Optional<InetSocketAddress> useless = Optional.empty();

    private long confirmedNanos = System.nanoTime();

    private CountingWriter(WriterPlan plan) {
        this.plan = plan;
        this.lookup = new MasterLookup(plan.sentinels(), plan.masterName());
        this.thread = new Thread(this::run, "testkit-counting-writer");
        thread.setDaemon(true);
    }

    /** A writer that has begun. */
    public static CountingWriter start(WriterPlan plan) {
        CountingWriter writer = new CountingWriter(plan);
        writer.lookup.connect();
        writer.thread.start();
        return writer;
    }

    /** How many writes were acknowledged so far. */
    public long acknowledged() {
        return history.acknowledgedCount();
    }

    /** How many writes so far are known to have reached every replica. */
    public long confirmed() {
        return history.confirmedCount();
    }

    /**
     * When, at or after a moment, the first write was accepted by a master on another port than this one; in the
     * terms of {@link System#nanoTime()}.
     */
    public OptionalLong firstWriteElsewhereNanos(long sinceNanos, int port) {
        return history.firstElsewhereNanos(sinceNanos, port);
    }

    /** The gap from a moment to the first write that is accepted on another port than this one. Waits for it. */
    public Duration awaitWriteElsewhere(long sinceNanos, int port, Duration bound) {
        OptionalLong firstNanos = Await.atMost(bound)
                .until(
                        "a write is accepted by another master than port " + port,
                        () -> firstWriteElsewhereNanos(sinceNanos, port),
                        OptionalLong::isPresent);
        return Duration.ofNanos(firstNanos.getAsLong() - sinceNanos);
    }

    /** The longest time between two acknowledged writes is measured anew from now on. */
    public void markGap() {
        history.markGap();
    }

    /** The longest time between two acknowledged writes since the last {@link #markGap}, or the first write. */
    public Duration longestGap() {
        return Duration.ofNanos(history.longestGapNanos());
    }

    /** Compares all writes so far with what the present master stores. Waits until there is a master to ask. */
    public WriteReport verify(Duration bound) {
        WriteHistory untilNow = history.copy();
        try (MasterLookup ownLookup = new MasterLookup(plan.sentinels(), plan.masterName())) {
            BitSet stored =
                    Await.atMost(bound).until("the master tells what it stores", () -> stored(ownLookup), s -> true);
            return untilNow.compareWith(stored);
        }
    }

    private BitSet stored(MasterLookup ownLookup) {
        InetSocketAddress master = ownLookup.find().orElseThrow(() -> new IllegalStateException("no sentinel answers"));
        try (RespClient client = connect(master, RespClient.READ_TIMEOUT)) {
            if (!client.call("ROLE").asList().get(0).asText().equals("master")) {
                ownLookup.askNextOne();
                throw new IllegalStateException(master + " is no master");
            }
            BitSet stored = new BitSet();
            List<String> page;
            int from = 0;
            do {
                page = client.call("LRANGE", KEY, Integer.toString(from), Integer.toString(from + PAGE - 1))
                        .asTexts();
                page.forEach(text -> stored.set(Integer.parseInt(text)));
                from += PAGE;
            } while (page.size() == PAGE);
            return stored;
        }
    }

    private void run() {
        try (lookup) {
            while (!isDone()) {
                Optional<InetSocketAddress> next = named.or(() -> lookup.findOtherThan(useless));
                named = Optional.empty();
                next.ifPresent(this::writeTo);
                if (named.isEmpty()) {
                    LockSupport.parkNanos(RETRY_PAUSE_NANOS);
                }
            }
        }
    }

    private boolean isDone() {
        return stopped || number >= MAX_WRITES;
    }

    private void writeTo(InetSocketAddress master) {
        try (RespClient client = connect(master, CONNECT_TIMEOUT)) {
            boolean first = true;
            while (!isDone() && write(client, master, first)) {
                first = false;
                LockSupport.parkNanos(plan.pause().toNanos());
            }
        } catch (UncheckedIOException e) {
            // Expected while there is no master: the next try asks for another one.
        }
        useless = Optional.of(master);
    }

    /** Writes the next number and now and then asks for confirmation; false when the master is of no use any more. */
    private boolean write(RespClient client, InetSocketAddress master, boolean first) {
        number++;
        if (!(ask(client, master, "RPUSH", KEY, Integer.toString(number)) instanceof Reply.Int)) {
            return false;
        }
        if (first) {
            history.began(master.getPort(), number, System.nanoTime());
        } else {
            history.went(number, System.nanoTime());
        }
        if (plan.replicas() == 0 || System.nanoTime() - confirmedNanos < CONFIRM_EVERY_NANOS) {
            return true;
        }
        confirmedNanos = System.nanoTime();
        Reply replicas = ask(client, master, "WAIT", Integer.toString(plan.replicas()), CONFIRM_TIMEOUT_MILLIS);
        if (replicas instanceof Reply.Int count && count.value() >= plan.replicas()) {
            history.confirmed();
        }
        return !replicas.isError();
    }

    /** The answer, or an error of our own when none comes in time or the sentinels name another master meanwhile. */
    private Reply ask(RespClient client, InetSocketAddress master, String... args) {
        client.send(args);
        long sentNanos = System.nanoTime();
        while (System.nanoTime() - sentNanos < ANSWER_BOUND_NANOS) {
            Optional<Reply> answer = client.tryRead(LOOK_TIMEOUT);
            if (answer.isPresent()) {
                return answer.get();
            }
            named = lookup.find().filter(other -> !other.equals(master));
            if (stopped || named.isPresent()) {
                break;
            }
        }
        return new Reply.Error("no answer");
    }

    private RespClient connect(InetSocketAddress master, Duration timeout) {
        RespClient client = RespClient.connect(master, timeout, timeout);
        plan.masterPassword().ifPresent(secret -> client.call("AUTH", secret));
        return client;
    }

    /** Ends the writing; {@link #verify} still works. */
    public void stop() {
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
