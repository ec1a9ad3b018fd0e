package io.jsentinel.sim.stock;

/** The fixed times of a sentinel of Redis, in milliseconds. */
final class StockTimes {

    /** So long ago that no wait is left of it. */
    static final long NEVER = -1_000_000_000_000L;

    static final long PING_PERIOD = 1_000;
    static final long INFO_PERIOD = 10_000;
    static final long INFO_PERIOD_IN_TROUBLE = 1_000;
    static final long ASK_PERIOD = 1_000;
    static final long PUBLISH_PERIOD = 2_000;
    static final long RECONNECT_PERIOD = 15_000;
    static final long ELECTION_TIMEOUT = 10_000;
    static final long RECONF_TIMEOUT = 10_000;
    static final long TILT_TRIGGER = 2_000;
    static final long TILT_PERIOD = 30_000;

    /** How much chance is added to the moment of an attempt. */
    static final int MAX_DESYNC = 1_000;

    private StockTimes() {}
}
