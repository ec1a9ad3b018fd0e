package io.jsentinel.server.http;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * A JSON object or array while it is written. Texts are those of the core, one character for each byte; they are shown
 * as the UTF-8 that they mostly are.
 */
final class Json {

    private final StringBuilder text = new StringBuilder();
    private final char end;
    private boolean empty = true;

    private Json(char begin, char end) {
        text.append(begin);
        this.end = end;
    }

    /** An object without members. */
    static Json object() {
        return new Json('{', '}');
    }

    /** An array of objects. */
    static Json array(List<Json> items) {
        Json array = new Json('[', ']');
        for (Json item : items) {
            array.next().text.append(item.text());
        }
        return array;
    }

    private Json next() {
        if (!empty) {
            text.append(',');
        }
        empty = false;
        return this;
    }

    private StringBuilder member(String name) {
        next();
        quote(name);
        return text.append(':');
    }

    /** A text. */
    Json add(String name, String value) {
        member(name);
        quote(utf8(value));
        return this;
    }

    /** A text, left out when there is none. */
    Json add(String name, Optional<String> value) {
        value.ifPresent(present -> add(name, present));
        return this;
    }

    /** A whole number. */
    Json add(String name, long value) {
        member(name).append(value);
        return this;
    }

    /** Yes or no. */
    Json add(String name, boolean value) {
        member(name).append(value);
        return this;
    }

    /** An object or array within. */
    Json add(String name, Json value) {
        member(name).append(value.text());
        return this;
    }

    /** What was written so far, closed. */
    String text() {
        return text.toString() + end;
    }

    private static String utf8(String bytes) {
        boolean plain = bytes.chars().allMatch(c -> c < 0x80);
        return plain ? bytes : new String(bytes.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }

    private void quote(String value) {
        text.append('"');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '"' || c == '\\') {
                text.append('\\').append(c);
            } else if (c < ' ') {
                text.append("\\u00").append(Character.forDigit(c >> 4, 16)).append(Character.forDigit(c & 15, 16));
            } else {
                text.append(c);
            }
        }
        text.append('"');
    }
}
