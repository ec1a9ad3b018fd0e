package io.jsentinel.sim;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * A kind of server: how its INFO differs from that of Redis 7.0, and which commands it lacks. From the projects' own
 * reports of what their versions answer.
 */
public enum Flavor {
    /** Redis 2.8 and older: no replication id, replicas as a bare list, no REPLICAOF, no types in CLIENT KILL. */
    OLD_REDIS(
            text -> without(text, "master_replid", "master_replid2", "replica_announced", "slave_read_repl_offset")
                    .replaceAll("(slave\\d+):ip=([^,]+),port=(\\d+),state=(\\w+)[^\r]*", "$1:$2,$3,$4"),
            "REPLICAOF"),
    /** Valkey 7.2 and 8: another name and version, all else alike. */
    VALKEY(text ->
            text.replace("redis_version:7.0.15", "redis_version:7.2.4\r\nserver_name:valkey\r\nvalkey_version:8.1.0")),
    /** KeyDB: says more about its masters. */
    KEYDB(text -> text.replace("master_host:", "master_global_link_status:up\r\nconnected_masters:1\r\nmaster_host:")),
    /** KeyDB with active replication: a replica that takes writes. */
    KEYDB_ACTIVE(text -> text.replace("role:slave", "role:active-replica")),
    /** Dragonfly: says replica, knows no offsets of its own, has no run id, and no CLIENT KILL. */
    DRAGONFLY(
            text -> without(
                            text.replace("role:slave", "role:replica"),
                            "run_id",
                            "slave_repl_offset",
                            "slave_read_repl_offset",
                            "slave_read_only",
                            "master_replid2",
                            "master_repl_offset",
                            "replica_announced")
                    .replaceAll("state=online,offset=\\d+", "state=online"),
            "CLIENT"),
    /** Dragonfly before it knew sentinels: no order inside of a transaction at all. */
    EARLY_DRAGONFLY(DRAGONFLY.info, "CLIENT", "CONFIG", "MULTI", "EXEC"),
    /** Line feeds only, no empty lines, everything in the opposite order. */
    BACKWARDS(Flavor::backwards);

    private final UnaryOperator<String> info;
    private final List<String> lacking;

    Flavor(UnaryOperator<String> info, String... lacking) {
        this.info = info;
        this.lacking = List.of(lacking);
    }

    /** The INFO of such a server instead of that of Redis 7.0. */
    public String info(String redis7) {
        return info.apply(redis7);
    }

    /** The commands that such a server does not know. */
    public List<String> lacking() {
        return lacking;
    }

    private static String without(String text, String... fields) {
        String rest = text;
        for (String field : fields) {
            rest = rest.replaceAll(field + ":[^\r]*\r\n", "");
        }
        return rest;
    }

    private static String backwards(String text) {
        List<String> lines = new ArrayList<>(
                text.lines().filter(l -> !l.isEmpty() && !l.startsWith("#")).toList());
        Collections.reverse(lines);
        return String.join("\n", lines);
    }
}
