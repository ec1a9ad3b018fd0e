package io.jsentinel.bench;

import java.util.Arrays;
import java.util.Collection;

/** What was measured again and again of one thing: at least one value, in the unit of its {@link Metric}. */
final class Samples {

    private final double[] sorted;

    /** The samples of these values. @throws IllegalArgumentException when there is none */
    Samples(Collection<Double> values) {
        if (values.isEmpty()) {
            throw new IllegalArgumentException("no value was measured");
        }
        sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    }

    /** How many there are. */
    int count() {
        return sorted.length;
    }

    /** The least one. */
    double min() {
        return sorted[0];
    }

    /** The greatest one. */
    double max() {
        return sorted[sorted.length - 1];
    }

    /** The middle one, or the mean of the two in the middle. */
    double median() {
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    /** The least one that is not below a share of all, by the nearest rank; {@code percent} is in 0 to 100. */
    double percentile(double percent) {
        int rank = (int) Math.ceil(percent / 100 * sorted.length);
        return sorted[Math.min(sorted.length, Math.max(1, rank)) - 1];
    }

    /** All of them, from the least to the greatest. */
    double[] sorted() {
        return Arrays.copyOf(sorted, sorted.length);
    }
}
