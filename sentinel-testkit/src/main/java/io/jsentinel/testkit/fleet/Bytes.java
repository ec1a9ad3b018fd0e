package io.jsentinel.testkit.fleet;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Bytes that grow at the end, for answers; texts are Latin-1. */
final class Bytes {

    private static final byte[] LINE_END = {'\r', '\n'};

    private byte[] bytes = new byte[256];
    private int length;

    int length() {
        return length;
    }

    /** Adds a text as it is. */
    Bytes raw(String text) {
        int count = text.length();
        room(count);
        byte[] encoded = text.getBytes(StandardCharsets.ISO_8859_1);
        System.arraycopy(encoded, 0, bytes, length, count);
        length += count;
        return this;
    }

    /** Adds bytes as they are. */
    Bytes raw(byte[] more) {
        room(more.length);
        System.arraycopy(more, 0, bytes, length, more.length);
        length += more.length;
        return this;
    }

    /** Adds a type's sign, a number, and the end of the line. */
    Bytes header(char sign, long number) {
        room(1);
        bytes[length++] = (byte) sign;
        return raw(Long.toString(number)).raw(LINE_END);
    }

    /** Adds a bulk string. */
    Bytes bulk(String text) {
        return header('$', text.length()).raw(text).raw(LINE_END);
    }

    /** All bytes, to be read; nothing may be added meanwhile. */
    ByteBuffer readable() {
        return ByteBuffer.wrap(bytes, 0, length);
    }

    /** Drops that many bytes from the front. */
    void drop(int count) {
        System.arraycopy(bytes, count, bytes, 0, length - count);
        length -= count;
    }

    /** A copy of all bytes. */
    byte[] copy() {
        return Arrays.copyOf(bytes, length);
    }

    private void room(int more) {
        if (length + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(length + more, 2 * bytes.length));
        }
    }
}
