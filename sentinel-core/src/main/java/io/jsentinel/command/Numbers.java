package io.jsentinel.command;

import java.util.OptionalLong;

/** Numbers in commands: strict decimal 64-bit, as Redis reads them. */
final class Numbers {

    private static final int MAX_LENGTH = 20;

    private Numbers() {}

    /** The number in a text; nothing when there is anything else in it, or a leading zero or plus. */
    static OptionalLong parse(String text) {
        int digits = text.startsWith("-") ? 1 : 0;
        boolean shaped = text.length() > digits
                && text.length() <= MAX_LENGTH
                && text.chars().skip(digits).allMatch(c -> c >= '0' && c <= '9')
                && (text.charAt(digits) != '0' || text.equals("0"));
        if (!shaped) {
            return OptionalLong.empty();
        }
        try {
            return OptionalLong.of(Long.parseLong(text));
        } catch (NumberFormatException tooLarge) {
            // More than 64 bits.
            return OptionalLong.empty();
        }
    }
}
