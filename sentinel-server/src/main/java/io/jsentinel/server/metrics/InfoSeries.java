package io.jsentinel.server.metrics;

import io.jsentinel.server.metrics.Sheet.Name;
import java.util.LinkedHashMap;
import java.util.Map;

/** The series that redis_exporter makes from INFO, by its names. Source: the series of redis_exporter 1.45 to 1.7x. */
final class InfoSeries {

    private static final String HELP = "as redis_exporter has it, from INFO: ";

    /** The number of databases that the exporter assumes of a server that does not tell. */
    private static final int DATABASES = 16;

    private static final double MICROS_IN_SECOND = 1_000_000;

    /** Values of now: the field, then the series without {@code redis_} if that is called otherwise. */
    private static final String GAUGES = """
            uptime_in_seconds
            process_id
            configured_hz
            hz
            io_threads_active
            connected_clients
            cluster_connections
            maxclients max_clients
            client_recent_max_input_buffer client_recent_max_input_buffer_bytes
            client_recent_max_output_buffer client_recent_max_output_buffer_bytes
            blocked_clients
            tracking_clients
            pubsub_clients
            clients_in_timeout_table
            sync_full replica_resyncs_full
            sync_partial_ok replica_partial_resync_accepted
            sync_partial_err replica_partial_resync_denied
            expired_stale_perc expired_stale_percentage
            pubsub_channels
            pubsub_patterns
            slave_expires_tracked_keys
            active_defrag_hits defrag_hits
            active_defrag_misses defrag_misses
            active_defrag_key_hits defrag_key_hits
            active_defrag_key_misses defrag_key_misses
            tracking_total_keys
            tracking_total_items
            tracking_total_prefixes
            unexpected_error_replies
            total_error_replies
            dump_payload_sanitizations
            total_reads_processed
            total_writes_processed
            io_threaded_reads_processed
            io_threaded_writes_processed
            """;

    /** Values that only grow, in the same form; {@code _total} is added. */
    private static final String COUNTERS = """
            total_connections_received connections_received
            total_commands_processed commands_processed
            total_net_input_bytes net_input_bytes
            total_net_output_bytes net_output_bytes
            rejected_connections
            expired_keys
            expired_time_cap_reached_count expired_time_cap_reached
            evicted_keys
            keyspace_hits
            keyspace_misses
            migrate_cached_sockets
            acl_access_denied_auth
            acl_access_denied_cmd
            acl_access_denied_key
            acl_access_denied_channel
            used_cpu_sys cpu_sys_seconds
            used_cpu_user cpu_user_seconds
            used_cpu_sys_children cpu_sys_children_seconds
            used_cpu_user_children cpu_user_children_seconds
            used_cpu_sys_main_thread cpu_sys_main_thread_seconds
            used_cpu_user_main_thread cpu_user_main_thread_seconds
            """;

    private static final Map<String, String> GAUGE_NAMES = names(GAUGES, "");
    private static final Map<String, String> COUNTER_NAMES = names(COUNTERS, "_total");

    private InfoSeries() {}

    private static Map<String, String> names(String rows, String suffix) {
        Map<String, String> names = new LinkedHashMap<>();
        rows.lines().forEach(row -> {
            String[] words = row.split(" ");
            names.put(words[0], "redis_" + words[words.length - 1] + suffix);
        });
        return names;
    }

    /** Writes down what the text of an INFO says. */
    static void write(String info, Sheet sheet) {
        Map<String, String> fields = new LinkedHashMap<>();
        info.lines().forEach(line -> {
            int colon = line.indexOf(':');
            if (colon > 0) {
                fields.put(line.substring(0, colon), line.substring(colon + 1));
            }
        });
        fields.forEach((field, value) -> write(field, value, sheet));
        double nowSeconds = System.currentTimeMillis() / 1_000;
        sheet.gauge(
                new Name("redis_start_time_seconds", HELP + "when the process began, seconds since 1970"),
                nowSeconds - Double.parseDouble(fields.getOrDefault("uptime_in_seconds", "0")));
        facts(fields, sheet);
        constants(sheet);
    }

    private static void write(String field, String value, Sheet sheet) {
        if (GAUGE_NAMES.containsKey(field)) {
            sheet.gauge(new Name(GAUGE_NAMES.get(field), HELP + field), Double.parseDouble(value));
        } else if (COUNTER_NAMES.containsKey(field)) {
            sheet.counter(new Name(COUNTER_NAMES.get(field), HELP + field), Double.parseDouble(value));
        } else if (field.equals("latest_fork_usec")) {
            sheet.gauge(
                    new Name("redis_latest_fork_seconds", HELP + field), Double.parseDouble(value) / MICROS_IN_SECOND);
        }
    }

    private static void facts(Map<String, String> fields, Sheet sheet) {
        sheet.info(
                new Name("redis_instance_info", HELP + "what the process is"),
                "maxmemory_policy",
                "",
                "os",
                fields.getOrDefault("os", ""),
                "process_id",
                fields.getOrDefault("process_id", ""),
                "redis_build_id",
                fields.getOrDefault("redis_build_id", ""),
                "redis_mode",
                fields.getOrDefault("redis_mode", fields.getOrDefault("server_mode", "")),
                "redis_version",
                fields.getOrDefault("redis_version", ""),
                "role",
                "",
                "run_id",
                fields.getOrDefault("run_id", ""),
                "tcp_port",
                fields.getOrDefault("tcp_port", ""));
    }

    /** What the exporter says of any sentinel that it reaches. */
    private static void constants(Sheet sheet) {
        sheet.gauge(new Name("redis_up", "whether the daemon answers"), 1);
        for (int i = 0; i < DATABASES; i++) {
            sheet.gauge(new Name("redis_db_keys", "a sentinel has no keys"), 0, "db", "db" + i);
            sheet.gauge(new Name("redis_db_keys_expiring", "a sentinel has no keys"), 0, "db", "db" + i);
        }
        sheet.gauge(new Name("redis_last_key_groups_scrape_duration_milliseconds", "a sentinel has no keys"), 0);
        sheet.counter(
                new Name("redis_target_scrape_request_errors_total", "a sentinel is no proxy for other targets"), 0);
        sheet.gauge(new Name("redis_exporter_last_scrape_error", "no scrape fails here"), 0, "err", "");
        sheet.gauge(new Name("redis_exporter_last_scrape_connect_time_seconds", "there is no connection to make"), 0);
    }
}
