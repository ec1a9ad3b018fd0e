package io.jsentinel.server.metrics;

import io.jsentinel.status.Status;

/**
 * What metrics are made of, all of one moment.
 *
 * @param status what this sentinel knows
 * @param info the text of INFO
 * @param loopLag how late the event loop woke
 * @param lookups how host names were looked up
 */
public record Readings(Status status, String info, Distribution.Sample loopLag, Lookups lookups) {

    /**
     * Questions for addresses of host names.
     *
     * @param found how many had an answer with addresses
     * @param empty how many had none, or none in time
     * @param durations how long they took
     */
    public record Lookups(long found, long empty, Distribution.Sample durations) {}
}
