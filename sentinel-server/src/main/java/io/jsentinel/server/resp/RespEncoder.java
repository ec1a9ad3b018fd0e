package io.jsentinel.server.resp;

import io.jsentinel.resp.Resp;
import io.netty.buffer.ByteBuf;
import io.netty.util.concurrent.FastThreadLocal;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Writes values as bytes of the Redis protocol, version 2 or 3. */
public final class RespEncoder {

    private static final byte[] NULL_STRING_2 = ascii("$-1\r\n");
    private static final byte[] NULL_ARRAY_2 = ascii("*-1\r\n");
    private static final byte[] NULL_3 = ascii("_\r\n");

    private static final FastThreadLocal<ByteQueue> QUEUE = new FastThreadLocal<>() {
        @Override
        protected ByteQueue initialValue() {
            return new ByteQueue();
        }
    };

    private RespEncoder() {}

    /**
     * Appends a value.
     *
     * @param value what
     * @param resp3 whether the receiver chose version 3
     * @param out where to
     */
    public static void write(Resp value, boolean resp3, ByteBuf out) {
        ByteQueue queue = QUEUE.get();
        queue.clear();
        write(value, resp3, queue);
        queue.moveTo(out);
    }

    /** Appends a request: an array of bulk strings. */
    public static void writeRequest(List<String> words, ByteBuf out) {
        ByteQueue queue = QUEUE.get();
        queue.clear();
        writeHeader('*', words.size(), queue);
        for (String word : words) {
            writeBulk(word, queue);
        }
        queue.moveTo(out);
    }

    private static void write(Resp value, boolean resp3, ByteQueue out) {
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
            out.add(resp3 ? NULL_3 : NULL_STRING_2);
        } else if (value instanceof Resp.NullArray) {
            out.add(resp3 ? NULL_3 : NULL_ARRAY_2);
        } else {
            writeRare(value, resp3, out);
        }
    }

    private static void writeRare(Resp value, boolean resp3, ByteQueue out) {
        if (value instanceof Resp.Fraction fraction) {
            if (resp3) {
                writeLine(',', fraction.digits(), out);
            } else {
                writeBulk(fraction.digits(), out);
            }
        } else {
            writeCollection(value, resp3, out);
        }
    }

    private static void writeCollection(Resp value, boolean resp3, ByteQueue out) {
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

    private static void writeItems(char mark, List<Resp> items, boolean resp3, ByteQueue out) {
        writeHeader(mark, items.size(), out);
        for (Resp item : items) {
            write(item, resp3, out);
        }
    }

    private static void writeVerbatim(String text, boolean resp3, ByteQueue out) {
        if (resp3) {
            writeHeader('=', text.length() + 4L, out);
            out.add("txt:");
            out.add(text);
            out.addLineEnd();
        } else {
            writeBulk(text, out);
        }
    }

    private static void writeBulk(String text, ByteQueue out) {
        writeHeader('$', text.length(), out);
        out.add(text);
        out.addLineEnd();
    }

    /** A text with a line end in it would let its author forge the next answer, so line ends become blanks. */
    private static void writeLine(char mark, String text, ByteQueue out) {
        out.add(mark);
        out.add(text.replace('\r', ' ').replace('\n', ' '));
        out.addLineEnd();
    }

    private static void writeHeader(char mark, long number, ByteQueue out) {
        out.add(mark);
        out.addNumber(number);
        out.addLineEnd();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
