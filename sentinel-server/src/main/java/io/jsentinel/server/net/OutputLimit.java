package io.jsentinel.server.net;

/**
 * How much may wait for a subscriber that reads too slowly: 32 MB at no time, 8 MB not for 60 seconds. Source: Redis,
 * {@code client-output-buffer-limit pubsub}.
 */
final class OutputLimit {

    /** More than this is never kept, in bytes. */
    static final long HARD_BYTES = 32L * 1024 * 1024;

    /** More than this is not kept for long, in bytes. */
    static final long SOFT_BYTES = 8L * 1024 * 1024;

    /** How long more than the soft limit is kept. */
    static final long SOFT_MILLIS = 60_000;

    private boolean over;
    private long overSinceMillis;

    /**
     * Whether the subscriber must be given up.
     *
     * @param bytes what waits for it
     * @param nowMillis on a clock that never goes back
     */
    boolean exceeded(long bytes, long nowMillis) {
        if (bytes <= SOFT_BYTES) {
            over = false;
            return false;
        }
        if (!over) {
            over = true;
            overSinceMillis = nowMillis;
        }
        return bytes > HARD_BYTES || nowMillis - overSinceMillis > SOFT_MILLIS;
    }
}
