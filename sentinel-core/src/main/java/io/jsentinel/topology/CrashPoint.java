package io.jsentinel.topology;

import java.util.Optional;

/** Where in a failover that it leads a sentinel ends itself, for tests. Source: Redis docs, SENTINEL SIMULATE-FAILURE. */
public enum CrashPoint {
    /** It was elected, and has not chosen a replica yet. */
    AFTER_ELECTION("crash-after-election", 1),
    /** The replica said that it is a master, and nobody was told yet. */
    AFTER_PROMOTION("crash-after-promotion", 2);

    private final String word;
    private final int flag;

    CrashPoint(String word, int flag) {
        this.word = word;
        this.flag = flag;
    }

    /** The word in the command. */
    public String word() {
        return word;
    }

    /** Its bit in {@code sentinel_simulate_failure_flags} of INFO. */
    public int flag() {
        return flag;
    }

    /** The point that a word of the command names, in any case. */
    public static Optional<CrashPoint> named(String word) {
        for (CrashPoint point : values()) {
            if (point.word.equalsIgnoreCase(word)) {
                return Optional.of(point);
            }
        }
        return Optional.empty();
    }
}
