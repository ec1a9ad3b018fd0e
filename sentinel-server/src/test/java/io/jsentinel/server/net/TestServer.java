package io.jsentinel.server.net;

import io.jsentinel.config.ConfReader;
import io.jsentinel.config.ConfText;
import io.jsentinel.config.ConfWords;
import io.jsentinel.config.ConfigException;
import io.jsentinel.config.Disk;
import io.jsentinel.config.ServerConfig;
import io.jsentinel.server.store.Accounts;
import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/** A listener on a free port of 127.0.0.1 with its sessions and a small backend. */
final class TestServer implements AutoCloseable {

    static final ServerConfig CONFIG = config(Optional.empty(), 10_000, 0);

    final TestBackend backend;
    final Sessions sessions;
    final EventLoop loop;

    private final MultiThreadIoEventLoopGroup group;
    private final ServerListener listener;

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
        listener = ServerListener.open(loop, config, 0, sessions);
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

    /** What the call says on the event loop. */
    <T> T onLoop(Callable<T> call) throws Exception {
        return loop.submit(call).get(10, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        listener.close();
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
