package io.jsentinel.testkit;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One answer of a RESP2 or RESP3 peer, with the form that it had on the wire kept apart. Texts are Latin-1: one
 * character is one byte.
 *
 * <p>The {@code as...} methods are for callers that know what they asked for: they throw
 * {@link IllegalStateException}, naming the answer that came, when it has another shape.
 */
public sealed interface Reply {

    /** A string; absence is {@link Null}, never an empty text. */
    record Text(String value, TextForm form) implements Reply {
        @Override
        public String asText() {
            return value;
        }
    }

    /** An error; {@code message} begins with its code, as in {@code ERR unknown command}. */
    record Error(String message) implements Reply {}

    /** A whole number. */
    record Int(long value) implements Reply {
        @Override
        public String asText() {
            return Long.toString(value);
        }
    }

    /** A RESP3 double; {@code wire} is its text as sent, as in {@code 1.5} or {@code inf}. */
    record Decimal(String wire) implements Reply {
        @Override
        public String asText() {
            return wire;
        }
    }

    /** A RESP3 boolean. */
    record Bool(boolean value) implements Reply {
        @Override
        public String asText() {
            return Boolean.toString(value);
        }
    }

    /** The absent value. */
    record Null(NullForm form) implements Reply {}

    /** An array. */
    record Array(List<Reply> items) implements Reply {
        @Override
        public List<Reply> asList() {
            return items;
        }
    }

    /** A RESP3 set, in the order of the wire. */
    record SetReply(List<Reply> items) implements Reply {
        @Override
        public List<Reply> asList() {
            return items;
        }
    }

    /** A RESP3 push message: it answers nothing that was asked. */
    record Push(List<Reply> items) implements Reply {
        @Override
        public List<Reply> asList() {
            return items;
        }
    }

    /** A RESP3 map, in the order of the wire, as keys and values in turn. */
    record MapReply(List<Reply> keysAndValues) implements Reply {
        @Override
        public List<Reply> asList() {
            return keysAndValues;
        }
    }

    /** The wire form of a {@link Text}. */
    enum TextForm {
        SIMPLE,
        BULK,
        VERBATIM,
        BIG_NUMBER
    }

    /** The wire form of a {@link Null}. */
    enum NullForm {
        BULK,
        ARRAY,
        RESP3
    }

    /** Whether this is an {@link Error}. */
    default boolean isError() {
        return this instanceof Error;
    }

    /** Whether this is a {@link Null}. */
    default boolean isNull() {
        return this instanceof Null;
    }

    /** The text of a string, number, double or boolean. */
    default String asText() {
        throw new IllegalStateException("expected a text, but the answer was " + this);
    }

    /** The number of an integer, or of a text that is one. */
    default long asLong() {
        return Long.parseLong(asText());
    }

    /** The items of an array, set or push; of a map its keys and values in turn. */
    default List<Reply> asList() {
        throw new IllegalStateException("expected a list, but the answer was " + this);
    }

    /** The items of a list as texts. */
    default List<String> asTexts() {
        List<String> texts = new ArrayList<>();
        asList().forEach(item -> texts.add(item.asText()));
        return texts;
    }

    /** The pairs of a RESP3 map, or of a RESP2 flat array of keys and values, in the order of the wire. */
    default Map<String, Reply> asMap() {
        List<Reply> flat = asList();
        if (flat.size() % 2 != 0) {
            throw new IllegalStateException("expected keys and values, but the answer was " + this);
        }
        Map<String, Reply> map = new LinkedHashMap<>();
        for (int i = 0; i < flat.size(); i += 2) {
            map.put(flat.get(i).asText(), flat.get(i + 1));
        }
        return map;
    }

    /** Like {@link #asMap()}, with values that are texts. */
    default Map<String, String> asTextMap() {
        Map<String, String> map = new LinkedHashMap<>();
        asMap().forEach((key, value) -> map.put(key, value.asText()));
        return map;
    }
}
