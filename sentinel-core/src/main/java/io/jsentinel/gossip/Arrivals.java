package io.jsentinel.gossip;

import io.jsentinel.event.EventType.Level;
import io.jsentinel.step.Outbox;
import io.jsentinel.topology.Times;

/**
 * How many sentinels of one master may be new, or may have moved, in a second. Whoever may publish can invent them, and
 * each costs a connection, a line in the log and a save. A real one says hello again two seconds later.
 */
public final class Arrivals {

    /** The most in a second: a large group is complete after a few of them. */
    static final int MOST_IN_A_SECOND = 16;

    private static final long SECOND_MILLIS = 1_000;

    /** How often it is told that some were turned away. */
    private static final long TOLD_MILLIS = 60_000;

    private long sinceMillis = Times.NEVER;
    private int admitted;
    private long toldMillis = Times.NEVER;

    /** Whether one more may come in now. */
    boolean admit(String masterName, Outbox out) {
        if (out.nowMillis() - sinceMillis >= SECOND_MILLIS) {
            sinceMillis = out.nowMillis();
            admitted = 0;
        }
        if (admitted < MOST_IN_A_SECOND) {
            admitted++;
            return true;
        }
        if (out.nowMillis() - toldMillis >= TOLD_MILLIS) {
            toldMillis = out.nowMillis();
            out.log(
                    Level.WARNING,
                    "More than " + MOST_IN_A_SECOND + " sentinels of " + masterName
                            + " are new or have moved within a second: the others must wait. Somebody may be inventing"
                            + " them on the channel __sentinel__:hello");
        }
        return false;
    }
}
