package io.jsentinel.server.store;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A YAML file that is being written: settings, masters, and the lines that have no key. Texts come in with one char per
 * byte; whether they can be said in YAML at all, {@link #isText} tells.
 */
final class YamlDocument {

    private final Map<String, String> top = new LinkedHashMap<>();
    private final Map<String, Map<String, String>> topMaps = new LinkedHashMap<>();
    private final Map<String, String> own = new LinkedHashMap<>();
    private final Map<String, String> sidecar = new LinkedHashMap<>();
    private final Map<String, Map<String, String>> masters = new LinkedHashMap<>();
    private final Map<String, Map<String, Map<String, String>>> masterMaps = new LinkedHashMap<>();
    private final List<String> directives = new ArrayList<>();

    /** The values of a section, in the form in which they are written. */
    Map<String, String> top() {
        return top;
    }

    /** The values of this sentinel. */
    Map<String, String> own() {
        return own;
    }

    /** The values of the Redis server beside us. */
    Map<String, String> sidecar() {
        return sidecar;
    }

    /** The values of a master. */
    Map<String, String> master(String name) {
        return masters.computeIfAbsent(name, unseen -> new LinkedHashMap<>());
    }

    /** The entries of a key that is a map. */
    Map<String, String> topMap(String key) {
        return topMaps.computeIfAbsent(key, unseen -> new LinkedHashMap<>());
    }

    /** The entries of a master's key that is a map. */
    Map<String, String> masterMap(String name, String key) {
        master(name);
        return masterMaps
                .computeIfAbsent(name, unseen -> new LinkedHashMap<>())
                .computeIfAbsent(key, unseen -> new LinkedHashMap<>());
    }

    /** The lines that have no key. */
    List<String> directives() {
        return directives;
    }

    /** Whether bytes are a text in UTF-8, as YAML has no others. */
    static boolean isText(String bytes) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes.getBytes(StandardCharsets.ISO_8859_1)));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    /** A text as a value that nobody takes for anything else, and that refers to nothing. */
    static String text(String bytes) {
        return quoted(References.escaped(ByteText.toUnicode(bytes)));
    }

    /** Words as a list on one line. */
    static String list(List<String> words) {
        return "[" + String.join(", ", words.stream().map(YamlDocument::text).toList()) + "]";
    }

    private static String key(String bytes) {
        return quoted(ByteText.toUnicode(bytes));
    }

    private static String quoted(String text) {
        boolean plain = text.matches("[A-Za-z/][A-Za-z0-9_./-]*")
                && !text.matches("(?i)null|yes|no|true|false|on|off|y|n")
                && !text.endsWith(":");
        if (plain) {
            return text;
        }
        StringBuilder quoted = new StringBuilder("\"");
        text.codePoints().forEach(c -> quoted.append(quotedForm(c)));
        return quoted.append('"').toString();
    }

    private static String quotedForm(int c) {
        return switch (c) {
            case '"' -> "\\\"";
            case '\\' -> "\\\\";
            case '\n' -> "\\n";
            case '\r' -> "\\r";
            case '\t' -> "\\t";
            default ->
                isShown(c) ? Character.toString(c) : String.format(Locale.ROOT, c > 0xffff ? "\\U%08x" : "\\u%04x", c);
        };
    }

    private static boolean isShown(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.UNASSIGNED,
                    Character.PRIVATE_USE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }

    /** The file, one char per byte. */
    String print(String header) {
        StringBuilder out = new StringBuilder(header);
        entries(out, "", top);
        topMaps.forEach((key, entries) -> {
            out.append(key).append(":\n");
            entries(out, "  ", keyed(entries));
        });
        section(out, YamlKeys.SENTINEL, own);
        section(out, YamlKeys.SIDECAR_SECTION, sidecar);
        if (!masters.isEmpty()) {
            out.append('\n').append(YamlKeys.MASTERS).append(":\n");
            masters.forEach((name, values) -> printMaster(out, name, values));
        }
        if (!directives.isEmpty()) {
            out.append('\n').append(YamlKeys.DIRECTIVES).append(":\n");
            directives.forEach(line -> out.append("  - ").append(text(line)).append('\n'));
        }
        return ByteText.fromUnicode(out.toString());
    }

    private void printMaster(StringBuilder out, String name, Map<String, String> values) {
        out.append("  ").append(key(name)).append(":\n");
        entries(out, "    ", values);
        masterMaps.getOrDefault(name, Map.of()).forEach((key, entries) -> {
            out.append("    ").append(key).append(":\n");
            entries(out, "      ", keyed(entries));
        });
    }

    private static void section(StringBuilder out, String name, Map<String, String> values) {
        if (!values.isEmpty()) {
            out.append('\n').append(name).append(":\n");
            entries(out, "  ", values);
        }
    }

    private static void entries(StringBuilder out, String indent, Map<String, String> values) {
        values.forEach((key, value) ->
                out.append(indent).append(key).append(": ").append(value).append('\n'));
    }

    private static Map<String, String> keyed(Map<String, String> entries) {
        Map<String, String> keyed = new LinkedHashMap<>();
        entries.forEach((name, value) -> keyed.put(key(name), value));
        return keyed;
    }
}
