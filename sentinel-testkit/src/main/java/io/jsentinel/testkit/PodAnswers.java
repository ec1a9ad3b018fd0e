package io.jsentinel.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the Redis server and the daemon of a pod say when they are asked over their ports. */
public abstract class PodAnswers {

    private static final Duration LOOK_BOUND = Duration.ofSeconds(1);

    PodAnswers() {}

    /** The address of now. */
    public abstract String address();

    /** The name in DNS, which stays. */
    public abstract String host();

    /** Whether the Redis server's process exists. */
    public abstract boolean hasRedis();

    /** Sends one command to the Redis server. */
    public Reply redis(String... words) {
        return call(PodSet.REDIS_PORT, words);
    }

    /** Sends one command to the daemon. */
    public Reply sentinel(String... words) {
        return call(PodSet.SENTINEL_PORT, words);
    }

    /** A client of a port of this pod. */
    public RespClient client(int port) {
        try {
            InetSocketAddress at = new InetSocketAddress(InetAddress.getByName(address()), port);
            return RespClient.connect(at, LOOK_BOUND, RespClient.READ_TIMEOUT);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Reply call(int port, String... words) {
        try (RespClient client = client(port)) {
            return client.call(words);
        }
    }

    /** The fields of one section of the Redis server's INFO. */
    public Map<String, String> info(String section) {
        try (RespClient client = client(PodSet.REDIS_PORT)) {
            return RedisServer.info(client, section);
        }
    }

    /** Whether the Redis server runs, answers, and says that it is a master. */
    public boolean isMaster() {
        try {
            return hasRedis() && info("replication").getOrDefault("role", "").equals("master");
        } catch (UncheckedIOException e) {
            return false;
        }
    }

    /** Whether the Redis server is a replica of that pod whose link is up. */
    public boolean follows(LoopbackPod master) {
        Map<String, String> replication = info("replication");
        String host = replication.getOrDefault("master_host", "");
        return replication.getOrDefault("role", "").equals("slave")
                && (host.equals(master.host()) || host.equals(master.address()))
                && replication.get("master_link_status").equals("up");
    }

    /** The master's host as this pod's daemon tells clients; nothing while it tells none. */
    public Optional<String> toldMaster() {
        Reply answer = sentinel("SENTINEL", "GET-MASTER-ADDR-BY-NAME", PodSet.MASTER);
        return answer.isNull()
                ? Optional.empty()
                : Optional.of(answer.asList().get(0).asText());
    }

    /** Whether the daemon has decided what the Redis server is to be. */
    public boolean isGateOpen() {
        try {
            Reply state = sentinel("SENTINEL", "PEERSTATE", PodSet.MASTER);
            List<Reply> fields = state.asList();
            for (int i = 0; i + 1 < fields.size(); i += 2) {
                if (fields.get(i).asText().equals("phase")) {
                    return List.of("join", "run", "drain")
                            .contains(fields.get(i + 1).asText());
                }
            }
            return false;
        } catch (RuntimeException e) {
            return false;
        }
    }
}
