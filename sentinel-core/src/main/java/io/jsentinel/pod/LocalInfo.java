package io.jsentinel.pod;

import io.jsentinel.address.Endpoint;
import io.jsentinel.address.IpLiteral;
import io.jsentinel.address.RunId;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Reads the INFO of the Redis server beside us. Any text gives an answer; what is absurd in it was not said. */
public final class LocalInfo {

    /** The longest text that is read; a real one has some kilobytes. */
    static final int MAX_LENGTH = 1 << 20;

    private static final int MAX_DIGITS = 18;

    private final SortedMap<String, String> fields = new TreeMap<>();

    private LocalInfo(String text) {
        text.substring(0, Math.min(text.length(), MAX_LENGTH)).lines().forEach(line -> {
            int colon = line.indexOf(':');
            if (colon > 0) {
                fields.put(line.substring(0, colon), line.substring(colon + 1).strip());
            }
        });
    }

    /** What a text says; nothing when it does not say which role the server has. */
    public static Optional<LocalRedis> parse(String text) {
        return new LocalInfo(text).redis();
    }

    private Optional<LocalRedis> redis() {
        String role = field("role");
        boolean isMaster = role.equals("master") || role.equals("primary");
        if (!isMaster && !role.equals("slave") && !role.equals("replica")) {
            return Optional.empty();
        }
        Optional<RunId> runId = Optional.of(field("run_id"))
                .filter(id -> id.length() == RunId.LENGTH && RunId.isValid(id))
                .map(RunId::new);
        return Optional.of(new LocalRedis(
                isMaster ? LocalRedis.Role.MASTER : LocalRedis.Role.REPLICA,
                runId,
                isMaster ? Optional.empty() : master(),
                !isMaster && field("master_link_status").equals("up"),
                field("master_sync_in_progress").equals("1"),
                replid("master_replid"),
                replid("master_replid2"),
                offset(isMaster),
                keys(),
                field("loading").equals("1"),
                (int) Math.min(number("connected_slaves"), Integer.MAX_VALUE)));
    }

    private Optional<Endpoint> master() {
        String host = field("master_host");
        long port = number("master_port");
        return host.isEmpty() || port > Endpoint.MAX_PORT
                ? Optional.empty()
                : Optional.of(new Endpoint(IpLiteral.canonical(host).orElse(host), (int) port));
    }

    private long offset(boolean isMaster) {
        return isMaster || !fields.containsKey("slave_repl_offset")
                ? number("master_repl_offset")
                : number("slave_repl_offset");
    }

    private String replid(String name) {
        return FreshnessRecord.isReplid(field(name)) ? field(name) : "";
    }

    /** All {@code dbN:keys=...,expires=...}. */
    private long keys() {
        long sum = 0;
        for (String name : fields.keySet()) {
            String value = field(name);
            if (name.matches("db[0-9]{1,6}") && value.startsWith("keys=")) {
                sum += digits(value.substring("keys=".length()).split(",", 2)[0]);
            }
        }
        return sum;
    }

    private String field(String name) {
        return fields.getOrDefault(name, "");
    }

    private long number(String name) {
        return digits(field(name));
    }

    /** A number that is not negative; else 0. */
    private static long digits(String text) {
        return text.matches("[0-9]{1," + MAX_DIGITS + "}") ? Long.parseLong(text) : 0;
    }
}
