package io.jsentinel.topology;

/** Moments on the core's monotonic clock, in milliseconds. */
public final class Times {

    /** The moment of something that has not happened: older than any limit, without overflow in a difference. */
    public static final long NEVER = Long.MIN_VALUE / 4;

    /** The moment that does not come. */
    public static final long FAR_FUTURE = Long.MAX_VALUE;

    private Times() {}

    /** The age of a moment as listings show it: 0 for never. */
    public static long shownAge(long moment, long nowMillis) {
        return moment == NEVER ? 0 : Math.max(0, nowMillis - moment);
    }
}
