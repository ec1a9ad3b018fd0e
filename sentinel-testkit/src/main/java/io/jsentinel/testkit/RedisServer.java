package io.jsentinel.testkit;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/** One real redis-server process on a loopback port, on which {@code CONFIG REWRITE} works. */
public final class RedisServer extends ServerProcess {

    private static final String CONF = "redis.conf";

    private final RedisSetup setup;

    RedisServer(RedisSetup setup, int port) {
        super("redis-server", port, ProcessHome.in(setup.folder(), "jsentinel-redis-"));
        this.setup = setup;
        home().write(CONF, setup.conf(port, home().path()));
    }

    /** What the next server is to be; nothing runs until {@link RedisSetup#start()}. */
    public static RedisSetup setup() {
        return new RedisSetup();
    }

    /** A master with nothing special about it, running. */
    public static RedisServer start() {
        return setup().start();
    }

    @Override
    List<String> command() {
        return List.of(
                setup.binaryOrFound().path().toString(), home().file(CONF).toString());
    }

    @Override
    Optional<String> password() {
        return setup.password();
    }

    @Override
    Optional<SSLContext> tls() {
        return setup.tls();
    }

    @Override
    Duration startBound() {
        return setup.startBound();
    }

    /** Another process may have taken the port; its answers are not the ones that are waited for. */
    @Override
    boolean isUp(RespClient client) {
        return client.call("PING").asText().equals("PONG")
                && info(client, "server").get("process_id").equals(Long.toString(pid()));
    }

    /** The fields of one section of INFO. */
    public Map<String, String> info(String section) {
        try (RespClient client = client()) {
            return info(client, section);
        }
    }

    /** The fields of one section of INFO, asked over a connection that is there. */
    public static Map<String, String> info(RespClient client, String section) {
        Map<String, String> fields = new LinkedHashMap<>();
        client.call("INFO", section)
                .asText()
                .lines()
                .filter(line -> line.contains(":"))
                .forEach(line -> fields.put(
                        line.substring(0, line.indexOf(':')),
                        line.substring(line.indexOf(':') + 1).trim()));
        return fields;
    }

    /** Whether it says that it is a master. */
    public boolean isMaster() {
        return info("replication").get("role").equals("master");
    }

    /** Whether it is a replica of that port whose link is up. */
    public boolean isReplicaOf(int masterPort) {
        Map<String, String> replication = info("replication");
        return replication.get("role").equals("slave")
                && replication.get("master_port").equals(Integer.toString(masterPort))
                && replication.get("master_link_status").equals("up");
    }

    @Override
    public String confText() {
        return home().read(CONF);
    }
}
