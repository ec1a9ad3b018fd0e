package io.jsentinel.server.resp;

import io.jsentinel.resp.Resp;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Writes values as bytes of the Redis protocol, version 2 or 3. */
public final class RespEncoder {

    private static final byte[] NULL_STRING_2 = ascii("$-1\r\n");
    private static final byte[] NULL_ARRAY_2 = ascii("*-1\r\n");
    private static final byte[] NULL_3 = ascii("_\r\n");
    private static final int CRLF = '\r' << 8 | '\n';

    private RespEncoder() {}

    /**
     * Appends a value.
     *
     * @param value what
     * @param resp3 whether the receiver chose version 3
     * @param out where to
     */
    public static void write(Resp value, boolean resp3, ByteBuf out) {
        if (value instanceof Resp.Bulk bulk) {
            writeBulk(bulk.text(), out);
        } else if (value instanceof Resp.Simple simple) {
            writeLine('+', simple.text(), out);
        } else if (value instanceof Resp.Error error) {
            writeLine('-', error.text(), out);
        } else if (value instanceof Resp.Int number) {
            writeHeader(':', number.value(), out);
        } else if (value instanceof Resp.Verbatim verbatim) {
            writeVerbatim(verbatim.text(), resp3, out);
        } else if (value instanceof Resp.Null) {
            out.writeBytes(resp3 ? NULL_3 : NULL_STRING_2);
        } else if (value instanceof Resp.NullArray) {
            out.writeBytes(resp3 ? NULL_3 : NULL_ARRAY_2);
        } else {
            writeCollection(value, resp3, out);
        }
    }

    /** Appends a request: an array of bulk strings. */
    public static void writeRequest(List<String> words, ByteBuf out) {
        writeHeader('*', words.size(), out);
        for (String word : words) {
            writeBulk(word, out);
        }
    }

    private static void writeCollection(Resp value, boolean resp3, ByteBuf out) {
        if (value instanceof Resp.Array array) {
            writeItems('*', array.items(), resp3, out);
        } else if (value instanceof Resp.Group group) {
            writeItems(resp3 ? '~' : '*', group.items(), resp3, out);
        } else if (value instanceof Resp.Push push) {
            writeItems(resp3 ? '>' : '*', push.items(), resp3, out);
        } else if (value instanceof Resp.Pairs pairs) {
            List<Resp> items = pairs.namesAndValues();
            writeHeader(resp3 ? '%' : '*', resp3 ? items.size() / 2 : items.size(), out);
            items.forEach(item -> write(item, resp3, out));
        }
    }

    private static void writeItems(char mark, List<Resp> items, boolean resp3, ByteBuf out) {
        writeHeader(mark, items.size(), out);
        for (Resp item : items) {
            write(item, resp3, out);
        }
    }

    private static void writeVerbatim(String text, boolean resp3, ByteBuf out) {
        if (resp3) {
            writeHeader('=', text.length() + 4L, out);
            out.writeBytes(ascii("txt:" + text));
            out.writeShort(CRLF);
        } else {
            writeBulk(text, out);
        }
    }

    private static void writeBulk(String text, ByteBuf out) {
        writeHeader('$', text.length(), out);
        out.writeBytes(ascii(text));
        out.writeShort(CRLF);
    }

    /** A text with a line end in it would let its author forge the next answer, so line ends become blanks. */
    private static void writeLine(char mark, String text, ByteBuf out) {
        out.writeByte(mark);
        out.writeBytes(ascii(text.replace('\r', ' ').replace('\n', ' ')));
        out.writeShort(CRLF);
    }

    private static void writeHeader(char mark, long number, ByteBuf out) {
        out.writeByte(mark);
        if (number >= 0 && number < 10) {
            out.writeByte('0' + (int) number);
        } else {
            out.writeBytes(ascii(Long.toString(number)));
        }
        out.writeShort(CRLF);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
