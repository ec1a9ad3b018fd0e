package io.jsentinel.status;

import io.jsentinel.failover.FailoverRecord.Result;
import io.jsentinel.status.Episode.Phase;
import io.jsentinel.status.FailoverTotals.Durations;
import io.jsentinel.status.FailoverTotals.Kind;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.TreeMap;

/** The totals of one master's failovers, as they grow. */
final class RunningTotals {

    private final TreeMap<Kind, Long> counts = new TreeMap<>();
    private final EnumMap<Phase, long[]> buckets = new EnumMap<>(Phase.class);
    private final EnumMap<Phase, Long> sums = new EnumMap<>(Phase.class);
    private long lastLostBytes;

    /** Adds a failover that has ended. */
    void add(Episode ended) {
        counts.merge(new Kind(ended.reason(), ended.result()), 1L, Long::sum);
        ended.phases().forEach(this::add);
        if (ended.isLed() && ended.result() == Result.DONE) {
            lastLostBytes = ended.lostBytes().orElse(0L);
        }
    }

    private void add(Phase phase, long millis) {
        List<Long> bounds = Durations.BOUNDS_MILLIS;
        int bucket = 0;
        while (bucket < bounds.size() && millis > bounds.get(bucket)) {
            bucket++;
        }
        buckets.computeIfAbsent(phase, p -> new long[bounds.size() + 1])[bucket]++;
        sums.merge(phase, millis, Long::sum);
    }

    /** As they are now. */
    FailoverTotals sums() {
        EnumMap<Phase, Durations> durations = new EnumMap<>(Phase.class);
        buckets.forEach((phase, counted) -> {
            List<Long> copy = new ArrayList<>();
            for (long count : counted) {
                copy.add(count);
            }
            durations.put(phase, new Durations(copy, sums.get(phase)));
        });
        return new FailoverTotals(
                Collections.unmodifiableMap(new TreeMap<>(counts)),
                Collections.unmodifiableMap(durations),
                lastLostBytes);
    }
}
