package io.jsentinel.testkit.fleet;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Requests, which are arrays of bulk strings, in bytes that may end in the middle of one. */
final class RequestReader {

    private static final int MAX_WORDS = 1_024;

    private byte[] bytes = new byte[0];
    private int at;
    private int end;

    /** From now on reads these bytes up to {@code beyond}. */
    void begin(byte[] source, int beyond) {
        bytes = source;
        at = 0;
        end = beyond;
    }

    /** Where the first request begins that has not been read. */
    int position() {
        return at;
    }

    /**
     * The next whole request; empty when there is none yet.
     *
     * @throws IllegalArgumentException when these bytes are no request
     */
    List<String> next() {
        int start = at;
        if (at >= end) {
            return List.of();
        }
        long words = header('*');
        if (words < 0) {
            at = start;
            return List.of();
        }
        if (words < 1 || words > MAX_WORDS) {
            throw new IllegalArgumentException("a request of " + words + " words");
        }
        List<String> request = new ArrayList<>((int) words);
        for (int i = 0; i < words; i++) {
            long length = header('$');
            if (length < 0 || at + length + 2 > end) {
                at = start;
                return List.of();
            }
            request.add(new String(bytes, at, (int) length, StandardCharsets.ISO_8859_1));
            at += (int) length + 2;
        }
        return request;
    }

    /** The number of a line that begins with a sign; negative when the line has not come wholly. */
    private long header(char sign) {
        if (at >= end) {
            return -1;
        }
        if (bytes[at] != sign) {
            throw new IllegalArgumentException("expected " + sign + ", but there is byte " + bytes[at]);
        }
        long number = 0;
        for (int i = at + 1; i + 1 < end; i++) {
            if (bytes[i] == '\r') {
                at = i + 2;
                return number;
            }
            if (bytes[i] < '0' || bytes[i] > '9' || number > Integer.MAX_VALUE / 10) {
                throw new IllegalArgumentException("expected a number");
            }
            number = 10 * number + bytes[i] - '0';
        }
        return -1;
    }
}
