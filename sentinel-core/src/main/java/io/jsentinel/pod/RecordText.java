package io.jsentinel.pod;

import io.jsentinel.address.Endpoint;
import io.jsentinel.address.HostName;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.CRC32;

/**
 * The text of a {@link FreshnessRecord}: in its file and between pods. A word and a value per line, in a fixed order; the
 * first line names the version, the last one has a checksum of all before it.
 */
public final class RecordText {

    /** The longest text that is read. */
    public static final int MAX_LENGTH = 1024;

    private static final String HEAD = "jsentinel-record 1";
    private static final List<String> NAMES = List.of(
            "pod", "config-epoch", "role", "master", "replid", "replid2", "born", "offset", "keys", "wall", "clean");
    private static final String NONE = "-";
    private static final int MAX_DIGITS = 18;

    private RecordText() {}

    /**
     * What reading gave.
     *
     * @param record the record; absent when the text is none
     * @param fault why it is none, for people; empty when it is one
     */
    public record Reading(Optional<FreshnessRecord> record, String fault) {}

    /** The text of a record, with a line end after each line. */
    public static String format(FreshnessRecord record) {
        List<String> values = List.of(
                record.pod().name(),
                Long.toString(record.configEpoch()),
                record.wasMaster() ? "master" : "replica",
                record.master().map(Endpoint::spaced).orElse(NONE),
                orNone(record.replid()),
                orNone(record.replid2()),
                Long.toString(record.bornMillis()),
                Long.toString(record.offset()),
                Long.toString(record.keys()),
                Long.toString(record.wallMillis()),
                record.clean() ? "yes" : "no");
        StringBuilder text = new StringBuilder(HEAD).append('\n');
        for (int i = 0; i < NAMES.size(); i++) {
            text.append(NAMES.get(i)).append(' ').append(values.get(i)).append('\n');
        }
        return text.append(checksumLine(text.toString())).append('\n').toString();
    }

    /** Reads a text; whatever is wrong with it, it is no record, and the fault says what. */
    public static Reading parse(String text) {
        if (text.length() > MAX_LENGTH) {
            return fault("it has " + text.length() + " bytes, more than " + MAX_LENGTH);
        }
        List<String> lines = text.lines().toList();
        if (lines.isEmpty() || !lines.get(0).equals(HEAD)) {
            return fault("its first line is not '" + HEAD + "'");
        }
        if (lines.size() != NAMES.size() + 2 || !text.endsWith("\n")) {
            return fault("it has " + lines.size() + " lines, not " + (NAMES.size() + 2));
        }
        String before = String.join("\n", lines.subList(0, lines.size() - 1)) + "\n";
        if (!lines.get(lines.size() - 1).equals(checksumLine(before))) {
            return fault("its checksum is wrong");
        }
        List<String> values = new ArrayList<>();
        for (int i = 0; i < NAMES.size(); i++) {
            String start = NAMES.get(i) + " ";
            if (!lines.get(i + 1).startsWith(start)) {
                return fault("line " + (i + 2) + " does not begin with '" + start.strip() + "'");
            }
            values.add(lines.get(i + 1).substring(start.length()));
        }
        return read(values);
    }

    private static Reading read(List<String> values) {
        for (int i : new int[] {1, 6, 7, 8, 9}) {
            if (!values.get(i).matches("[0-9]{1," + MAX_DIGITS + "}")) {
                return fault(NAMES.get(i) + " is no number");
            }
        }
        boolean isPod = HostName.isValid(values.get(0));
        Optional<Endpoint> master = endpoint(values.get(3));
        boolean namesMaster = master.isPresent() || values.get(3).equals(NONE);
        if (!isPod || !namesMaster || !isHistory(values.get(4)) || !isHistory(values.get(5))) {
            return fault("its pod, its master or its history is none");
        }
        FreshnessRecord record = new FreshnessRecord(
                new PodIdentity(values.get(0)),
                Long.parseLong(values.get(1)),
                values.get(2).equals("master"),
                master,
                orEmpty(values.get(4)),
                orEmpty(values.get(5)),
                Long.parseLong(values.get(6)),
                Long.parseLong(values.get(7)),
                Long.parseLong(values.get(8)),
                Long.parseLong(values.get(9)),
                values.get(10).equals("yes"));
        return new Reading(Optional.of(record), "");
    }

    private static Optional<Endpoint> endpoint(String spaced) {
        String[] words = spaced.split(" ", -1);
        if (words.length != 2 || !words[1].matches("[0-9]{1,5}")) {
            return Optional.empty();
        }
        int port = Integer.parseInt(words[1]);
        return port < 1 || port > Endpoint.MAX_PORT
                ? Optional.empty()
                : HostName.orAddress(words[0]).map(host -> new Endpoint(host, port));
    }

    private static boolean isHistory(String text) {
        return text.equals(NONE) || FreshnessRecord.isReplid(text);
    }

    private static String orNone(String text) {
        return text.isEmpty() ? NONE : text;
    }

    private static String orEmpty(String text) {
        return text.equals(NONE) ? "" : text;
    }

    private static String checksumLine(String before) {
        CRC32 checksum = new CRC32();
        checksum.update(before.getBytes(StandardCharsets.ISO_8859_1));
        return String.format(Locale.ROOT, "crc32 %08x", checksum.getValue());
    }

    private static Reading fault(String why) {
        return new Reading(Optional.empty(), why);
    }
}
