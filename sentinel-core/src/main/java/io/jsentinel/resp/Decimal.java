package io.jsentinel.resp;

import java.util.OptionalLong;

/** Decimal numbers as Redis takes them: a minus at most, no plus, no leading zero, 64 bits. */
public final class Decimal {

    /** The digits of the longest number and its sign. */
    private static final int MAX_LENGTH = 20;

    private Decimal() {}

    /** The number that the whole text is, or nothing. */
    public static OptionalLong parse(String text) {
        boolean negative = text.startsWith("-");
        int first = negative ? 1 : 0;
        if (text.length() == first || text.length() > MAX_LENGTH) {
            return OptionalLong.empty();
        }
        if (text.charAt(first) == '0') {
            return text.length() == 1 ? OptionalLong.of(0) : OptionalLong.empty();
        }
        // Counted downwards, because the lowest number has no positive twin.
        long value = 0;
        for (int i = first; i < text.length(); i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9 || value < (Long.MIN_VALUE + digit) / 10) {
                return OptionalLong.empty();
            }
            value = value * 10 - digit;
        }
        if (!negative && value == Long.MIN_VALUE) {
            return OptionalLong.empty();
        }
        return OptionalLong.of(negative ? value : -value);
    }
}
