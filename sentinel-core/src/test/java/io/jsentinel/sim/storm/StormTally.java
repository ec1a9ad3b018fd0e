package io.jsentinel.sim.storm;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.TreeMap;

/** What came of many storms. Several threads may add to it. */
public final class StormTally {

    private final Coverage coverage = new Coverage();
    private final List<Long> wellMillis = new ArrayList<>();
    private long storms;
    private long simulatedMillis;
    private long acknowledged;
    private long lost;
    private long digest;
    private final TreeMap<Long, StormResult> failures = new TreeMap<>();

    /** Adds what came of one. */
    public synchronized void add(StormResult result) {
        storms++;
        simulatedMillis += result.simulatedMillis();
        acknowledged += result.acknowledged();
        lost += result.lost();
        // In no order, for threads finish in any.
        digest += result.digest();
        coverage.add(result.coverage());
        if (result.wellMillis() >= 0) {
            wellMillis.add(result.wellMillis());
        }
        if (result.isFailure()) {
            failures.put(result.plan().seed(), result);
        }
    }

    /** How many there were. */
    public synchronized long storms() {
        return storms;
    }

    /** Those in which a promise was broken, by their seeds; a copy. */
    public synchronized List<StormResult> failures() {
        return List.copyOf(failures.values());
    }

    /** The seeds of those in which a promise was broken, in order. */
    public synchronized List<Long> failedSeeds() {
        return List.copyOf(failures.keySet());
    }

    /** What all of them have reached. */
    public synchronized Coverage coverage() {
        return coverage;
    }

    /** A sum over all that happened in all of them. */
    public synchronized long digest() {
        return digest;
    }

    /**
     * How long it took to become well.
     *
     * @param percent of how many of a hundred storms; 100 = all
     * @return in milliseconds; 0 when there was none
     */
    public synchronized long wellMillis(int percent) {
        if (wellMillis.isEmpty()) {
            return 0;
        }
        Collections.sort(wellMillis);
        return wellMillis.get((wellMillis.size() - 1) * percent / 100);
    }

    /** Lines for people. */
    public synchronized String summary() {
        return "simulated hours: " + simulatedMillis / 3_600_000 + "\n" + coverage.summary()
                + "\nmilliseconds to become well: p50 " + wellMillis(50) + ", p99 " + wellMillis(99) + ", max "
                + wellMillis(100) + "\nwrites: " + acknowledged + " acknowledged, " + lost + " lost\ndigest: "
                + Long.toHexString(digest);
    }
}
