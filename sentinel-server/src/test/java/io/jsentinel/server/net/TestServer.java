package io.jsentinel.server.net;

import io.jsentinel.config.ConfReader;
import io.jsentinel.config.ConfText;
import io.jsentinel.config.ConfWords;
import io.jsentinel.config.ConfigException;
import io.jsentinel.config.Disk;
import io.jsentinel.config.ServerConfig;
import io.jsentinel.server.net.ServerListener.Door;
import io.jsentinel.server.store.Accounts;
import io.jsentinel.server.tls.Tls;
import io.jsentinel.testkit.RespClient;
import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;

/** A listener on a free port of 127.0.0.1 with its sessions and a small backend. */
final class TestServer implements AutoCloseable {

    static final ServerConfig CONFIG = config(Optional.empty(), 10_000, 0);

    /** A handshake has little time, and files are looked at often. */
    private static final Tls.Pace PACE = new Tls.Pace(2_000, 20);

    private static final Duration CLIENT_TIMEOUT = Duration.ofSeconds(10);

    final TestBackend backend;
    final Sessions sessions;
    final EventLoop loop;

    private final MultiThreadIoEventLoopGroup group;
    private final ServerListener listener;
    private final Optional<Tls> tls;
    private final List<String> log = new CopyOnWriteArrayList<>();

    TestServer() throws IOException {
        this(CONFIG);
    }

    TestServer(ServerConfig config) throws IOException {
        group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
        loop = (EventLoop) group.next();
        backend = new TestBackend(loop);
        ServerFacts facts = new ServerFacts("a".repeat(40), config.port(), "/etc/sentinel.conf", System.nanoTime());
        sessions = new Sessions(loop, config, accounts(config), facts, backend);
        backend.answerBy(sessions);
        tls = Tls.open(config.tls(), Path.of("/"), (level, text) -> log.add(level + " " + text), PACE);
        listener = ServerListener.open(loop, config, new Door(0, tls), sessions);
    }

    /** What was logged about encryption, each line after its level. */
    List<String> log() {
        return log;
    }

    /** What encrypts connections; there must be such. */
    Tls tls() {
        return tls.orElseThrow();
    }

    /** A client over an encrypted connection. */
    RespClient connect(SSLContext client) {
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), listener.port());
        return RespClient.connect(address, CLIENT_TIMEOUT, CLIENT_TIMEOUT, Optional.of(client));
    }

    static ServerConfig config(Optional<String> password, int maxClients, int timeoutSeconds) {
        List<String> lines =
                new ArrayList<>(List.of("bind 127.0.0.1", "maxclients " + maxClients, "timeout " + timeoutSeconds));
        password.ifPresent(text -> lines.add(ConfWords.join(List.of("requirepass", text))));
        return configOf(lines.toArray(String[]::new));
    }

    private static Accounts accounts(ServerConfig config) {
        try {
            return Accounts.load(config);
        } catch (ConfigException e) {
            throw new AssertionError(e);
        }
    }

    /** What the given lines of a configuration file say. */
    static ServerConfig configOf(String... lines) {
        try {
            ConfText text = new ConfText("test.conf", String.join("\n", lines));
            return ConfReader.read(text, List.of(), new NoDisk()).server();
        } catch (ConfigException e) {
            throw new AssertionError(e);
        }
    }

    RawClient connect() throws IOException {
        return new RawClient(listener.port());
    }

    int port() {
        return listener.port();
    }

    /** How many clients are connected, as the event loop sees it. */
    int clients() {
        return loop.submit(sessions::count).awaitUninterruptibly().getNow();
    }

    /** What the call says on the event loop. */
    <T> T onLoop(Callable<T> call) throws Exception {
        return loop.submit(call).get(10, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        listener.close();
        tls.ifPresent(Tls::close);
        loop.submit(sessions::closeAll).awaitUninterruptibly();
        group.shutdownGracefully(0, 5, TimeUnit.SECONDS).awaitUninterruptibly();
    }

    /** No other file but the configuration. */
    private static final class NoDisk implements Disk {

        @Override
        public List<ConfText> include(String pattern, String dir) {
            return List.of();
        }

        @Override
        public Optional<String> dirProblem(String path) {
            return Optional.empty();
        }

        @Override
        public boolean isExecutable(String path, String dir) {
            return true;
        }
    }
}
