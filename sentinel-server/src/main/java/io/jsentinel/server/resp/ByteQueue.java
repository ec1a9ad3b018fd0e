package io.jsentinel.server.resp;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;

/**
 * Bytes that are put together before they are handed over in one piece. A plain array takes single bytes several times
 * faster than a network buffer, which checks its owner and its bounds at each of them.
 */
final class ByteQueue {

    private static final int FIRST_SIZE = 1024;

    /** A larger array than this is not kept for later values. */
    private static final int MAX_KEPT = 64 * 1024;

    private byte[] bytes = new byte[FIRST_SIZE];
    private int count;

    /** Forgets what a value that could not be finished has left. */
    void clear() {
        count = 0;
    }

    void add(int value) {
        ensure(1);
        bytes[count++] = (byte) value;
    }

    void add(byte[] more) {
        ensure(more.length);
        System.arraycopy(more, 0, bytes, count, more.length);
        count += more.length;
    }

    /** One byte for each character. */
    void add(String text) {
        int length = text.length();
        ensure(length);
        for (int i = 0; i < length; i++) {
            bytes[count + i] = (byte) text.charAt(i);
        }
        count += length;
    }

    void addNumber(long number) {
        if (number >= 0 && number < 10) {
            add('0' + (int) number);
        } else if (number >= 10 && number < 100) {
            add('0' + (int) number / 10);
            add('0' + (int) number % 10);
        } else {
            add(Long.toString(number));
        }
    }

    void addLineEnd() {
        ensure(2);
        bytes[count++] = '\r';
        bytes[count++] = '\n';
    }

    /** Appends everything to a network buffer; this is empty then. */
    void moveTo(ByteBuf out) {
        out.writeBytes(bytes, 0, count);
        count = 0;
        if (bytes.length > MAX_KEPT) {
            bytes = new byte[FIRST_SIZE];
        }
    }

    private void ensure(int more) {
        if (bytes.length - count < more) {
            bytes = Arrays.copyOf(bytes, Math.max(count + more, 2 * bytes.length));
        }
    }
}
