package io.jsentinel.resp;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/**
 * A value of the Redis protocol: what commands, answers and pushes are made of.
 *
 * <p>Every text holds one byte of the wire per character (ISO-8859-1), so whatever a client sends comes back
 * unchanged. How a value looks in RESP2 and RESP3 is the encoder's business; a type here names the meaning.
 */
public sealed interface Resp {

    /** The status reply {@code +OK}. */
    Resp OK = new Simple("OK");

    /** The absent string: {@code $-1} in RESP2, {@code _} in RESP3. */
    Resp NULL = new Null();

    /** The absent array: {@code *-1} in RESP2, {@code _} in RESP3. */
    Resp NULL_ARRAY = new NullArray();

    /** A status line, {@code +text}; never contains CR or LF. */
    record Simple(String text) implements Resp {}

    /** An error line, {@code -text}; the first word is its code. */
    record Error(String text) implements Resp {}

    /** A signed 64-bit number. */
    record Int(long value) implements Resp {}

    /** A string of bytes. */
    record Bulk(String text) implements Resp {}

    /** The absent string. */
    record Null() implements Resp {}

    /** The absent array. */
    record NullArray() implements Resp {}

    /** A list of values. */
    record Array(List<Resp> items) implements Resp {}

    /** Names and values in turn, always an even number: a map in RESP3, a flat array in RESP2. */
    record Pairs(List<Resp> namesAndValues) implements Resp {}

    /** An unordered collection: a set in RESP3, an array in RESP2. */
    record Group(List<Resp> items) implements Resp {}

    /** A message nobody asked for: a push in RESP3, an array in RESP2. */
    record Push(List<Resp> items) implements Resp {}

    /** Text for people: a verbatim string in RESP3, a bulk string in RESP2. */
    record Verbatim(String text) implements Resp {}

    /**
     * A number with a fraction: a double in RESP3, a bulk string in RESP2.
     *
     * @param digits its decimal form, as short as it can be
     */
    record Fraction(String digits) implements Resp {

        /** So many thousandths of one: 1500 is {@code 1.5}. */
        public static Fraction ofThousandths(long thousandths) {
            return new Fraction(
                    BigDecimal.valueOf(thousandths, 3).stripTrailingZeros().toPlainString());
        }
    }

    /**
     * An error reply.
     *
     * @param text the message; a leading {@code -} means that the first word replaces the code {@code ERR}
     */
    static Resp error(String text) {
        return new Error(text.startsWith("-") ? text.substring(1) : "ERR " + text);
    }

    /** A bulk string. */
    static Resp bulk(String text) {
        return new Bulk(text);
    }

    /** An integer. */
    static Resp integer(long value) {
        return new Int(value);
    }

    /** An array of the given values. */
    static Resp array(Resp... items) {
        return new Array(List.of(items));
    }

    /** An array of bulk strings. */
    static Resp bulks(List<String> texts) {
        List<Resp> items = new ArrayList<>(texts.size());
        for (String text : texts) {
            items.add(new Bulk(text));
        }
        return new Array(items);
    }

    /** The characters of a simple, bulk, verbatim or error value; empty for every other kind. */
    default String textOrEmpty() {
        if (this instanceof Bulk bulk) {
            return bulk.text();
        }
        if (this instanceof Simple simple) {
            return simple.text();
        }
        if (this instanceof Error error) {
            return error.text();
        }
        return this instanceof Verbatim verbatim ? verbatim.text() : "";
    }
}
