package io.jsentinel.cli;

import io.jsentinel.testkit.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The table of one master: itself, its replicas, its other sentinels. */
final class StatusTable {

    private static final List<String> HEAD = List.of("ROLE", "ADDRESS", "STATE", "DETAILS");

    private final List<List<String>> rows = new ArrayList<>();
    private String title = "";

    void master(Map<String, Reply> fields) {
        title = text(fields, "name") + " (quorum " + text(fields, "quorum") + ", epoch " + text(fields, "config-epoch")
                + ")";
        String failover = fields.containsKey("failover-state") ? ", failover: " + text(fields, "failover-state") : "";
        add("master", fields, "down after " + text(fields, "down-after-milliseconds") + " ms" + failover);
    }

    void replica(Map<String, Reply> fields) {
        add(
                "replica",
                fields,
                "offset " + text(fields, "slave-repl-offset") + ", link " + text(fields, "master-link-status")
                        + ", priority " + text(fields, "slave-priority"));
    }

    void sentinel(Map<String, Reply> fields) {
        add("sentinel", fields, text(fields, "runid"));
    }

    private void add(String role, Map<String, Reply> fields, String details) {
        String address = text(fields, "ip") + ":" + text(fields, "port");
        rows.add(List.of(role, address, state(text(fields, "flags")), details));
    }

    /** The flags without the word for the role, or {@code ok}. */
    private static String state(String flags) {
        List<String> words = new ArrayList<>(List.of(flags.split(",")));
        words.removeAll(List.of("master", "slave", "sentinel"));
        return words.isEmpty() ? "ok" : String.join(",", words);
    }

    /**
     * The finished table.
     *
     * @param quorum what the sentinel says about its quorum
     */
    String text(String quorum) {
        List<List<String>> lines = new ArrayList<>();
        lines.add(HEAD);
        lines.addAll(rows);
        StringBuilder text = new StringBuilder(title).append('\n');
        for (List<String> line : lines) {
            StringBuilder row = new StringBuilder("  ");
            for (int column = 0; column < line.size(); column++) {
                row.append(String.format(Locale.ROOT, "%-" + (width(lines, column) + 2) + "s", line.get(column)));
            }
            text.append(row.toString().stripTrailing()).append('\n');
        }
        return text.append("  ").append(quorum).append('\n').toString();
    }

    private static int width(List<List<String>> lines, int column) {
        return lines.stream().mapToInt(line -> line.get(column).length()).max().orElse(0);
    }

    private static String text(Map<String, Reply> fields, String name) {
        return fields.containsKey(name) ? fields.get(name).asText() : "?";
    }
}
