package io.jsentinel.server.net;

import io.jsentinel.config.Personality;
import io.jsentinel.config.ServerConfig;
import io.jsentinel.resp.Resp;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import java.util.function.Supplier;

/** What INFO answers: the blocks of a Sentinel with the field names of the version shown. */
final class InfoSections {

    private static final Set<String> EVERYTHING = new LinkedHashSet<>(List.of("default", "all", "everything"));

    private final Sessions sessions;
    private final ServerFacts facts;
    private final Map<String, Supplier<String>> sections = new LinkedHashMap<>();

    InfoSections(Sessions sessions, ServerFacts facts) {
        this.sessions = sessions;
        this.facts = facts;
        sections.put("server", this::server);
        sections.put("clients", this::clients);
        sections.put("stats", this::stats);
        sections.put("cpu", InfoSections::cpu);
        sections.put("sentinel", () -> sessions.backend().sentinelInfo());
    }

    /**
     * The answer to INFO; a plain bulk string in both versions of the protocol.
     *
     * @param names the sections asked for, none for all; unknown names are left out
     */
    Resp answer(List<String> names) {
        Set<String> wanted = new LinkedHashSet<>();
        for (String name : names) {
            wanted.add(name.toLowerCase(Locale.ROOT));
        }
        boolean all = wanted.isEmpty() || wanted.stream().anyMatch(EVERYTHING::contains);
        StringJoiner text = new StringJoiner("\r\n");
        for (Map.Entry<String, Supplier<String>> section : sections.entrySet()) {
            if (all || wanted.contains(section.getKey())) {
                text.add(section.getValue().get());
            }
        }
        return Resp.bulk(text.toString());
    }

    /** All sections. */
    String text() {
        StringJoiner text = new StringJoiner("\r\n");
        sections.values().forEach(section -> text.add(section.get()));
        return text.toString();
    }

    private String server() {
        Instant now = Instant.now();
        long upSeconds = (System.nanoTime() - facts.startedNanos()) / 1_000_000_000;
        Block block = identity()
                .add("os", System.getProperty("os.name") + " " + System.getProperty("os.version") + " " + machine())
                .add("arch_bits", 64)
                .add("monotonic_clock", "System.nanoTime")
                .add("multiplexing_api", "nio")
                .add("atomicvar_api", "java")
                .add("gcc_version", "0.0.0")
                .add("process_id", ProcessHandle.current().pid())
                .add("process_supervised", "no")
                .add("run_id", facts.runId())
                .add("tcp_port", facts.port())
                .add("server_time_usec", now.getEpochSecond() * 1_000_000 + now.getNano() / 1_000)
                .add("uptime_in_seconds", upSeconds)
                .add("uptime_in_days", upSeconds / 86_400)
                .add("hz", 10)
                .add("configured_hz", 10)
                .add("lru_clock", now.getEpochSecond() & 0xff_ffff)
                .add("executable", ProcessHandle.current().info().command().orElse(""))
                .add("config_file", facts.configFile())
                .add("io_threads_active", 0);
        if (!shown().isAtLeast(Personality.REDIS_7_2)) {
            return block.text();
        }
        addListeners(block);
        return block.text();
    }

    /** Where clients get in; each kind of listener has its own number, whether the others are there or not. */
    private void addListeners(Block block) {
        ServerConfig config = sessions.config();
        if (config.port() != 0) {
            block.add("listener0", listener("tcp", config.port()));
        }
        if (!config.sockets().unixPath().isEmpty()) {
            block.add("listener1", "name=unix,bind=" + config.sockets().unixPath());
        }
        if (config.tls().port() != 0) {
            block.add("listener2", listener("tls", config.tls().port()));
        }
    }

    private String listener(String kind, int port) {
        StringJoiner binds = new StringJoiner(",bind=", "name=" + kind + ",bind=", ",port=" + port);
        sessions.config().bind().forEach(binds::add);
        return binds.toString();
    }

    /** Which version of which program this is. */
    private Block identity() {
        Block block = new Block("Server").add("redis_version", shown().redisVersion());
        if (shown().isValkey()) {
            block.add("server_name", shown().serverName()).add("valkey_version", shown().serverVersion());
        }
        return block.add("redis_git_sha1", "00000000")
                .add("redis_git_dirty", 0)
                .add("redis_build_id", "0")
                .add(sessions.config().identity().modeField(), "sentinel");
    }

    private Personality shown() {
        return sessions.config().personality();
    }

    private String clients() {
        List<ClientSession> all = sessions.all();
        long largestInput =
                all.stream().mapToLong(ClientSession::unservedBytes).max().orElse(0);
        long largestOutput =
                all.stream().mapToLong(ClientSession::pendingBytes).max().orElse(0);
        long listening = all.stream()
                .filter(client -> client.subscriptions().count() > 0)
                .count();
        long tracking =
                all.stream().filter(client -> client.facts().tracking.isOn()).count();
        boolean later = shown().isAtLeast(Personality.REDIS_7_2);
        Block block = new Block("Clients")
                .add("connected_clients", all.size())
                .add("cluster_connections", 0)
                .add("maxclients", sessions.maxClients())
                .add("client_recent_max_input_buffer", largestInput)
                .add("client_recent_max_output_buffer", largestOutput)
                .add(
                        "blocked_clients",
                        all.stream().filter(ClientSession::isPostponed).count())
                .add("tracking_clients", tracking);
        if (later) {
            block.add("pubsub_clients", listening).add("watching_clients", 0);
        }
        block.add("clients_in_timeout_table", 0);
        if (later) {
            block.zeros("total_watched_keys", "total_blocking_keys", "total_blocking_keys_on_nokey");
        }
        return block.text();
    }

    private String stats() {
        Traffic traffic = sessions.traffic();
        Block block = new Block("Stats")
                .add("total_connections_received", traffic.connections)
                .add("total_commands_processed", traffic.commands)
                .add("instantaneous_ops_per_sec", traffic.commandsPerSecond())
                .add("total_net_input_bytes", traffic.bytesIn)
                .add("total_net_output_bytes", traffic.bytesOut)
                .zeros("total_net_repl_input_bytes", "total_net_repl_output_bytes")
                .add("instantaneous_input_kbps", traffic.kbpsIn(), 2)
                .add("instantaneous_output_kbps", traffic.kbpsOut(), 2)
                .add("instantaneous_input_repl_kbps", 0, 2)
                .add("instantaneous_output_repl_kbps", 0, 2)
                .add("rejected_connections", traffic.rejected)
                .zeros("sync_full", "sync_partial_ok", "sync_partial_err", "expired_keys")
                .add("expired_stale_perc", 0, 2)
                .zeros(
                        "expired_time_cap_reached_count",
                        "expire_cycle_cpu_milliseconds",
                        "evicted_keys",
                        "evicted_clients",
                        "total_eviction_exceeded_time",
                        "current_eviction_exceeded_time",
                        "keyspace_hits",
                        "keyspace_misses")
                .add("pubsub_channels", sessions.subscriptions().channels())
                .add("pubsub_patterns", sessions.subscriptions().patterns())
                .zeros(
                        "pubsubshard_channels",
                        "latest_fork_usec",
                        "total_forks",
                        "migrate_cached_sockets",
                        "slave_expires_tracked_keys",
                        "active_defrag_hits",
                        "active_defrag_misses",
                        "active_defrag_key_hits",
                        "active_defrag_key_misses",
                        "total_active_defrag_time",
                        "current_active_defrag_time",
                        "tracking_total_keys",
                        "tracking_total_items",
                        "tracking_total_prefixes",
                        "unexpected_error_replies")
                .add("total_error_replies", traffic.errors)
                .zeros("dump_payload_sanitizations")
                .add("total_reads_processed", traffic.reads)
                .add("total_writes_processed", traffic.writes)
                .zeros(
                        "io_threaded_reads_processed",
                        "io_threaded_writes_processed",
                        "reply_buffer_shrinks",
                        "reply_buffer_expands");
        if (shown().isAtLeast(Personality.REDIS_7_2)) {
            block.add("acl_access_denied_auth", traffic.deniedLogins)
                    .add("acl_access_denied_cmd", traffic.deniedCommands)
                    .zeros("acl_access_denied_key")
                    .add("acl_access_denied_channel", traffic.deniedChannels);
        }
        return block.text();
    }

    /** The machine in the word of the system, as Redis tells it; Java has a word of its own for the commonest. */
    private static String machine() {
        String arch = System.getProperty("os.arch");
        return arch.equals("amd64") ? "x86_64" : arch;
    }

    private static String cpu() {
        ProcessorTime process = ProcessorTime.ofProcess();
        ProcessorTime thread = ProcessorTime.ofThisThread();
        return new Block("CPU")
                .add("used_cpu_sys", process.systemSeconds(), 6)
                .add("used_cpu_user", process.userSeconds(), 6)
                .add("used_cpu_sys_children", process.childSystemSeconds(), 6)
                .add("used_cpu_user_children", process.childUserSeconds(), 6)
                .add("used_cpu_sys_main_thread", thread.systemSeconds(), 6)
                .add("used_cpu_user_main_thread", thread.userSeconds(), 6)
                .text();
    }

    /** The text of one section. */
    private static final class Block {
        private final StringBuilder text = new StringBuilder();

        Block(String title) {
            text.append("# ").append(title).append("\r\n");
        }

        Block add(String name, String value) {
            text.append(name).append(':').append(value).append("\r\n");
            return this;
        }

        Block add(String name, long value) {
            return add(name, Long.toString(value));
        }

        Block add(String name, double value, int decimals) {
            return add(name, String.format(Locale.ROOT, "%." + decimals + "f", value));
        }

        Block zeros(String... names) {
            for (String name : names) {
                add(name, 0);
            }
            return this;
        }

        String text() {
            return text.toString();
        }
    }
}
