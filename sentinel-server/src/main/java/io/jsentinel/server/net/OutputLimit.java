package io.jsentinel.server.net;

import io.jsentinel.config.BufferLimit;

/** How much may wait for a client that reads too slowly. Source: Redis, {@code client-output-buffer-limit}. */
final class OutputLimit {

    private final BufferLimit limit;
    private boolean over;
    private long overSinceMillis;

    OutputLimit(BufferLimit limit) {
        this.limit = limit;
    }

    /**
     * Whether the client must be given up.
     *
     * @param bytes what waits for it
     * @param nowMillis on a clock that never goes back
     */
    boolean exceeded(long bytes, long nowMillis) {
        if (limit.hardBytes() > 0 && bytes > limit.hardBytes()) {
            return true;
        }
        if (limit.softBytes() == 0 || bytes <= limit.softBytes()) {
            over = false;
            return false;
        }
        if (!over) {
            over = true;
            overSinceMillis = nowMillis;
        }
        return nowMillis - overSinceMillis > limit.softSeconds() * 1_000L;
    }
}
