package io.jsentinel.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketAddress;
import java.net.SocketException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * A DNS server in this JVM, over UDP on a free port of 127.0.0.1, that knows the names it is told and can be made to
 * fail, to take its time, or to say nothing. Names that it was not told do not exist. What it is to do may change at
 * any time, from any thread; a question that is being delayed gets the answer of the moment in which it came.
 */
public final class FakeDns implements AutoCloseable {

    /** The most addresses of one name: more would not fit into a datagram that every client takes. */
    public static final int MAX_ADDRESSES = 16;

    private static final int MAX_REMEMBERED = 10_000;
    private static final int MAX_DATAGRAM = 4_096;
    private static final int DEFAULT_TTL_SECONDS = 30;

    private final DatagramSocket socket;
    private final Map<String, List<InetAddress>> names = new ConcurrentHashMap<>();
    private final Deque<String> questions = new ArrayDeque<>();
    private final ScheduledExecutorService delayed;
    private volatile Mood mood = Mood.WELL;
    private volatile Duration delay = Duration.ZERO;
    private volatile int ttlSeconds = DEFAULT_TTL_SECONDS;

    /** What becomes of a question. */
    private enum Mood {
        WELL,
        FAILING,
        SILENT
    }

    private FakeDns(DatagramSocket socket) {
        this.socket = socket;
        this.delayed = Executors.newSingleThreadScheduledExecutor(task -> daemon(task, "testkit-fake-dns-delay"));
    }

    /** A server that knows no name. */
    public static FakeDns start() {
        try {
            FakeDns dns = new FakeDns(new DatagramSocket(0, InetAddress.getByAddress(new byte[] {127, 0, 0, 1})));
            daemon(dns::run, "testkit-fake-dns").start();
            return dns;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Thread daemon(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }

    /**
     * From now on a name has these addresses, in this order.
     *
     * @param literals IPv4 and IPv6 addresses, at most {@link #MAX_ADDRESSES}; with none the name exists without any
     */
    public FakeDns set(String name, String... literals) {
        if (literals.length > MAX_ADDRESSES) {
            throw new IllegalArgumentException("more than " + MAX_ADDRESSES + " addresses");
        }
        names.put(key(name), List.of(literals).stream().map(FakeDns::address).toList());
        return this;
    }

    private static InetAddress address(String literal) {
        if (!literal.matches("[0-9.]+|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*")) {
            throw new IllegalArgumentException("'" + literal + "' is no address");
        }
        try {
            return InetAddress.getByName(literal);
        } catch (IOException e) {
            throw new IllegalArgumentException("'" + literal + "' is no address", e);
        }
    }

    /** From now on a name does not exist. */
    public FakeDns remove(String name) {
        names.remove(key(name));
        return this;
    }

    /** From now on every question fails (SERVFAIL). */
    public FakeDns fail() {
        mood = Mood.FAILING;
        return this;
    }

    /** From now on no question is answered. */
    public FakeDns fallSilent() {
        mood = Mood.SILENT;
        return this;
    }

    /** From now on questions are answered again, after the delay that is set. */
    public FakeDns beWell() {
        mood = Mood.WELL;
        return this;
    }

    /** From now on every answer takes this long. */
    public FakeDns takes(Duration time) {
        delay = time;
        return this;
    }

    /** The time to live of the answers from now on, in seconds; 30 unless set. */
    public FakeDns ttlSeconds(int seconds) {
        ttlSeconds = seconds;
        return this;
    }

    /** Where it is, as in {@code 127.0.0.1:5353}. */
    public String server() {
        return "127.0.0.1:" + socket.getLocalPort();
    }

    /** The newest questions, oldest first, each as in {@code m.test A}; names in lower case. */
    public List<String> questions() {
        synchronized (questions) {
            return List.copyOf(questions);
        }
    }

    private static String key(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    private void run() {
        byte[] buffer = new byte[MAX_DATAGRAM];
        while (!socket.isClosed()) {
            DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
            try {
                socket.receive(packet);
                DnsQuestion.parse(buffer, packet.getLength())
                        .ifPresent(question -> take(question, packet.getSocketAddress()));
            } catch (SocketException closed) {
                // That is how this ends.
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private void take(DnsQuestion question, SocketAddress client) {
        synchronized (questions) {
            questions.add(question.name() + " " + question.typeName());
            if (questions.size() > MAX_REMEMBERED) {
                questions.remove();
            }
        }
        Mood now = mood;
        if (now != Mood.SILENT) {
            Optional<List<InetAddress>> found = Optional.ofNullable(names.get(question.name()));
            byte[] answer = now == Mood.FAILING ? question.failure() : question.answer(found, ttlSeconds);
            delayed.schedule(() -> send(answer, client), delay.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private void send(byte[] answer, SocketAddress client) {
        try {
            socket.send(new DatagramPacket(answer, answer.length, client));
        } catch (IOException e) {
            // The client or this server is gone: datagrams get lost.
        }
    }

    /** Answers nothing any more. */
    @Override
    public void close() {
        socket.close();
        delayed.shutdownNow();
    }
}
