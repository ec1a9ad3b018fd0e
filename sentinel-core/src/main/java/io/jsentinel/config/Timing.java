package io.jsentinel.config;

/**
 * The clockwork: periods and limits that all masters share. Names and defaults as in SENTINEL DEBUG of Redis.
 *
 * @param infoPeriodMillis between two INFO to a healthy node
 * @param fastInfoPeriodMillis between two INFO to a replica whose master is in trouble
 * @param pingPeriodMillis the longest pause between two pings
 * @param askPeriodMillis between two questions whether a master is down
 * @param publishPeriodMillis between two hello messages
 * @param tiltTriggerMillis a stall of our own process that makes everything seen before worthless
 * @param tiltPeriodMillis how long we do not trust our own picture after such a stall, at most
 * @param slaveReconfTimeoutMillis after which a replica that was sent to a new master counts as done
 * @param minLinkReconnectPeriodMillis the least age of a silent connection before it is replaced
 * @param electionTimeoutMillis the longest wait for votes
 */
public record Timing(
        long infoPeriodMillis,
        long fastInfoPeriodMillis,
        long pingPeriodMillis,
        long askPeriodMillis,
        long publishPeriodMillis,
        long tiltTriggerMillis,
        long tiltPeriodMillis,
        long slaveReconfTimeoutMillis,
        long minLinkReconnectPeriodMillis,
        long electionTimeoutMillis) {

    /** The values of Redis. */
    public static final Timing DEFAULT =
            new Timing(10_000, 1_000, 1_000, 1_000, 2_000, 2_000, 30_000, 10_000, 15_000, 10_000);
}
