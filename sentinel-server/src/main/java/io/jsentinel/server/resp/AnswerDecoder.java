package io.jsentinel.server.resp;

import io.jsentinel.resp.Decimal;
import io.jsentinel.resp.Resp;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Turns what a Redis node sends into values, however the bytes are cut. Understands both versions of the protocol, and
 * gives what version 2 would have: verbatim strings, doubles and big numbers become bulk strings, booleans 0 and 1, maps and
 * sets arrays, attributes are dropped. Only pushes stay what they are, as they are no answers.
 *
 * <p>A value is at most {@value #MAX_VALUE} bytes, each part counted with {@value #PART_COST} bytes more, and nests at
 * most {@value #MAX_DEPTH} deep. One for each connection; used by the event loop only.
 */
public final class AnswerDecoder {

    /** The largest value, in bytes. */
    public static final int MAX_VALUE = 4 * 1024 * 1024;

    /** What each part of a value counts besides its bytes. */
    public static final int PART_COST = 32;

    /** How deep collections may nest. */
    public static final int MAX_DEPTH = 8;

    /** What a value may begin with. */
    private static final String MARKS = "+-:$*_#,(=!~>%|";

    private final LineFinder lines = new LineFinder();
    private final Deque<Collecting> open = new ArrayDeque<>();

    /** What the string whose bytes are awaited is: its mark; 0 when the next thing is a line. */
    private char stringMark;

    private int stringLength;

    /** What the value counts so far. */
    private long size;

    /** The last whole value, until it is handed out. */
    private Optional<Resp> finished = Optional.empty();

    /** A collection whose parts are still coming. */
    private static final class Collecting {
        private final char mark;
        private final List<Resp> items = new ArrayList<>();
        private int missing;

        Collecting(char mark, int missing) {
            this.mark = mark;
            this.missing = missing;
        }

        Resp whole() {
            return mark == '>' ? new Resp.Push(items) : new Resp.Array(items);
        }
    }

    /**
     * The next value.
     *
     * @param in what was received and not yet used; its reader index moves behind what is used
     * @return the value; nothing when more bytes are needed
     * @throws ProtocolFault when the connection must be closed
     */
    public Optional<Resp> next(ByteBuf in) throws ProtocolFault {
        boolean moved = true;
        while (moved && finished.isEmpty()) {
            moved = stringMark != 0 ? readString(in) : readLine(in);
        }
        Optional<Resp> value = finished;
        finished = Optional.empty();
        return value;
    }

    private boolean readString(ByteBuf in) throws ProtocolFault {
        if (in.readableBytes() < stringLength + 2) {
            return false;
        }
        String text = text(in, stringLength);
        char mark = stringMark;
        stringMark = 0;
        if (mark == '!') {
            add(new Resp.Error(text));
        } else if (mark == '=') {
            // Three letters that name a format and a colon stand before the text.
            add(Resp.bulk(text.length() >= 4 && text.charAt(3) == ':' ? text.substring(4) : text));
        } else {
            add(Resp.bulk(text));
        }
        return true;
    }

    private boolean readLine(ByteBuf in) throws ProtocolFault {
        if (in.isReadable() && MARKS.indexOf(in.getByte(in.readerIndex())) < 0) {
            // Now, not at the end of the line: what speaks another protocol may never end one.
            throw new ProtocolFault(ForeignSpeech.nameOf(in));
        }
        int end = lines.find(in, (byte) '\r', "line too long");
        if (end < 0 || in.readableBytes() < end + 2) {
            return false;
        }
        String line = text(in, end);
        count(line.length() + PART_COST);
        String rest = line.substring(1);
        char mark = line.charAt(0);
        switch (mark) {
            case '+' -> add(new Resp.Simple(rest));
            case '-' -> add(new Resp.Error(rest));
            case ':' -> add(Resp.integer(number(rest)));
            case ',', '(' -> add(Resp.bulk(rest));
            case '#' -> add(Resp.integer(rest.equals("t") ? 1 : 0));
            case '_' -> add(Resp.NULL);
            case '$', '=', '!' -> openString(mark, number(rest));
            case '*', '~', '>', '%', '|' -> openCollection(mark, number(rest));
            default -> throw new ProtocolFault("unknown type");
        }
        return true;
    }

    private void openString(char mark, long length) throws ProtocolFault {
        if (length == -1 && mark == '$') {
            add(Resp.NULL);
            return;
        }
        if (length < 0) {
            throw new ProtocolFault("negative length");
        }
        count(length);
        stringMark = mark;
        stringLength = (int) length;
    }

    private void openCollection(char mark, long length) throws ProtocolFault {
        if (length == -1 && mark == '*') {
            add(Resp.NULL_ARRAY);
            return;
        }
        if (length < 0) {
            throw new ProtocolFault("negative length");
        }
        if (length > MAX_VALUE / PART_COST) {
            throw new ProtocolFault("value too large");
        }
        if (open.size() == MAX_DEPTH) {
            throw new ProtocolFault("nested too deep");
        }
        int parts = (int) (mark == '%' || mark == '|' ? length * 2 : length);
        open.push(new Collecting(mark, parts));
        if (parts == 0) {
            closeFull();
        }
    }

    private void add(Resp part) {
        if (open.isEmpty()) {
            finish(part);
            return;
        }
        open.peek().items.add(part);
        open.peek().missing--;
        closeFull();
    }

    /** Closes the innermost collection if it is full, and those around it that become full by that. */
    private void closeFull() {
        while (!open.isEmpty() && open.peek().missing == 0) {
            Collecting full = open.pop();
            if (full.mark == '|') {
                // Attributes stand before a value and take no place themselves.
                return;
            }
            if (open.isEmpty()) {
                finish(full.whole());
            } else {
                open.peek().items.add(full.whole());
                open.peek().missing--;
            }
        }
    }

    private void finish(Resp value) {
        finished = Optional.of(value);
        size = 0;
    }

    private void count(long bytes) throws ProtocolFault {
        size += bytes;
        if (size > MAX_VALUE) {
            throw new ProtocolFault("value too large");
        }
    }

    private static long number(String text) throws ProtocolFault {
        OptionalLong value = Decimal.parse(text);
        if (value.isEmpty()) {
            throw new ProtocolFault("not a number");
        }
        return value.getAsLong();
    }

    /** Takes that many bytes and the line end behind them. */
    private static String text(ByteBuf in, int length) throws ProtocolFault {
        byte[] bytes = new byte[length];
        in.readBytes(bytes);
        if (in.readByte() != '\r' || in.readByte() != '\n') {
            throw new ProtocolFault("no line end where one must be");
        }
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }
}
