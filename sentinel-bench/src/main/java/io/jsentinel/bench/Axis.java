package io.jsentinel.bench;

import java.util.ArrayList;
import java.util.List;

/**
 * A vertical axis: which height a value has.
 *
 * @param low the value at the bottom
 * @param high the value at the top, above {@code low}
 * @param logarithmic whether each decade is as high as the next; both ends are above 0 then
 * @param bottom the place of {@code low} in the picture
 * @param top the place of {@code high} in the picture
 */
record Axis(double low, double high, boolean logarithmic, double bottom, double top) {

    private static final int STEPS = 5;

    /** An axis with room for values, from 0 or below; a linear one. */
    static Axis linear(List<Double> values, double bottom, double top) {
        double high = values.stream().mapToDouble(Double::doubleValue).max().orElse(1);
        double low = values.stream().mapToDouble(Double::doubleValue).min().orElse(0);
        double step = step(Math.max(high, 0) - Math.min(low, 0));
        return new Axis(
                step * Math.floor(Math.min(low, 0) / step),
                step * Math.max(1, Math.ceil(Math.max(high, 0) / step)),
                false,
                bottom,
                top);
    }

    /** An axis with room for values above 0, by whole decades; others are drawn at the bottom. */
    static Axis logarithmic(List<Double> values, double bottom, double top) {
        double high = values.stream().mapToDouble(Double::doubleValue).max().orElse(1);
        double low = values.stream()
                .mapToDouble(Double::doubleValue)
                .filter(value -> value > 0)
                .min()
                .orElse(0.1);
        double least = Math.pow(10, Math.floor(Math.log10(low)));
        double most = Math.pow(10, Math.ceil(Math.log10(Math.max(high, low))));
        return new Axis(least, most > least ? most : 10 * least, true, bottom, top);
    }

    /** The height of a value in the picture. */
    double place(double value) {
        double share = logarithmic
                ? Math.log10(Math.max(value, low) / low) / Math.log10(high / low)
                : (value - low) / (high - low);
        return bottom + share * (top - bottom);
    }

    /** The values that are written beside it. */
    List<Double> marks() {
        List<Double> marks = new ArrayList<>();
        if (logarithmic) {
            for (double mark = low; mark <= high * 1.001; mark *= 10) {
                marks.add(mark);
            }
        } else {
            double step = step(high - low);
            for (long i = Math.round(low / step); i * step <= high + step / 100; i++) {
                marks.add(i * step);
            }
        }
        return marks;
    }

    /** A round step of which about five make a range. */
    private static double step(double range) {
        double rough = Math.max(range, 1e-9) / STEPS;
        double decade = Math.pow(10, Math.floor(Math.log10(rough)));
        double leading = rough / decade;
        return decade * (leading <= 1 ? 1 : leading <= 2 ? 2 : leading <= 5 ? 5 : 10);
    }
}
