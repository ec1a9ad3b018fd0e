package io.jsentinel.server.metrics;

import java.util.ArrayList;
import java.util.List;

/** How often something took how long. For one thread; what others read is a {@link Sample}. */
public final class Distribution {

    /** The upper bounds, in milliseconds, of what a busy machine does to us. */
    public static final List<Long> USUAL_BOUNDS = List.of(1L, 2L, 5L, 10L, 25L, 50L, 100L, 250L, 500L, 1_000L, 5_000L);

    private final List<Long> bounds;
    private final long[] counts;
    private long sumMillis;

    /**
     * The counts of one moment.
     *
     * @param boundsMillis the upper bounds of the buckets, ascending
     * @param counts how many fell into each bucket and none before it; one more than bounds, for all that were longer
     * @param sumMillis all together
     */
    public record Sample(List<Long> boundsMillis, List<Long> counts, long sumMillis) {

        public Sample {
            boundsMillis = List.copyOf(boundsMillis);
            counts = List.copyOf(counts);
        }
    }

    /** Nothing was counted yet. */
    public Distribution(List<Long> boundsMillis) {
        bounds = List.copyOf(boundsMillis);
        counts = new long[bounds.size() + 1];
    }

    /** Counts one. */
    public void add(long millis) {
        int bucket = 0;
        while (bucket < bounds.size() && millis > bounds.get(bucket)) {
            bucket++;
        }
        counts[bucket]++;
        sumMillis += millis;
    }

    /** The counts of now. */
    public Sample sample() {
        List<Long> copy = new ArrayList<>();
        for (long count : counts) {
            copy.add(count);
        }
        return new Sample(bounds, copy, sumMillis);
    }
}
