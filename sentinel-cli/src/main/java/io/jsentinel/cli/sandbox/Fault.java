package io.jsentinel.cli.sandbox;

/**
 * What was done to a master, or ordered for it.
 *
 * @param what what it is called, "fault" or "order"
 * @param nanoTime when, in the terms of {@link System#nanoTime()}; before the signal was sent, so that no duration is
 *     told too short
 */
record Fault(String what, int port, long nanoTime) {

    /** The order to hand over. */
    static final String ORDER = "order";

    /** Whether the master was not lost, but told to hand over. */
    boolean isOrder() {
        return what.equals(ORDER);
    }
}
