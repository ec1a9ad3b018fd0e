package io.jsentinel.check;

/** Assertions about our own code that stay on in production; remote data must never be able to reach one. */
public final class Check {

    private Check() {}

    /**
     * Demands that a condition holds.
     *
     * @param condition what must be true
     * @param format a {@link String#format} text that says what was expected
     * @param args the values for the text
     * @throws IllegalStateException when the condition does not hold: a fault of ours, not of a peer or a client
     */
    public static void check(boolean condition, String format, Object... args) {
        if (!condition) {
            throw new IllegalStateException(String.format(java.util.Locale.ROOT, format, args));
        }
    }
}
