package io.jsentinel.server.kubernetes;

import java.util.random.RandomGenerator;

/** How long to wait before something that failed is tried again: longer each time, and never longer than a minute. */
final class Backoff {

    /** After the first failure. */
    static final long FIRST_MILLIS = 200;

    /** The longest of its own; what lacks rights is asked for as seldom. */
    static final long MAX_MILLIS = 30_000;

    /** The longest that the API can make us wait. */
    static final long MAX_ASKED_MILLIS = 60_000;

    private static final int SPREAD_PERCENT = 20;

    private final RandomGenerator random;
    private long nextMillis = FIRST_MILLIS;

    /** @param random spreads the tries of many pods over time */
    Backoff(RandomGenerator random) {
        this.random = random;
    }

    /** How long to wait after an answer that was no success. */
    long after(ApiAnswer answer) {
        long own = nextMillis;
        nextMillis = Math.min(MAX_MILLIS, nextMillis * 2);
        boolean isRefused = answer.code() == ApiAnswer.FORBIDDEN || answer.code() == ApiAnswer.NOT_FOUND;
        long wait = isRefused ? MAX_MILLIS : Math.max(own, Math.min(MAX_ASKED_MILLIS, answer.retryAfterMillis()));
        long spread = wait * SPREAD_PERCENT / 100;
        return wait - spread / 2 + random.nextLong(spread + 1);
    }

    /** Something succeeded. */
    void reset() {
        nextMillis = FIRST_MILLIS;
    }
}
