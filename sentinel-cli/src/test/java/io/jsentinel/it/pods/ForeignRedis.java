package io.jsentinel.it.pods;

import io.jsentinel.testkit.Await;
import io.jsentinel.testkit.RespClient;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.stream.Collectors;

/** A Redis server of somebody else, which got an address that a pod had before. */
final class ForeignRedis implements AutoCloseable {

    private static final Duration LIMIT = Duration.ofSeconds(2);

    private final String id;
    private final String address;

    private ForeignRedis(String id, String address) {
        this.id = id;
        this.address = address;
    }

    static ForeignRedis start(ContainerSet set, String address) {
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
                "");
        ForeignRedis foreign = new ForeignRedis(id, address);
        // Neighbours remember the hardware address of the dead pod; a question from here tells them the new one.
        String asks = "for host in $(hostname -i | sed 's/[0-9]*$/1/') "
                + set.pods().stream().map(ContainerPod::address).collect(Collectors.joining(" "))
                + "; do timeout 5 redis-cli -h $host PING || true; done";
        Podman.podman("exec", id, "sh", "-c", asks);
        return foreign;
    }

    private RespClient client() {
        return RespClient.connect(new InetSocketAddress(address, 6379), LIMIT, LIMIT);
    }

    /** Writes so many keys. */
    void fill(int keys) {
        Await.atMost(Duration.ofSeconds(20)).until("the foreign server answers", () -> role().contains("master"));
        try (RespClient client = client()) {
            for (int i = 0; i < keys; i++) {
                client.call("SET", "theirs:" + i, "x");
            }
        }
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
