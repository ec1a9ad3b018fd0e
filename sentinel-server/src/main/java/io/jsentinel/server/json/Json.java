package io.jsentinel.server.json;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Values of JSON as Java's own: maps with texts as keys, lists, texts, {@link Long}, {@link Double}, booleans and null.
 * What is looked for and is not there, or is of another kind, is simply absent.
 */
public final class Json {

    private Json() {}

    /**
     * Reads a text.
     *
     * @throws JsonException when it is no JSON, or nested too deeply
     */
    public static Object parse(String text) throws JsonException {
        return new JsonReader(text).document();
    }

    /** The text of a value, in one line. */
    public static String text(Object value) {
        StringBuilder out = new StringBuilder();
        write(value, out);
        return out.toString();
    }

    /**
     * An object; entries without a value are left out, so that what is not known need not be asked about first.
     *
     * @param entries names and values by turns
     */
    public static Map<String, Object> object(Object... entries) {
        Map<String, Object> object = new LinkedHashMap<>();
        for (int i = 0; i < entries.length; i += 2) {
            if (entries[i + 1] != null) {
                object.put((String) entries[i], entries[i + 1]);
            }
        }
        return object;
    }

    /** What a value has behind some names, one inside the other. */
    public static Optional<Object> at(Object value, String... names) {
        Object found = value;
        for (String name : names) {
            found = found instanceof Map<?, ?> map ? map.get(name) : null;
        }
        return Optional.ofNullable(found);
    }

    /** The text there. */
    public static Optional<String> textAt(Object value, String... names) {
        return at(value, names).filter(String.class::isInstance).map(String.class::cast);
    }

    /** The whole number there. */
    public static Optional<Long> numberAt(Object value, String... names) {
        return at(value, names).filter(Long.class::isInstance).map(Long.class::cast);
    }

    /** The texts there, by name; values of other kinds are left out. */
    public static Map<String, String> textsAt(Object value, String... names) {
        Map<String, String> texts = new TreeMap<>();
        if (at(value, names).orElse(null) instanceof Map<?, ?> map) {
            map.forEach((name, text) -> {
                if (text instanceof String known) {
                    texts.put((String) name, known);
                }
            });
        }
        return texts;
    }

    private static void write(Object value, StringBuilder out) {
        if (value instanceof Map<?, ?> map) {
            String before = "{";
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                out.append(before);
                quote((String) entry.getKey(), out);
                out.append(':');
                write(entry.getValue(), out);
                before = ",";
            }
            out.append(map.isEmpty() ? "{}" : "}");
        } else if (value instanceof List<?> list) {
            String before = "[";
            for (Object element : list) {
                out.append(before);
                write(element, out);
                before = ",";
            }
            out.append(list.isEmpty() ? "[]" : "]");
        } else if (value instanceof String text) {
            quote(text, out);
        } else {
            out.append(value);
        }
    }

    private static void quote(String text, StringBuilder out) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c < ' ' || Character.isSurrogate(c)) {
                out.append("\\u").append(Character.forDigit(c >> 12, 16));
                out.append(Character.forDigit(c >> 8 & 15, 16));
                out.append(Character.forDigit(c >> 4 & 15, 16)).append(Character.forDigit(c & 15, 16));
            } else {
                out.append(c);
            }
        }
        out.append('"');
    }
}
