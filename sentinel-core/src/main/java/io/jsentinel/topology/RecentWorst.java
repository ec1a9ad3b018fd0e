package io.jsentinel.topology;

/** The longest of the durations that were measured lately: each shorter one makes it forget a part of it. */
public final class RecentWorst {

    /** The part that is forgotten, as one of so many. */
    private static final long FORGOTTEN_PART = 4;

    private long millis;
    private boolean known;

    /** Something took that long. */
    public void took(long durationMillis) {
        long kept = millis - (millis + FORGOTTEN_PART - 1) / FORGOTTEN_PART;
        millis = Math.max(0, Math.max(durationMillis, kept));
        known = true;
    }

    /**
     * In milliseconds.
     *
     * @param unknown what is assumed before the first measurement
     */
    public long millisOr(long unknown) {
        return known ? millis : unknown;
    }
}
