package io.jsentinel.info;

import io.jsentinel.address.Endpoint;
import io.jsentinel.address.HostName;
import io.jsentinel.address.IpLiteral;
import io.jsentinel.address.RunId;
import io.jsentinel.topology.InfoReport;
import io.jsentinel.topology.InfoReport.History;
import io.jsentinel.topology.InfoReport.Keys;
import io.jsentinel.topology.InfoReport.Role;
import io.jsentinel.topology.Master;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads the text of an INFO: the facts that decisions rest on, and nothing else. Any text gives a report; what is
 * missing or absurd in it is as if it had not been said.
 */
public final class InfoText {

    /** The longest text that is read; a real one has some kilobytes. */
    static final int MAX_LENGTH = 1 << 20;

    private static final int MAX_PRIORITY = Integer.MAX_VALUE;

    /** The heading of the section that lists the databases with keys: without one of those, there are no keys. */
    private static final String KEYSPACE = "# Keyspace";

    /** What stands in place of a replication id that there is none of. */
    private static final String NO_HISTORY = "0".repeat(40);

    /** Above any data set; sums of as many databases as a text can list do not overflow. */
    private static final long MAX_KEYS = 1L << 40;

    private Optional<RunId> runId = Optional.empty();
    private Optional<Role> role = Optional.empty();
    private final List<Endpoint> replicas = new ArrayList<>();
    private Optional<String> masterHost = Optional.empty();
    private int masterPort;
    private boolean masterLinkUp;
    private long masterLinkDownSeconds;
    private int priority = InfoReport.DEFAULT_PRIORITY;
    private long masterOffset;
    private long replicaOffset = -1;
    private long readOffset = -1;
    private boolean announced = true;
    private String replicationId = "";
    private String secondaryId = "";
    private long secondaryOffset = -1;
    private boolean syncInProgress;
    private boolean loading;
    private boolean snapshotsOnly;
    private Keys keys = Keys.UNKNOWN;

    private InfoText() {}

    /** The facts in a text. */
    public static InfoReport parse(String text) {
        InfoText reading = new InfoText();
        int end = Math.min(text.length(), MAX_LENGTH);
        int from = 0;
        while (from < end) {
            int lineEnd = text.indexOf('\n', from);
            int to = lineEnd < 0 || lineEnd > end ? end : lineEnd;
            boolean carriageReturn = to > from && text.charAt(to - 1) == '\r';
            reading.line(text.substring(from, carriageReturn ? to - 1 : to));
            from = to + 1;
        }
        return reading.report();
    }

    private InfoReport report() {
        Role said = role.orElse(Role.SLAVE);
        Optional<Endpoint> master = masterHost.map(host -> new Endpoint(host, masterPort));
        return new InfoReport(
                runId,
                said,
                said == Role.MASTER ? replicas : List.of(),
                master.filter(endpoint -> said == Role.SLAVE),
                masterLinkUp,
                masterLinkDownSeconds * 1000,
                priority,
                said == Role.MASTER ? masterOffset : firstKnown(replicaOffset, readOffset, masterOffset),
                announced,
                new History(replicationId, secondaryId, secondaryOffset, syncInProgress, loading, snapshotsOnly, keys));
    }

    private void line(String line) {
        int colon = line.indexOf(':');
        if (colon <= 0) {
            if (line.equals(KEYSPACE)) {
                keys = Keys.NONE;
            }
            return;
        }
        String field = line.substring(0, colon);
        String value = line.substring(colon + 1).strip();
        switch (field) {
            case "run_id" ->
                runId = value.length() == RunId.LENGTH && RunId.isValid(value) ? Optional.of(new RunId(value)) : runId;
            case "role" -> role = roleNamed(value).or(() -> role);
            case "master_host" -> masterHost = IpLiteral.canonical(value).or(() -> Optional.of(value));
            case "master_port" -> masterPort = (int) number(value, 0, Endpoint.MAX_PORT, 0);
            case "master_link_status" -> masterLinkUp = value.equals("up");
            case "master_link_down_since_seconds" -> masterLinkDownSeconds = number(value, -1, Integer.MAX_VALUE, 0);
            case "slave_priority", "replica_priority" -> priority = (int) number(value, 0, MAX_PRIORITY, priority);
            case "replica_announced" -> announced = !value.equals("0");
            default -> moreOf(field, value);
        }
    }

    private void moreOf(String field, String value) {
        switch (field) {
            case "slave_repl_offset", "replica_repl_offset" -> replicaOffset = number(value, 0, Long.MAX_VALUE, 0);
            case "slave_read_repl_offset" -> readOffset = number(value, 0, Long.MAX_VALUE, -1);
            case "master_repl_offset" -> masterOffset = number(value, 0, Long.MAX_VALUE, 0);
            case "master_replid" -> replicationId = value;
            case "master_replid2" -> secondaryId = value.equals(NO_HISTORY) ? "" : value;
            case "second_repl_offset" -> secondaryOffset = number(value, -1, Long.MAX_VALUE, -1);
            case "master_sync_in_progress" -> syncInProgress = value.equals("1");
            case "loading" -> loading = value.equals("1");
            case "aof_enabled" -> snapshotsOnly = value.equals("0");
            default -> {
                if (isReplicaField(field) && replicas.size() < Master.MAX_MEMBERS) {
                    replica(value).ifPresent(replicas::add);
                } else if (keys.areKnown() && isDatabase(field)) {
                    database(value);
                }
            }
        }
    }

    /** {@code db0}, {@code db15}. */
    private static boolean isDatabase(String field) {
        if (!field.startsWith("db") || field.length() == 2) {
            return false;
        }
        for (int i = 2; i < field.length(); i++) {
            if (field.charAt(i) < '0' || field.charAt(i) > '9') {
                return false;
            }
        }
        return true;
    }

    /** {@code keys=12,expires=3,avg_ttl=0}. */
    private void database(String value) {
        long all = 0;
        long expiring = 0;
        for (String part : value.split(",", 8)) {
            if (part.startsWith("keys=")) {
                all = number(part.substring(5), 0, MAX_KEYS, 0);
            } else if (part.startsWith("expires=")) {
                expiring = number(part.substring(8), 0, MAX_KEYS, 0);
            }
        }
        keys = keys.plus(all, expiring);
    }

    private static Optional<Role> roleNamed(String word) {
        return switch (word) {
            case "master", "primary" -> Optional.of(Role.MASTER);
            case "slave", "replica", "active-replica" -> Optional.of(Role.SLAVE);
            default -> Optional.empty();
        };
    }

    /** {@code slave0}, {@code replica17}: a field of the list of replicas. */
    private static boolean isReplicaField(String field) {
        int number = field.startsWith("slave") ? 5 : field.startsWith("replica") ? 7 : field.length();
        return field.length() > number && Character.isDigit(field.charAt(number));
    }

    /** The first number that was said; 0 when none was. A server without its own offset may say one of the others. */
    private static long firstKnown(long... numbers) {
        for (long number : numbers) {
            if (number >= 0) {
                return number;
            }
        }
        return 0;
    }

    /** {@code ip=..,port=..,state=..} since Redis 2.8, {@code ip,port,state} before. */
    private static Optional<Endpoint> replica(String value) {
        String[] parts = value.split(",", 4);
        if (parts.length < 2) {
            return Optional.empty();
        }
        String host = parts[0].startsWith("ip=") ? parts[0].substring(3) : parts[0];
        String port = parts[1].startsWith("port=") ? parts[1].substring(5) : parts[1];
        int number = (int) number(port, 1, Endpoint.MAX_PORT, 0);
        return number == 0 ? Optional.empty() : HostName.orAddress(host).map(ip -> new Endpoint(ip, number));
    }

    /** A decimal number within bounds, or what is taken in its place. */
    private static long number(String text, long least, long most, long otherwise) {
        try {
            long value = Long.parseLong(text);
            return value < least || value > most ? otherwise : value;
        } catch (NumberFormatException notANumber) {
            // As if the field had not been there.
            return otherwise;
        }
    }
}
