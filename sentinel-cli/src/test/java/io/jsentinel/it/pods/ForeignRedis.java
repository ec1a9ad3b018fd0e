package io.jsentinel.it.pods;

import io.jsentinel.testkit.Await;
import io.jsentinel.testkit.RespClient;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.stream.Collectors;

/** A Redis server of somebody else, which got an address that a pod had before. */
final class ForeignRedis implements AutoCloseable {

    private static final Duration LIMIT = Duration.ofSeconds(2);

    private static final Duration START = Duration.ofSeconds(60);
    private static final String SOCKET = "/tmp/redis.sock";

    private final String id;
    private final String address;

    private ForeignRedis(String id, String address) {
        this.id = id;
        this.address = address;
    }

    /** Starts a server that has so many keys before anybody can reach it: an empty one has nothing to lose. */
    static ForeignRedis start(ContainerSet set, String address, int keys) {
        String id = Podman.podman(
                "run",
                "-d",
                "--network",
                set.network(),
                "--ip",
                address,
                "localhost/jsentinel-redis",
                "redis-server",
                "--protected-mode",
                "no",
                "--save",
                "",
                "--port",
                "0",
                "--unixsocket",
                SOCKET);
        ForeignRedis foreign = new ForeignRedis(id, address);
        Await.atMost(START)
                .until(
                        "the foreign server answers",
                        () -> foreign.inside("PING || true").equals("PONG"));
        foreign.inside("EVAL \"for i = 1, " + keys + " do redis.call('SET', 'theirs:' .. i, 'x') end\" 0");
        // Neighbours remember the hardware address of the dead pod; a question from here tells them the new one.
        String others = set.pods().stream().map(ContainerPod::address).collect(Collectors.joining(" "));
        Podman.podman(
                "exec",
                id,
                "sh",
                "-c",
                "for host in " + set.nodeAddress() + " " + others
                        + "; do timeout 5 redis-cli -h $host PING || true; done");
        foreign.inside("CONFIG SET port 6379");
        Await.atMost(START).until("the foreign server is reached", () -> foreign.keys() == keys);
        return foreign;
    }

    private String inside(String words) {
        return Podman.podman("exec", id, "sh", "-c", "redis-cli -s " + SOCKET + " " + words);
    }

    private RespClient client() {
        return RespClient.connect(new InetSocketAddress(address, 6379), LIMIT, LIMIT);
    }

    /** How many keys it has. */
    int keys() {
        try (RespClient client = client()) {
            return (int) client.call("DBSIZE").asLong();
        }
    }

    /** What ROLE says. */
    String role() {
        try (RespClient client = client()) {
            return client.call("ROLE").toString();
        }
    }

    @Override
    public void close() {
        Podman.cleanUp("rm", "-f", "-t", "0", id);
    }
}
