package io.jsentinel.rehearsal;

import java.util.List;

/** The INFO of a stand-in, with the names and forms of Redis 7.0. */
final class StandInInfo {

    private static final long OFFSET = 4711;

    private final StringBuilder text = new StringBuilder();

    private StandInInfo() {}

    /** All of it. */
    static String of(StandIn server) {
        StandInInfo info = new StandInInfo();
        info.line("# Server");
        info.field("redis_version", "7.0.15");
        info.field("run_id", server.runId().value());
        info.field("tcp_port", server.place().port());
        info.line("");
        info.line("# Persistence");
        info.field("loading", 0);
        info.field("aof_enabled", 1);
        info.line("");
        info.line("# Replication");
        if (server.isMaster()) {
            info.field("role", "master");
        } else {
            info.replica(server);
        }
        info.replicasOf(server);
        info.field("master_failover_state", "no-failover");
        info.field("master_replid", server.history());
        info.field("master_replid2", "0".repeat(40));
        info.field("second_repl_offset", -1);
        info.field("master_repl_offset", OFFSET);
        info.line("");
        info.line("# Keyspace");
        info.line("db0:keys=7,expires=0,avg_ttl=0");
        return info.text.toString();
    }

    private void replica(StandIn server) {
        boolean linked = server.source().isPresent();
        field("role", "slave");
        server.master().ifPresent(master -> {
            field("master_host", master.host());
            field("master_port", master.port());
        });
        field("master_link_status", linked ? "up" : "down");
        field("master_last_io_seconds_ago", linked ? 1 : -1);
        field("master_sync_in_progress", 0);
        field("slave_read_repl_offset", OFFSET);
        field("slave_repl_offset", OFFSET);
        if (!linked) {
            field("master_link_down_since_seconds", 1);
        }
        field("slave_priority", 100);
        field("slave_read_only", 1);
        field("replica_announced", 1);
    }

    private void replicasOf(StandIn server) {
        List<StandIn> replicas = server.replicas();
        field("connected_slaves", replicas.size());
        int index = 0;
        for (StandIn replica : replicas) {
            field(
                    "slave" + index++,
                    "ip=" + replica.place().host() + ",port=" + replica.place().port() + ",state=online,offset="
                            + OFFSET + ",lag=0");
        }
    }

    private void field(String name, long value) {
        field(name, Long.toString(value));
    }

    private void field(String name, String value) {
        line(name + ":" + value);
    }

    private void line(String line) {
        text.append(line).append("\r\n");
    }
}
