package io.jsentinel.address;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Who a process is: 40 hexadecimal digits that a Redis server draws at each start and a sentinel keeps for life.
 *
 * @param value 1 to {@value #MAX_LENGTH} characters without blanks, commas or control characters
 */
public record RunId(String value) implements Comparable<RunId> {

    /** How many digits an identity of our own has. */
    public static final int LENGTH = 40;

    /** The longest foreign identity that is taken; stock sentinels do not check theirs. */
    public static final int MAX_LENGTH = 64;

    /** A new identity. */
    public static RunId draw(RandomGenerator random) {
        StringBuilder digits = new StringBuilder(LENGTH);
        for (int i = 0; i < LENGTH; i++) {
            digits.append(Character.forDigit(random.nextInt(16), 16));
        }
        return new RunId(digits.toString());
    }

    /** The identity of whoever has these names, always the same: the SHA-1 of them. @param names one char per byte */
    public static RunId of(List<String> names) {
        try {
            byte[] bytes = String.join("\n", names).getBytes(StandardCharsets.ISO_8859_1);
            return new RunId(
                    HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(bytes)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-1", e);
        }
    }

    /** Whether a text from outside can be an identity. */
    public static boolean isValid(String text) {
        if (text.isEmpty() || text.length() > MAX_LENGTH) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c <= ' ' || c >= 127 || c == ',') {
                return false;
            }
        }
        return true;
    }

    /** The first eight characters, as in the names of a sentinel's connections. */
    public String brief() {
        return value.substring(0, Math.min(8, value.length()));
    }

    @Override
    public int compareTo(RunId other) {
        return value.compareTo(other.value);
    }

    // Written out, as in LinkId: a record's own is slow at the start and with the first compiler.

    @Override
    public boolean equals(Object other) {
        return other instanceof RunId id && value.equals(id.value);
    }

    @Override
    public int hashCode() {
        return value.hashCode();
    }

    @Override
    public String toString() {
        return value;
    }
}
