package io.jsentinel.config;

import java.math.BigInteger;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A number within bounds.
 *
 * @param unit how it is written
 * @param least the smallest one, in octal digits when it is written so
 * @param most the largest one, in octal digits when it is written so
 */
record NumberType(Unit unit, String least, String most) implements ValueType {

    /** How a number is written. */
    enum Unit {
        /** Plain digits. */
        WHOLE("argument couldn't be parsed into an integer"),
        /** Bytes: digits and, if wanted, {@code k m g} (powers of 1000) or {@code kb mb gb} (powers of 1024). */
        MEMORY("argument must be a memory value"),
        /** Bytes, or hundredths of the memory that may be used: {@code 5%}. */
        PERCENT("argument must be a memory or percent value"),
        /** Octal digits, as of a file's mode. */
        OCTAL("argument couldn't be parsed as an octal number");

        private final String complaint;

        Unit(String complaint) {
            this.complaint = complaint;
        }
    }

    /** The type that {@link DirectiveTable} writes as a word and two bounds. */
    static NumberType named(String unit, List<String> bounds) {
        return new NumberType(Unit.valueOf(unit.toUpperCase(Locale.ROOT)), bounds.get(0), bounds.get(1));
    }

    @Override
    public Optional<String> problem(List<String> values, Personality personality) {
        if (values.size() != 1) {
            return Optional.of(WRONG_COUNT);
        }
        String value = values.get(0);
        if (unit == Unit.PERCENT && value.endsWith("%")) {
            return percentProblem(value.substring(0, value.length() - 1));
        }
        Optional<BigInteger> number = number(value);
        if (number.isEmpty()) {
            return Optional.of(unit.complaint);
        }
        int radix = unit == Unit.OCTAL ? 8 : 10;
        boolean fits = number.get().compareTo(new BigInteger(least, radix)) >= 0
                && number.get().compareTo(new BigInteger(most, radix)) <= 0;
        return fits
                ? Optional.empty()
                : Optional.of("argument must be between " + least + " and " + most + " inclusive");
    }

    private static Optional<String> percentProblem(String digits) {
        if (!digits.matches("[0-9]{1,9}")) {
            return Optional.of(Unit.PERCENT.complaint);
        }
        return Integer.parseInt(digits) > 100
                ? Optional.of("percentage argument must be less or equal to 100")
                : Optional.empty();
    }

    private Optional<BigInteger> number(String value) {
        return switch (unit) {
            case WHOLE -> ConfNumbers.exact(value);
            case OCTAL -> ConfNumbers.octal(value);
            case MEMORY, PERCENT -> ConfNumbers.memory(value);
        };
    }
}
