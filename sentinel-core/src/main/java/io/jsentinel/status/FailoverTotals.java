package io.jsentinel.status;

import io.jsentinel.failover.FailoverReason;
import io.jsentinel.failover.FailoverRecord.Result;
import io.jsentinel.status.Episode.Phase;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the failovers of one master sum up to.
 *
 * @param counts how many there were of each kind
 * @param durations how long each phase took
 * @param lastLostBytes the {@link Episode#lostBytes} of the last one that was led here and ended well, else 0
 */
public record FailoverTotals(Map<Kind, Long> counts, Map<Phase, Durations> durations, long lastLostBytes) {

    /**
     * Why and how a failover ended.
     *
     * @param reason why it was led; nothing when another sentinel led it
     * @param result how it ended
     */
    public record Kind(Optional<FailoverReason> reason, Result result) implements Comparable<Kind> {
        @Override
        public int compareTo(Kind other) {
            int byReason = Episode.word(reason).compareTo(Episode.word(other.reason));
            return byReason != 0 ? byReason : result.compareTo(other.result);
        }
    }

    /**
     * Durations of one phase.
     *
     * @param buckets how many lasted no longer than each of {@link #BOUNDS_MILLIS} and longer than the one before; the
     *     last is for all that were longer
     * @param sumMillis all together
     */
    public record Durations(List<Long> buckets, long sumMillis) {

        /** The upper bounds of the buckets. */
        public static final List<Long> BOUNDS_MILLIS =
                List.of(10L, 25L, 50L, 100L, 250L, 500L, 1_000L, 2_500L, 5_000L, 10_000L, 30_000L, 60_000L, 180_000L);

        public Durations {
            buckets = List.copyOf(buckets);
        }

        /** How many there were. */
        public long count() {
            return buckets.stream().mapToLong(Long::longValue).sum();
        }
    }
}
