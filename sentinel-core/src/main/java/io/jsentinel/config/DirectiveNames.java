package io.jsentinel.config;

import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The names of the directives that a configuration file may hold besides those of Sentinel itself: everything that
 * Redis 6.2 to 7.4 and Valkey 8 take, because a Sentinel's file may hold any of it, and our own {@code compat-version}.
 */
final class DirectiveNames {

    /** Those that take exactly one value. */
    static final SortedSet<String> WITH_ONE_VALUE = names("""
            acl-pubsub-default aclfile acllog-max-len active-defrag-cycle-max active-defrag-cycle-min
            active-defrag-ignore-bytes active-defrag-max-scan-fields active-defrag-threshold-lower
            active-defrag-threshold-upper active-expire-effort activedefrag activerehashing always-show-logo
            aof-disable-auto-gc aof-load-truncated aof-rewrite-cpulist aof-rewrite-incremental-fsync
            aof-timestamp-enabled aof-use-rdb-preamble aof_rewrite_cpulist appenddirname appendfilename appendfsync
            appendonly auto-aof-rewrite-min-size auto-aof-rewrite-percentage availability-zone bgsave-cpulist
            bgsave_cpulist bind-source-addr bio-cpulist bio_cpulist busy-reply-threshold client-default-resp
            client-query-buffer-limit cluster-allow-pubsubshard-when-down cluster-allow-reads-when-down
            cluster-allow-replica-migration cluster-announce-bus-port cluster-announce-client-ipv4
            cluster-announce-client-ipv6 cluster-announce-hostname cluster-announce-human-nodename
            cluster-announce-ip cluster-announce-port cluster-announce-tls-port cluster-blacklist-ttl
            cluster-config-file cluster-enabled cluster-link-sendbuf-limit cluster-migration-barrier
            cluster-node-timeout cluster-ping-interval cluster-port cluster-preferred-endpoint-type
            cluster-replica-no-failover cluster-replica-validity-factor cluster-require-full-coverage
            cluster-slave-no-failover cluster-slave-validity-factor cluster-slot-stats-enabled compat-version crash-log-enabled
            crash-memcheck-enabled daemonize databases dbfilename debug-context dir disable-thp
            dual-channel-replication-enabled dynamic-hz enable-debug-assert enable-debug-command
            enable-module-command enable-protected-configs events-per-io-thread extended-redis-compatibility
            hash-max-listpack-entries hash-max-listpack-value hash-max-ziplist-entries hash-max-ziplist-value
            hide-user-data-from-log hll-sparse-max-bytes hz ignore-warnings io-threads io-threads-do-reads
            jemalloc-bg-thread key-load-delay latency-monitor-threshold latency-tracking lazyfree-lazy-eviction
            lazyfree-lazy-expire lazyfree-lazy-server-del lazyfree-lazy-user-del lazyfree-lazy-user-flush
            lfu-decay-time lfu-log-factor list-compress-depth list-max-listpack-size list-max-ziplist-entries
            list-max-ziplist-size list-max-ziplist-value loading-process-events-interval-bytes locale-collate
            log-format log-timestamp-format logfile loglevel lua-enable-deprecated-api lua-replicate-commands
            lua-time-limit masterauth masteruser max-new-connections-per-cycle max-new-tls-connections-per-cycle
            maxclients maxmemory maxmemory-clients maxmemory-eviction-tenacity maxmemory-policy maxmemory-samples
            min-replicas-max-lag min-replicas-to-write min-slaves-max-lag min-slaves-to-write
            no-appendfsync-on-rewrite notify-keyspace-events oom-score-adj pidfile port prefetch-batch-max-size
            primaryauth primaryuser proc-title-template propagation-error-behavior protected-mode proto-max-bulk-len
            rdb-del-sync-files rdb-key-save-delay rdb-save-incremental-fsync rdbchecksum rdbcompression
            repl-backlog-size repl-backlog-ttl repl-disable-tcp-nodelay repl-diskless-load repl-diskless-sync
            repl-diskless-sync-delay repl-diskless-sync-max-replicas repl-ping-replica-period repl-ping-slave-period
            repl-timeout replica-announce-ip replica-announce-port replica-announced replica-ignore-disk-write-errors
            replica-ignore-maxmemory replica-lazy-flush replica-priority replica-read-only replica-serve-stale-data
            req-res-logfile requirepass sanitize-dump-payload server-cpulist server_cpulist set-max-intset-entries
            set-max-listpack-entries set-max-listpack-value set-proc-title shutdown-timeout slave-announce-ip
            slave-announce-port slave-ignore-maxmemory slave-lazy-flush slave-priority slave-read-only
            slave-serve-stale-data slowlog-log-slower-than slowlog-max-len socket-mark-id stop-writes-on-bgsave-error
            stream-node-max-bytes stream-node-max-entries supervised syslog-enabled syslog-facility syslog-ident
            tcp-backlog tcp-keepalive timeout tls-auth-clients tls-ca-cert-dir tls-ca-cert-file tls-cert-file
            tls-ciphers tls-ciphersuites tls-client-cert-file tls-client-key-file tls-client-key-file-pass
            tls-cluster tls-dh-params-file tls-key-file tls-key-file-pass tls-port tls-prefer-server-ciphers
            tls-protocols tls-replication tls-session-cache-size tls-session-cache-timeout tls-session-caching
            tracking-table-max-keys unixsocket unixsocketgroup unixsocketperm use-exit-on-panic watchdog-period
            zset-max-listpack-entries zset-max-listpack-value zset-max-ziplist-entries zset-max-ziplist-value
            """);

    /** Those that take several values. */
    static final SortedSet<String> WITH_SEVERAL_VALUES = names("""
            bind client-output-buffer-limit latency-tracking-info-percentiles oom-score-adj-values replicaof save
            shutdown-on-sigint shutdown-on-sigterm slaveof
            """);

    /** Those that are no setting but do something. */
    static final SortedSet<String> SPECIAL = names("include loadmodule rename-command sentinel user");

    /** Those whose values nobody else may see. */
    static final List<String> WITH_SECRET = List.of(
            "requirepass",
            "masterauth",
            "masteruser",
            "primaryauth",
            "primaryuser",
            "user",
            "tls-key-file-pass",
            "tls-client-key-file-pass",
            "auth-pass",
            "auth-user",
            "sentinel-pass",
            "sentinel-user");

    /** All of them. */
    static final SortedSet<String> ALL = all();

    private DirectiveNames() {}

    private static SortedSet<String> names(String words) {
        return Collections.unmodifiableSortedSet(
                new TreeSet<>(List.of(words.strip().split("\\s+"))));
    }

    private static SortedSet<String> all() {
        SortedSet<String> all = new TreeSet<>(WITH_ONE_VALUE);
        all.addAll(WITH_SEVERAL_VALUES);
        all.addAll(SPECIAL);
        return Collections.unmodifiableSortedSet(all);
    }
}
