package io.jsentinel.bench;

import java.util.Locale;

/** Numbers as tables show them: about three digits that mean something. */
final class Figures {

    private static final double MANY = 1_000_000;

    private Figures() {}

    /** A value in its unit. */
    static String text(double value) {
        double size = Math.abs(value);
        if (size >= MANY) {
            return String.format(Locale.ROOT, "%.2fM", value / MANY);
        }
        if (size >= 100 || value == Math.rint(value)) {
            return String.format(Locale.ROOT, "%.0f", value);
        }
        return String.format(Locale.ROOT, size >= 10 ? "%.1f" : "%.2f", value);
    }

    /** How often one value is in another, or a dash where that says nothing. */
    static String ratio(double value, double reference) {
        if (reference <= 0 || value < 0) {
            return "–";
        }
        double ratio = value / reference;
        return String.format(Locale.ROOT, ratio >= 10 ? "%.0f" : ratio >= 0.1 ? "%.2f" : "%.3f", ratio);
    }
}
