package io.jsentinel.config;

import java.math.BigInteger;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The two ways in which Redis reads numbers: as C's {@code atoll} does in {@code sentinel} lines, strictly elsewhere. */
final class ConfNumbers {

    /** Longer numbers are none: nobody needs them, and reading them takes time. */
    private static final int MAX_DIGITS = 40;

    /** The largest number of 64 bits without a sign. */
    private static final BigInteger LARGEST = BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE);

    private static final Pattern MEMORY = Pattern.compile("([0-9]*)(b|k|kb|m|mb|g|gb|)");

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

    /** A whole number of any size in its only spelling; nothing for anything else. */
    static Optional<BigInteger> exact(String text) {
        boolean spelled = text.length() <= MAX_DIGITS && text.matches("0|-?[1-9][0-9]*");
        // Redis reads 64 bits with a sign, so more is no number at all for it.
        return spelled
                ? Optional.of(new BigInteger(text)).filter(number -> number.bitLength() <= 63)
                : Optional.empty();
    }

    /** Octal digits, none at all being 0; nothing for anything else. */
    static Optional<BigInteger> octal(String text) {
        if (text.isEmpty()) {
            return Optional.of(BigInteger.ZERO);
        }
        return text.length() <= MAX_DIGITS && text.matches("-?[0-7]+")
                ? Optional.of(new BigInteger(text, 8))
                : Optional.empty();
    }

    /**
     * An amount of memory: digits, none being 0, and a unit of redis.conf in any case. More than 64 bits are cut to the
     * largest number of 64 bits.
     *
     * @return bytes, 0 or more; nothing when it is none
     */
    static Optional<BigInteger> memory(String text) {
        Matcher parts = MEMORY.matcher(text.toLowerCase(Locale.ROOT));
        if (text.length() > MAX_DIGITS || !parts.matches()) {
            return Optional.empty();
        }
        BigInteger count = parts.group(1).isEmpty() ? BigInteger.ZERO : new BigInteger(parts.group(1));
        long factor = switch (parts.group(2)) {
            case "k" -> 1_000L;
            case "m" -> 1_000_000L;
            case "g" -> 1_000_000_000L;
            case "kb" -> 1L << 10;
            case "mb" -> 1L << 20;
            case "gb" -> 1L << 30;
            default -> 1L;
        };
        return Optional.of(count.multiply(BigInteger.valueOf(factor)).min(LARGEST));
    }

    /** An amount of memory that is known to be one, or the largest {@code long} when it is more. */
    static long bytes(String text) {
        return memory(text)
                .orElseThrow(() -> new IllegalArgumentException("no amount of memory"))
                .min(BigInteger.valueOf(Long.MAX_VALUE))
                .longValueExact();
    }
}
