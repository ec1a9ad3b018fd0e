package io.jsentinel.sim;

import io.jsentinel.address.Endpoint;
import java.util.ArrayList;
import java.util.List;

/** The INFO of a simulated Redis server, with the names and forms of Redis 7.0. */
final class InfoWriter {

    private static final int USUAL_LENGTH = 1_024;
    private static final String NO_ID = "0".repeat(40);

    private final StringBuilder text = new StringBuilder(USUAL_LENGTH);

    private InfoWriter() {}

    static String textOf(SimRedis redis) {
        InfoWriter writer = new InfoWriter();
        writer.line("# Server");
        writer.field("redis_version", redis.version());
        writer.field("run_id", redis.runId().value());
        writer.field("tcp_port", redis.endpoint().port());
        writer.line("");
        writer.line("# Persistence");
        writer.field("loading", 0);
        writer.field("aof_enabled", redis.hasAppendOnlyFile() ? 1 : 0);
        writer.line("");
        writer.line("# Replication");
        if (redis.replication().isMaster()) {
            writer.field("role", "master");
        } else {
            writer.replica(redis);
        }
        writer.replicasOf(redis);
        writer.field("master_failover_state", "no-failover");
        writer.field("master_replid", redis.replication().replicationId());
        String secondary = redis.replication().secondaryId();
        writer.field("master_replid2", secondary.isEmpty() ? NO_ID : secondary);
        writer.field("second_repl_offset", redis.replication().secondaryOffset());
        writer.field("master_repl_offset", redis.replication().offset());
        writer.line("");
        writer.line("# Keyspace");
        if (redis.replication().keys() > 0) {
            writer.line("db0:keys=" + redis.replication().keys() + ",expires=0,avg_ttl=0");
        }
        return writer.text.toString();
    }

    private void replica(SimRedis redis) {
        Replication replication = redis.replication();
        Endpoint master = replication.master().orElseThrow();
        field("role", "slave");
        field("master_host", master.host());
        field("master_port", master.port());
        field("master_link_status", replication.isLinkUp() ? "up" : "down");
        field("master_last_io_seconds_ago", replication.isLinkUp() ? 1 : -1);
        field("master_sync_in_progress", 0);
        field("slave_read_repl_offset", replication.offset());
        field("slave_repl_offset", replication.offset());
        if (!replication.isLinkUp()) {
            field("master_link_down_since_seconds", replication.linkDownSeconds());
        }
        field("slave_priority", redis.priority());
        field("slave_read_only", 1);
        field("replica_announced", redis.isAnnounced() ? 1 : 0);
    }

    private void replicasOf(SimRedis redis) {
        List<SimRedis> replicas = new ArrayList<>();
        for (SimRedis other : redis.world().network().redises()) {
            if (!other.isCrashed()
                    && other.replication().isLinkUp()
                    && other.replication().source().orElse(null) == redis) {
                replicas.add(other);
            }
        }
        field("connected_slaves", replicas.size());
        int index = 0;
        for (SimRedis replica : replicas) {
            field(
                    "slave" + index++,
                    "ip=" + replica.announcedHost() + ",port="
                            + replica.endpoint().port() + ",state=online,offset="
                            + replica.replication().offset() + ",lag=0");
        }
    }

    private void field(String name, long value) {
        text.append(name).append(':').append(value).append("\r\n");
    }

    private void field(String name, String value) {
        text.append(name).append(':').append(value).append("\r\n");
    }

    private void line(String line) {
        text.append(line).append("\r\n");
    }
}
