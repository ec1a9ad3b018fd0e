package io.jsentinel.config;

import java.util.OptionalLong;

/** The two ways in which Redis reads numbers: as C's {@code atoll} does in {@code sentinel} lines, strictly elsewhere. */
final class ConfNumbers {

    private ConfNumbers() {}

    /**
     * The leading digits of a text, with blanks and a sign before them; garbage is 0.
     *
     * @return the number, or the nearest {@code long} when it does not fit
     */
    static long lenient(String text) {
        int at = 0;
        while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) >= '\t' && text.charAt(at) <= '\r')) {
            at++;
        }
        boolean negative = at < text.length() && text.charAt(at) == '-';
        if (negative || at < text.length() && text.charAt(at) == '+') {
            at++;
        }
        int end = at;
        while (end < text.length() && text.charAt(end) >= '0' && text.charAt(end) <= '9') {
            end++;
        }
        if (end == at) {
            return 0;
        }
        try {
            return Long.parseLong((negative ? "-" : "") + text.substring(at, end));
        } catch (NumberFormatException e) {
            // Digits only, so it can be nothing but too long.
            return negative ? Long.MIN_VALUE : Long.MAX_VALUE;
        }
    }

    /** A whole number in its only spelling: no blanks, no plus, no leading zeros; nothing for anything else. */
    static OptionalLong strict(String text) {
        long value = lenient(text);
        return Long.toString(value).equals(text) ? OptionalLong.of(value) : OptionalLong.empty();
    }
}
