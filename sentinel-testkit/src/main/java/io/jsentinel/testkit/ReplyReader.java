package io.jsentinel.testkit;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ProtocolException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The RESP2 and RESP3 grammar, read from a stream. Lengths and nesting are bounded, so that a peer that lies about
 * them cannot exhaust the memory.
 */
final class ReplyReader {

    private static final int MAX_LENGTH_BYTES = 64 << 20;
    private static final int MAX_ITEMS = 4 << 20;
    private static final int MAX_LINE_BYTES = 1 << 20;
    private static final int MAX_DEPTH = 32;

    private final InputStream in;
    private StringBuilder tape;

    ReplyReader(InputStream in) {
        this.in = in;
    }

    /** The next whole reply. */
    Reply read() throws IOException {
        return read(0);
    }

    /** The next whole reply, byte for byte as it was on the wire. */
    String readRaw() throws IOException {
        tape = new StringBuilder();
        try {
            read(0);
            return tape.toString();
        } finally {
            tape = null;
        }
    }

    /** The next line without its end; the end is CR LF. */
    String readLine() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int b = readByte(); b != '\r'; b = readByte()) {
            if (line.length() >= MAX_LINE_BYTES) {
                throw new ProtocolException("a line is longer than " + MAX_LINE_BYTES + " bytes");
            }
            line.append((char) b);
        }
        expect('\n');
        return line.toString();
    }

    /** Exactly {@code length} bytes as Latin-1. */
    String readText(int length) throws IOException {
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException("the peer closed the connection within a text");
        }
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        if (tape != null) {
            tape.append(text);
        }
        return text;
    }

    private Reply read(int depth) throws IOException {
        if (depth > MAX_DEPTH) {
            throw new ProtocolException("replies are nested more than " + MAX_DEPTH + " deep");
        }
        char type = (char) readByte();
        String line = readLine();
        return switch (type) {
            case '+' -> new Reply.Text(line, Reply.TextForm.SIMPLE);
            case '-' -> new Reply.Error(line);
            case ':' -> new Reply.Int(number(line));
            case '(' -> new Reply.Text(line, Reply.TextForm.BIG_NUMBER);
            case ',' -> new Reply.Decimal(line);
            case '#' -> new Reply.Bool(line.equals("t"));
            case '_' -> new Reply.Null(Reply.NullForm.RESP3);
            case '$', '=', '!' -> blob(type, length(line, MAX_LENGTH_BYTES));
            case '*', '~', '>', '%' -> aggregate(type, length(line, MAX_ITEMS), depth);
            case '|' -> afterAttribute(length(line, MAX_ITEMS), depth);
            default -> throw new ProtocolException("no reply begins with '" + type + line + "'");
        };
    }

    private Reply blob(char type, int length) throws IOException {
        if (length < 0) {
            return new Reply.Null(Reply.NullForm.BULK);
        }
        String text = readText(length);
        expect('\r');
        expect('\n');
        return switch (type) {
            case '!' -> new Reply.Error(text);
            case '=' -> new Reply.Text(text.length() > 3 ? text.substring(4) : text, Reply.TextForm.VERBATIM);
            default -> new Reply.Text(text, Reply.TextForm.BULK);
        };
    }

    private Reply aggregate(char type, int length, int depth) throws IOException {
        if (length < 0) {
            return new Reply.Null(Reply.NullForm.ARRAY);
        }
        List<Reply> items = items(type == '%' ? 2 * length : length, depth);
        return switch (type) {
            case '~' -> new Reply.SetReply(items);
            case '>' -> new Reply.Push(items);
            case '%' -> new Reply.MapReply(items);
            default -> new Reply.Array(items);
        };
    }

    private List<Reply> items(int count, int depth) throws IOException {
        List<Reply> items = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            items.add(read(depth + 1));
        }
        return List.copyOf(items);
    }

    private Reply afterAttribute(int pairs, int depth) throws IOException {
        items(2 * pairs, depth);
        return read(depth + 1);
    }

    private int length(String line, int max) throws ProtocolException {
        long length = number(line);
        if (length < -1 || length > max) {
            throw new ProtocolException("a length of " + line + " is not between -1 and " + max);
        }
        return (int) length;
    }

    private long number(String line) throws ProtocolException {
        try {
            return Long.parseLong(line);
        } catch (NumberFormatException e) {
            throw new ProtocolException("'" + line + "' is not a number");
        }
    }

    private void expect(char wanted) throws IOException {
        int b = readByte();
        if (b != wanted) {
            throw new ProtocolException("expected byte " + (int) wanted + " but read " + b);
        }
    }

    private int readByte() throws IOException {
        int b = in.read();
        if (b < 0) {
            throw new EOFException("the peer closed the connection");
        }
        if (tape != null) {
            tape.append((char) b);
        }
        return b;
    }
}
