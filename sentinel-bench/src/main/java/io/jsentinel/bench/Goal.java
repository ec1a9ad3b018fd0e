package io.jsentinel.bench;

import java.util.Optional;

/**
 * What a metric of ours is to be, as the project has promised it.
 *
 * @param kind what is looked at
 * @param bound the value that it is compared with: in the metric's unit, or a multiple of stock
 */
record Goal(Kind kind, double bound) {

    /** What a goal looks at. */
    enum Kind {
        MEDIAN_AT_MOST,
        WORST_AT_MOST,
        RATIO_AT_MOST,
        RATIO_AT_LEAST
    }

    /** The median is at most this. */
    static Goal atMost(double bound) {
        return new Goal(Kind.MEDIAN_AT_MOST, bound);
    }

    /** Every single value is at most this. */
    static Goal worstAtMost(double bound) {
        return new Goal(Kind.WORST_AT_MOST, bound);
    }

    /** The median is at most this multiple of stock's in the same run. */
    static Goal atMostOfStock(double multiple) {
        return new Goal(Kind.RATIO_AT_MOST, multiple);
    }

    /** The median is at least this multiple of stock's in the same run. */
    static Goal atLeastOfStock(double multiple) {
        return new Goal(Kind.RATIO_AT_LEAST, multiple);
    }

    /** It in words for a table. */
    String text(String unit) {
        return switch (kind) {
            case MEDIAN_AT_MOST -> ("≤ " + Figures.text(bound) + " " + unit).strip();
            case WORST_AT_MOST -> ("worst ≤ " + Figures.text(bound) + " " + unit).strip();
            case RATIO_AT_MOST -> "≤ " + Figures.text(bound) + " × stock";
            case RATIO_AT_LEAST -> "≥ " + Figures.text(bound) + " × stock";
        };
    }

    /** Whether it is reached; nothing when there is no stock to compare with. */
    Optional<Boolean> holds(Samples ours, Optional<Samples> stock) {
        Optional<Double> ratio =
                stock.filter(samples -> samples.median() > 0).map(samples -> ours.median() / samples.median());
        return switch (kind) {
            case MEDIAN_AT_MOST -> Optional.of(ours.median() <= bound);
            case WORST_AT_MOST -> Optional.of(ours.max() <= bound);
            case RATIO_AT_MOST -> ratio.map(value -> value <= bound);
            case RATIO_AT_LEAST -> ratio.map(value -> value >= bound);
        };
    }
}
