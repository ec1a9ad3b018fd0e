package io.jsentinel.cli.sandbox;

import io.jsentinel.testkit.RedisServer;
import io.jsentinel.testkit.SentinelProcess;
import io.jsentinel.testkit.ServerProcess;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The processes of the sandbox: redis-servers named {@code redis-1} and so on, the first of them the master at the
 * start, and sentinels named {@code sentinel-1} and so on.
 */
final class Scene implements AutoCloseable {

    /** The name of the master in the sentinels' configuration. */
    static final String MASTER_NAME = "mymaster";

    private static final Duration START_BOUND = Duration.ofSeconds(30);

    private final SceneSettings settings;
    private final List<RedisServer> servers = new ArrayList<>();
    private final List<SentinelProcess> sentinels = new ArrayList<>();
    private final Map<Integer, String> names = new HashMap<>();

    private Scene(SceneSettings settings) {
        this.settings = settings;
    }

    /** A scene whose processes all answer, but do not know each other yet. */
    static Scene start(SceneSettings settings) {
        Scene scene = new Scene(settings);
        try {
            scene.startServers();
            scene.startSentinels();
            return scene;
        } catch (RuntimeException e) {
            scene.close();
            throw e;
        }
    }

    private void startServers() {
        for (int i = 1; i <= 1 + settings.replicas(); i++) {
            String name = "redis-" + i;
            var setup = RedisServer.setup()
                    .binary(settings.redis())
                    .folder(settings.folder().resolve(name));
            if (i > 1) {
                setup.replicaOf(servers.get(0));
            }
            RedisServer server = setup.start();
            servers.add(server);
            names.put(server.port(), name);
        }
    }

    /** All at once, for a JVM takes a moment to start. */
    private void startSentinels() {
        List<CompletableFuture<SentinelProcess>> starts = IntStream.rangeClosed(1, settings.sentinels())
                .mapToObj(i -> CompletableFuture.supplyAsync(() -> startSentinel("sentinel-" + i)))
                .collect(Collectors.toList());
        CompletableFuture<Void> all = CompletableFuture.allOf(starts.toArray(new CompletableFuture<?>[0]));
        try {
            all.join();
        } catch (CompletionException e) {
            starts.stream()
                    .filter(start -> !start.isCompletedExceptionally())
                    .forEach(start -> sentinels.add(start.join()));
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
        starts.forEach(start -> sentinels.add(start.join()));
        for (int i = 0; i < sentinels.size(); i++) {
            names.put(sentinels.get(i).port(), "sentinel-" + (i + 1));
        }
    }

    private SentinelProcess startSentinel(String name) {
        return SentinelProcess.command(settings.sentinelCommand())
                .monitor(MASTER_NAME, servers.get(0).port(), settings.quorum())
                .downAfterMillis(settings.downAfterMillis())
                .failoverTimeoutMillis(Math.max(10_000, 3 * settings.downAfterMillis()))
                .folder(settings.folder().resolve(name))
                .startBound(START_BOUND)
                .start();
    }

    List<RedisServer> servers() {
        return List.copyOf(servers);
    }

    List<SentinelProcess> sentinels() {
        return List.copyOf(sentinels);
    }

    /** The redis-server on a port of this scene. */
    RedisServer server(int port) {
        return servers.stream()
                .filter(server -> server.port() == port)
                .findFirst()
                .orElseThrow(() -> new SandboxFailure(
                        "the sentinels name a master on port " + port + ", where no redis-server of the sandbox is"));
    }

    /** All processes, redis-servers first. */
    List<ServerProcess> all() {
        return Stream.<ServerProcess>concat(servers.stream(), sentinels.stream())
                .collect(Collectors.toList());
    }

    /** The name of what is on a port. */
    String name(int port) {
        return names.getOrDefault(port, "port " + port);
    }

    /** The name of a process. */
    String name(ServerProcess process) {
        return name(process.port());
    }

    /** Whether a process exists and is not frozen. */
    static boolean isRunning(ServerProcess process) {
        return process.isAlive() && !process.isFrozen();
    }

    /** Ends all processes. */
    @Override
    public void close() {
        all().forEach(ServerProcess::close);
    }
}
