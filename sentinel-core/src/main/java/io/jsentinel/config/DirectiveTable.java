package io.jsentinel.config;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The directives that a configuration file may hold besides those of Sentinel itself, with the type of their values:
 * everything that Redis 7.0 to 7.4 and Valkey 8 take, because a Sentinel's file may hold any of it, and our own
 * {@code compat-version}, {@code http-...}, {@code agent-port} and {@code sidecar-...}. All names are known under every {@link Personality}.
 */
final class DirectiveTable {

    /** A type as {@link ValueType#named} knows it, a colon, the directives of that type; indented lines go on. */
    private static final String ROWS = """
            bind: bind http-bind
            client-output-buffer-limit: client-output-buffer-limit
            dir: dir
            enum allchannels resetchannels: acl-pubsub-default
            enum auto yes no: sidecar-kubernetes
            enum debug verbose notice warning nothing: loglevel
            enum coordinated stock: failover-mode
            enum disabled on-empty-db swapdb: repl-diskless-load
            enum everysec always no: appendfsync
            enum ignore panic panic-on-replicas: propagation-error-behavior
            enum ip hostname unknown-endpoint: cluster-preferred-endpoint-type
            enum legacy iso8601 milliseconds: log-timestamp-format
            enum legacy logfmt: log-format
            enum never api: sidecar-solo-promotion
            enum name ip: sidecar-announce
            enum no yes clients: sanitize-dump-payload
            enum no yes local: enable-debug-command enable-module-command enable-protected-configs
            enum no yes optional: tls-auth-clients
            enum no yes relative absolute: oom-score-adj
            enum off label pause lease: sidecar-fence
            enum upstart systemd auto no: supervised
            enum user local0 local1 local2 local3 local4 local5 local6 local7: syslog-facility
            enum volatile-lru volatile-lfu volatile-random volatile-ttl allkeys-lru allkeys-lfu allkeys-random
                noeviction: maxmemory-policy
            file appendfilename full: appendfilename
            file dbfilename: dbfilename
            flags default save nosave now force: shutdown-on-sigint shutdown-on-sigterm
            folder appenddirname: appenddirname
            host: cluster-announce-hostname
            latency-tracking-info-percentiles: latency-tracking-info-percentiles
            memory 0 18446744073709551615: cluster-link-sendbuf-limit maxmemory
            memory 0 9223372036854775807: auto-aof-rewrite-min-size hash-max-listpack-value hash-max-ziplist-value
                hll-sparse-max-bytes stream-node-max-bytes zset-max-listpack-value zset-max-ziplist-value
            memory 1 9223372036854775807: active-defrag-ignore-bytes repl-backlog-size
            memory 1048576 9223372036854775807: client-query-buffer-limit proto-max-bulk-len
            notify-keyspace-events: notify-keyspace-events
            octal 0 777: unixsocketperm
            oom-score-adj-values: oom-score-adj-values
            percent -100 9223372036854775807: maxmemory-clients
            replicaof: replicaof slaveof
            save: save
            text: http-local http-token-file http-trusted aclfile aof-rewrite-cpulist aof_rewrite_cpulist availability-zone bgsave-cpulist bgsave_cpulist
                bind-source-addr bio-cpulist bio_cpulist cluster-announce-client-ipv4 cluster-announce-client-ipv6
                cluster-announce-human-nodename cluster-announce-ip cluster-config-file debug-context
                ignore-warnings list-max-ziplist-entries list-max-ziplist-value locale-collate logfile
                lua-replicate-commands masterauth masteruser pidfile primaryauth primaryuser replica-announce-ip
                req-res-logfile requirepass server-cpulist server_cpulist sidecar-master-name sidecar-namespace
                sidecar-node-ip
                sidecar-pod sidecar-pod-ip sidecar-record-file sidecar-redis-host sidecar-role-file
                sidecar-role-labels sidecar-lease sidecar-statefulset sidecar-service
                slave-announce-ip syslog-ident
                tls-ca-cert-dir tls-ca-cert-file tls-cert-file tls-ciphers tls-ciphersuites tls-client-cert-file
                tls-client-key-file tls-client-key-file-pass tls-dh-params-file tls-key-file tls-key-file-pass
                tls-protocols unixsocket unixsocketgroup
            title: proc-title-template
            version: compat-version
            whole -1 9223372036854775807: slowlog-log-slower-than
            whole -2147483648 2147483647: key-load-delay list-max-listpack-size list-max-ziplist-size
                rdb-key-save-delay
            whole -1 86400: sidecar-bootstrap-wait-last-master
            whole 0 100: maxmemory-eviction-tenacity
            whole 0 1000: active-defrag-threshold-lower active-defrag-threshold-upper
            whole 0 128: prefetch-batch-max-size sidecar-replicas
            whole 0 18446744073709551615: cluster-blacklist-ttl
            whole 0 2147483647: auto-aof-rewrite-percentage cluster-migration-barrier
                cluster-replica-validity-factor cluster-slave-validity-factor events-per-io-thread hz lfu-decay-time
                lfu-log-factor list-compress-depth min-replicas-max-lag min-replicas-to-write min-slaves-max-lag
                min-slaves-to-write repl-diskless-sync-delay repl-diskless-sync-max-replicas replica-priority
                shutdown-timeout slave-priority tcp-backlog tcp-keepalive timeout tls-session-cache-size
                tls-session-cache-timeout watchdog-period
            whole 0 4294967295: socket-mark-id
            whole 0 65535: agent-port http-port cluster-announce-bus-port cluster-announce-port cluster-announce-tls-port cluster-port
                port replica-announce-port slave-announce-port tls-port
            whole 0 9223372036854775807: acllog-max-len busy-reply-threshold cluster-node-timeout
                cluster-ping-interval hash-max-listpack-entries hash-max-ziplist-entries latency-monitor-threshold
                lua-time-limit repl-backlog-ttl set-max-intset-entries set-max-listpack-entries
                set-max-listpack-value slowlog-max-len stream-node-max-entries tracking-table-max-keys
                zset-max-listpack-entries zset-max-ziplist-entries
            whole 0 86400: sidecar-bootstrap-wait
            whole 1 10: active-expire-effort
            whole 1 1000: max-new-connections-per-cycle max-new-tls-connections-per-cycle
            whole 1 128: io-threads
            whole 1 2147483647: databases maxmemory-samples repl-ping-replica-period repl-ping-slave-period
                repl-timeout
            whole 1 4294967295: maxclients
            whole 1 65535: sidecar-redis-port
            whole 5 3600: sidecar-lease-duration
            whole 1 3600: sidecar-stop-budget
            whole 1 86400: sidecar-fence-after sidecar-prune-after
            whole 1 9223372036854775807: active-defrag-max-scan-fields
            whole 1 99: active-defrag-cycle-max active-defrag-cycle-min
            whole 1024 2147483647: loading-process-events-interval-bytes
            whole 2 3: client-default-resp
            yesno: reboot-guard foreign-guard
            yesno: sidecar-handover-on-stop activedefrag activerehashing always-show-logo aof-disable-auto-gc aof-load-truncated
                aof-rewrite-incremental-fsync aof-timestamp-enabled aof-use-rdb-preamble appendonly
                cluster-allow-pubsubshard-when-down cluster-allow-reads-when-down cluster-allow-replica-migration
                cluster-enabled cluster-replica-no-failover cluster-require-full-coverage cluster-slave-no-failover
                cluster-slot-stats-enabled crash-log-enabled crash-memcheck-enabled daemonize disable-thp
                dual-channel-replication-enabled dynamic-hz enable-debug-assert extended-redis-compatibility
                hide-user-data-from-log io-threads-do-reads jemalloc-bg-thread latency-tracking
                lazyfree-lazy-eviction lazyfree-lazy-expire lazyfree-lazy-server-del lazyfree-lazy-user-del
                lazyfree-lazy-user-flush lua-enable-deprecated-api no-appendfsync-on-rewrite protected-mode
                rdb-del-sync-files rdb-save-incremental-fsync rdbchecksum rdbcompression repl-disable-tcp-nodelay
                repl-diskless-sync replica-announced replica-ignore-disk-write-errors replica-ignore-maxmemory
                replica-lazy-flush replica-read-only replica-serve-stale-data set-proc-title slave-ignore-maxmemory
                slave-lazy-flush slave-read-only slave-serve-stale-data stop-writes-on-bgsave-error syslog-enabled
                tls-cluster tls-prefer-server-ciphers tls-replication tls-session-caching use-exit-on-panic
            """;

    /** Every plain directive, other spellings included, and what values it takes. */
    static final SortedMap<String, ValueType> TYPES = types();

    /** The names of those that are no setting but do something. */
    static final List<String> SPECIAL = List.of("include", "loadmodule", "rename-command", "sentinel", "user");

    /** All names. */
    static final SortedSet<String> NAMES = names();

    /** Those that only we know, and that Redis and Valkey stop at. */
    static final SortedSet<String> OURS = ours();

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

    private DirectiveTable() {}

    private static SortedMap<String, ValueType> types() {
        SortedMap<String, ValueType> types = new TreeMap<>();
        for (String row : ROWS.replaceAll("\n {4}", " ").lines().toList()) {
            int colon = row.indexOf(": ");
            ValueType type = ValueType.named(row.substring(0, colon));
            for (String name : row.substring(colon + 2).split(" ")) {
                types.put(name, type);
            }
        }
        return Collections.unmodifiableSortedMap(types);
    }

    private static SortedSet<String> ours() {
        SortedSet<String> ours = new TreeSet<>(
                List.of("agent-port", "compat-version", "failover-mode", "foreign-guard", "reboot-guard"));
        for (String name : TYPES.keySet()) {
            if (name.startsWith("http-") || name.startsWith("sidecar-")) {
                ours.add(name);
            }
        }
        return Collections.unmodifiableSortedSet(ours);
    }

    private static SortedSet<String> names() {
        List<String> all = new ArrayList<>(TYPES.keySet());
        all.addAll(SPECIAL);
        return Collections.unmodifiableSortedSet(new TreeSet<>(all));
    }
}
