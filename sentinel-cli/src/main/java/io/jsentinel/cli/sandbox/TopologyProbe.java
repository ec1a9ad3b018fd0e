package io.jsentinel.cli.sandbox;

import io.jsentinel.testkit.RedisServer;
import io.jsentinel.testkit.RespClient;
import io.jsentinel.testkit.SentinelProcess;
import io.jsentinel.testkit.ServerProcess;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A look at all processes of a scene; it takes long only for those that do not answer though they should. */
final class TopologyProbe {

    private static final Duration TIMEOUT = Duration.ofMillis(300);

    private static final Set<String> DOUBTS = Set.of("s_down", "o_down", "failover_in_progress");

    private final Scene scene;

    TopologyProbe(Scene scene) {
        this.scene = scene;
    }

    /** How all is now. */
    Topology look() {
        return new Topology(
                scene.servers().stream().map(this::view).collect(Collectors.toList()),
                scene.sentinels().stream().map(this::view).collect(Collectors.toList()));
    }

    private static Optional<Condition> whyMute(ServerProcess process) {
        if (!process.isAlive()) {
            return Optional.of(Condition.DOWN);
        }
        return process.isFrozen() ? Optional.of(Condition.FROZEN) : Optional.empty();
    }

    private NodeView view(RedisServer server) {
        String name = scene.name(server);
        Optional<Condition> mute = whyMute(server);
        if (mute.isPresent()) {
            return NodeView.mute(name, server.port(), mute.get());
        }
        try (RespClient client = server.client(TIMEOUT)) {
            Map<String, String> info = RedisServer.info(client, "replication");
            boolean master = info.get("role").equals("master");
            return new NodeView(
                    name,
                    server.port(),
                    Condition.UP,
                    master,
                    Integer.parseInt(info.getOrDefault("master_port", "0")),
                    "up".equals(info.get("master_link_status")),
                    Long.parseLong(info.getOrDefault(master ? "master_repl_offset" : "slave_repl_offset", "0")));
        } catch (RuntimeException e) {
            return NodeView.mute(name, server.port(), whyMute(server).orElse(Condition.SILENT));
        }
    }

    private SentinelView view(SentinelProcess sentinel) {
        String name = scene.name(sentinel);
        Optional<Condition> mute = whyMute(sentinel);
        if (mute.isPresent()) {
            return SentinelView.mute(name, sentinel.port(), mute.get());
        }
        try (RespClient client = sentinel.client(TIMEOUT)) {
            Map<String, String> master =
                    client.call("SENTINEL", "MASTER", Scene.MASTER_NAME).asTextMap();
            long usable = client.call("SENTINEL", "REPLICAS", Scene.MASTER_NAME).asList().stream()
                    .filter(replica -> replica.asTextMap().get("flags").equals("slave"))
                    .count();
            return new SentinelView(
                    name,
                    sentinel.port(),
                    Condition.UP,
                    Integer.parseInt(master.get("port")),
                    doubts(master.get("flags")),
                    (int) usable,
                    Integer.parseInt(master.get("num-other-sentinels")));
        } catch (RuntimeException e) {
            return SentinelView.mute(name, sentinel.port(), whyMute(sentinel).orElse(Condition.SILENT));
        }
    }

    private static List<String> doubts(String flags) {
        return Stream.of(flags.split(",")).filter(DOUBTS::contains).collect(Collectors.toList());
    }
}
