package io.jsentinel.bench.micro;

import io.jsentinel.address.Endpoint;

/** Texts of the size and form that servers of Redis 7.0 send. */
final class Texts {

    private static final String ID = "0123456789abcdef0123456789abcdef01234567";

    private static final String BEFORE = """
            # Server
            redis_version:7.0.15
            redis_git_sha1:00000000
            redis_mode:standalone
            os:Linux 6.1.0 x86_64
            process_id:1234
            run_id:%1$s
            tcp_port:6379
            uptime_in_seconds:86400
            hz:10
            lru_clock:12345678

            # Clients
            connected_clients:12
            maxclients:10000
            blocked_clients:0

            # Memory
            used_memory:1000000
            used_memory_human:976.56K
            used_memory_rss:9000000
            maxmemory:0
            mem_fragmentation_ratio:9.00

            # Persistence
            loading:0
            async_loading:0
            rdb_changes_since_last_save:0
            rdb_bgsave_in_progress:0
            aof_enabled:0

            # Stats
            total_connections_received:100
            total_commands_processed:100000
            instantaneous_ops_per_sec:10
            rejected_connections:0

            # Replication
            """.replace("%1$s", ID);

    private static final String AFTER = """
            master_failover_state:no-failover
            master_replid:%1$s
            master_replid2:0000000000000000000000000000000000000000
            master_repl_offset:1000
            second_repl_offset:-1
            repl_backlog_active:1
            repl_backlog_size:1048576
            repl_backlog_first_byte_offset:1
            repl_backlog_histlen:1000

            # CPU
            used_cpu_sys:1.0
            used_cpu_user:1.0

            # Cluster
            cluster_enabled:0

            # Keyspace
            db0:keys=10,expires=0,avg_ttl=0
            """.replace("%1$s", ID);

    private Texts() {}

    /** The INFO of a master with one replica. */
    static String masterInfo(Endpoint replica) {
        return wire(BEFORE + "role:master\nconnected_slaves:1\nslave0:ip=" + replica.host() + ",port=" + replica.port()
                + ",state=online,offset=1000,lag=0\n" + AFTER);
    }

    /** The INFO of a replica. */
    static String replicaInfo(Endpoint master) {
        return wire(BEFORE + "role:slave\nmaster_host:" + master.host() + "\nmaster_port:" + master.port()
                + "\nmaster_link_status:up\nmaster_last_io_seconds_ago:0\nmaster_sync_in_progress:0\n"
                + "slave_read_repl_offset:1000\nslave_repl_offset:1000\nslave_priority:100\nslave_read_only:1\n"
                + "replica_announced:1\nconnected_slaves:0\n" + AFTER);
    }

    private static String wire(String text) {
        return text.replace("\n", "\r\n");
    }
}
