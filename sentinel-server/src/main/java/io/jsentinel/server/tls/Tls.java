package io.jsentinel.server.tls;

import io.jsentinel.config.TlsConfig;
import io.jsentinel.event.EventType.Level;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import javax.net.ssl.SSLParameters;

/**
 * The encryption of connections. The files are looked at again and again by a thread of its own: connections that are
 * made after a change use what is in them then, unless it is unfit; those that stand are not touched.
 *
 * <p>The arithmetic of handshakes is done by threads of their own, so that it does not delay the event loop; clients
 * and our own connections have different ones, so that a flood of clients does not delay our own.
 */
public final class Tls implements AutoCloseable {

    private static final long FAILURE_LOG_NANOS = 1_000_000_000L;
    private static final int CLIENT_THREADS = 2;

    static {
        // Else a client can ask for one handshake after the other on the same connection, each of which costs us far
        // more than it costs the client. Java reads this once, when it meets TLS for the first time.
        System.setProperty("jdk.tls.rejectClientInitiatedRenegotiation", "true");
    }

    /** Which files there are; other ones when the password of a key is another. */
    private volatile TlsFiles files;

    private final Pace pace;
    private final BiConsumer<Level, String> log;
    private final ExecutorService forClients = Executors.newFixedThreadPool(CLIENT_THREADS, threads("tls-in"));
    private final ExecutorService forNodes = Executors.newSingleThreadExecutor(threads("tls-out"));
    private final ScheduledExecutorService looking = Executors.newSingleThreadScheduledExecutor(threads("tls-files"));
    private volatile TlsContexts contexts;
    private String stamp;

    /** The failures of clients since the last line about one; used by the event loop only. */
    private long untoldFailures;

    private long toldNanos = System.nanoTime() - FAILURE_LOG_NANOS;

    /**
     * How long things take.
     *
     * @param handshakeMillis how long a handshake may take
     * @param lookMillis the time between two looks at the files
     */
    public record Pace(long handshakeMillis, long lookMillis) {

        /** The usual one. */
        public static final Pace USUAL = new Pace(10_000, 2_000);
    }

    private Tls(TlsFiles files, BiConsumer<Level, String> log, Pace pace) throws IOException {
        this.files = files;
        this.pace = pace;
        this.log = log;
        stamp = files.stamp();
        contexts = TlsContexts.load(files);
        warnOfExpiry();
    }

    /**
     * Encryption as configured, or nothing when none is.
     *
     * @param dir the folder that relative paths count from
     * @param log where changes and failures are told; called by several threads
     * @throws TlsFileException when a certificate or key cannot be used
     */
    public static Optional<Tls> open(TlsConfig config, Path dir, BiConsumer<Level, String> log) throws IOException {
        return open(config, dir, log, Pace.USUAL);
    }

    /**
     * Looks whether {@link #open} would find files that can be used, and opens nothing.
     *
     * @throws TlsFileException when a certificate or key cannot be used
     */
    public static void check(TlsConfig config, Path dir) throws IOException {
        if (config.isOn()) {
            TlsContexts.load(new TlsFiles(config, dir));
        }
    }

    /** The same at another pace. */
    public static Optional<Tls> open(TlsConfig config, Path dir, BiConsumer<Level, String> log, Pace pace)
            throws IOException {
        if (!config.isOn()) {
            return Optional.empty();
        }
        Tls tls = new Tls(new TlsFiles(config, dir), log, pace);
        tls.looking.scheduleWithFixedDelay(tls::look, pace.lookMillis(), pace.lookMillis(), TimeUnit.MILLISECONDS);
        return Optional.of(tls);
    }

    /**
     * Reads the files again, with another password for one of the keys.
     *
     * @param setting {@code tls-key-file-pass} or {@code tls-client-key-file-pass}
     * @param password one char per byte
     */
    public void passwordChanged(String setting, String password) {
        looking.execute(() -> {
            files = new TlsFiles(files.config().withKeyPass(setting.startsWith("tls-client-"), password), files.dir());
            reload();
        });
    }

    /** Makes a client's new connection an encrypted one; to be called before other handlers are added. */
    public void secure(Channel client) {
        SslContext context = contexts.incoming().orElseThrow();
        SslHandler handler = handler(context, client.alloc(), forClients);
        SSLParameters parameters = handler.engine().getSSLParameters();
        parameters.setUseCipherSuitesOrder(files.config().preferServerCiphers());
        handler.engine().setSSLParameters(parameters);
        client.pipeline().addLast(handler, new HandshakeWatch(this::failed));
    }

    /** What encrypts a new connection to a node or to another sentinel; nothing when those are plain. */
    public Optional<SslHandler> outgoing(ByteBufAllocator allocator) {
        return contexts.outgoing().map(context -> handler(context, allocator, forNodes));
    }

    private SslHandler handler(SslContext context, ByteBufAllocator allocator, ExecutorService threads) {
        SslHandler handler = context.newHandler(allocator, threads);
        handler.setHandshakeTimeoutMillis(pace.handshakeMillis());
        return handler;
    }

    /** Reads the files again when they were changed. */
    private void look() {
        try {
            String now = files.stamp();
            if (!now.equals(stamp)) {
                stamp = now;
                reload();
            }
        } catch (RuntimeException e) {
            log.accept(Level.WARNING, "FAULT: the files of TLS cannot be looked at: " + e + " (please report this)");
        }
    }

    private void reload() {
        try {
            TlsContexts before = contexts;
            contexts = TlsContexts.load(files);
            contexts.newsSince(before).forEach(news -> log.accept(Level.NOTICE, "TLS: " + news));
            warnOfExpiry();
        } catch (IOException e) {
            log.accept(
                    Level.WARNING,
                    "WARNING: TLS: certificates were changed but cannot be used, the old ones stay in use: "
                            + e.getMessage());
        }
    }

    private void warnOfExpiry() {
        contexts.expired(Instant.now())
                .forEach(expired -> log.accept(
                        Level.WARNING, "WARNING: TLS: our certificate has expired, others will refuse it: " + expired));
    }

    /** Tells of a client that failed; of many in a second only the first is told, and how many there were. */
    private void failed(String address, String reason) {
        long nowNanos = System.nanoTime();
        if (nowNanos - toldNanos < FAILURE_LOG_NANOS) {
            untoldFailures++;
            return;
        }
        toldNanos = nowNanos;
        String others = untoldFailures == 0 ? "" : " (and " + untoldFailures + " others before)";
        untoldFailures = 0;
        log.accept(
                Level.WARNING,
                "Error accepting a client connection: " + reason + " (addr="
                        + address.substring(1 + address.indexOf('/')) + ")" + others);
    }

    private static DefaultThreadFactory threads(String name) {
        return new DefaultThreadFactory(name, true);
    }

    /** Stops looking at the files. Handshakes that are under way fail. */
    @Override
    public void close() {
        looking.shutdownNow();
        forClients.shutdownNow();
        forNodes.shutdownNow();
    }
}
