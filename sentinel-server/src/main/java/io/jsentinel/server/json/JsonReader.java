package io.jsentinel.server.json;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One reading of a JSON text (RFC 8259), from the first character to the last. */
final class JsonReader {

    /** How deep arrays and objects may be inside each other. */
    static final int MAX_DEPTH = 64;

    private static final Pattern NUMBER = Pattern.compile("-?(0|[1-9]\\d{0,40})(\\.\\d{1,40})?([eE][+-]?\\d{1,4})?");

    private final String text;
    private int at;
    private int depth;

    JsonReader(String text) {
        this.text = text;
    }

    /** The one value that the text is. */
    Object document() throws JsonException {
        Object value = value();
        if (!isAtEnd()) {
            throw expected("the end");
        }
        return value;
    }

    private Object value() throws JsonException {
        skipBlanks();
        char first = at < text.length() ? text.charAt(at) : ' ';
        return switch (first) {
            case '{' -> object();
            case '[' -> array();
            case '"' -> string();
            case 't' -> word("true", Boolean.TRUE);
            case 'f' -> word("false", Boolean.FALSE);
            case 'n' -> word("null", null);
            default -> number();
        };
    }

    private Map<String, Object> object() throws JsonException {
        enter();
        Map<String, Object> object = new LinkedHashMap<>();
        for (boolean more = !takes('}'); more; more = goesOn('}')) {
            skipBlanks();
            String name = string();
            if (!takes(':')) {
                throw expected("':'");
            }
            object.put(name, value());
        }
        depth--;
        return object;
    }

    private List<Object> array() throws JsonException {
        enter();
        List<Object> array = new ArrayList<>();
        for (boolean more = !takes(']'); more; more = goesOn(']')) {
            array.add(value());
        }
        depth--;
        return array;
    }

    private void enter() throws JsonException {
        at++;
        depth++;
        if (depth > MAX_DEPTH) {
            throw expected("at most " + MAX_DEPTH + " levels");
        }
    }

    /** After an element: whether another one follows. */
    private boolean goesOn(char end) throws JsonException {
        if (takes(',')) {
            return true;
        }
        if (!takes(end)) {
            throw expected("',' or '" + end + "'");
        }
        return false;
    }

    private String string() throws JsonException {
        if (at >= text.length() || text.charAt(at) != '"') {
            throw expected("'\"'");
        }
        StringBuilder read = new StringBuilder();
        for (at++; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c == '"') {
                at++;
                return read.toString();
            }
            if (c < ' ') {
                throw expected("no control character");
            }
            read.append(c == '\\' ? escaped() : c);
        }
        throw expected("'\"'");
    }

    /** The character that an escape stands for; ends on the escape's last character. */
    private char escaped() throws JsonException {
        at++;
        char kind = at < text.length() ? text.charAt(at) : ' ';
        return switch (kind) {
            case '"', '\\', '/' -> kind;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> hex();
            default -> throw expected("an escape");
        };
    }

    private char hex() throws JsonException {
        int code = 0;
        for (int i = 1; i <= 4; i++) {
            int digit = at + i < text.length() ? Character.digit(text.charAt(at + i), 16) : -1;
            if (digit < 0) {
                throw expected("four hexadecimal digits");
            }
            code = code * 16 + digit;
        }
        at += 4;
        return (char) code;
    }

    private Object word(String word, Object value) throws JsonException {
        if (!text.startsWith(word, at)) {
            throw expected("a value");
        }
        at += word.length();
        return value;
    }

    private Object number() throws JsonException {
        Matcher number = NUMBER.matcher(text).region(at, text.length());
        if (!number.lookingAt()) {
            throw expected("a value");
        }
        at = number.end();
        if (number.group(2) == null && number.group(3) == null) {
            try {
                return Long.valueOf(number.group());
            } catch (NumberFormatException e) {
                return Double.valueOf(number.group());
            }
        }
        return Double.valueOf(number.group());
    }

    private boolean isAtEnd() {
        skipBlanks();
        return at >= text.length();
    }

    private boolean takes(char wanted) {
        skipBlanks();
        if (at < text.length() && text.charAt(at) == wanted) {
            at++;
            return true;
        }
        return false;
    }

    private void skipBlanks() {
        while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }

    private JsonException expected(String what) {
        return new JsonException(what, at);
    }
}
