package io.jsentinel.sim;

import io.jsentinel.testkit.Await;
import io.jsentinel.testkit.EventLog;
import io.jsentinel.testkit.RedisBinary;
import io.jsentinel.testkit.RedisServer;
import io.jsentinel.testkit.RespClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Three real Redis servers on loopback, as the simulated ones are: with an append-only file, and data. */
final class RealTrio implements SimRedisIT.Trio, AutoCloseable {

    private static final String CHANNEL = "talk";

    /** So long a server waits with each key that it saves. */
    private static final String COPY_MICROS = "2000000";

    /** A server waits 5 s for more replicas before it makes a copy. */
    private static final Duration COPY_BOUND = Duration.ofSeconds(30);

    private final List<RedisServer> nodes = new ArrayList<>();
    private final List<EventLog> logs = new ArrayList<>();

    RealTrio(RedisBinary program) {
        try {
            for (int node = 0; node < 3; node++) {
                nodes.add(RedisServer.setup()
                        .binary(program)
                        .set("appendonly", "yes")
                        .set("repl-timeout", "5")
                        .start());
            }
            nodes.forEach(node -> logs.add(EventLog.on(node::client, message -> {})));
            nodes.get(0).call("SET", "key", "value");
            follow(1, 0);
            follow(2, 0);
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    @Override
    public void kill(int node) {
        nodes.get(node).kill();
    }

    @Override
    public void start(int node) {
        nodes.get(node).restart();
    }

    @Override
    public void follow(int node, int master) {
        if (master < 0) {
            nodes.get(node).call("REPLICAOF", "NO", "ONE");
        } else {
            nodes.get(node)
                    .call(
                            "REPLICAOF",
                            "127.0.0.1",
                            Integer.toString(nodes.get(master).port()));
        }
    }

    @Override
    public void publish(int node, String message) {
        nodes.get(node).call("PUBLISH", CHANNEL, message);
    }

    @Override
    public void publishUnheard(int node, String message) {
        try (RespClient client = nodes.get(node).client()) {
            client.call("MULTI");
            client.call("CLIENT", "KILL", "TYPE", "slave");
            client.call("PUBLISH", CHANNEL, message);
            client.call("EXEC");
        }
    }

    @Override
    public void followWhile(int node, int master, String message) {
        RedisServer source = nodes.get(master);
        source.call("CONFIG", "SET", "rdb-key-save-delay", COPY_MICROS);
        follow(node, master);
        Await.atMost(COPY_BOUND)
                .until("the copy is being made", () -> info(master).contains("rdb_bgsave_in_progress:1"));
        source.call("PUBLISH", CHANNEL, message);
        source.call("CONFIG", "SET", "rdb-key-save-delay", "0");
    }

    @Override
    public List<String> heard(int node) {
        return logs.get(node).events().stream().map(EventLog.Event::payload).toList();
    }

    @Override
    public boolean isRunning(int node) {
        return nodes.get(node).isAlive();
    }

    @Override
    public String info(int node) {
        StringBuilder text = new StringBuilder();
        try (RespClient client = nodes.get(node).client()) {
            for (String section : SimRedisIT.sections()) {
                text.append(client.call("INFO", section).asText()).append("\r\n");
            }
        }
        return text.toString();
    }

    @Override
    public String nameOf(int port) {
        for (int node = 0; node < nodes.size(); node++) {
            if (nodes.get(node).port() == port) {
                return "node " + node;
            }
        }
        return "port " + port;
    }

    @Override
    public void close() {
        logs.forEach(EventLog::close);
        nodes.forEach(RedisServer::close);
    }
}
