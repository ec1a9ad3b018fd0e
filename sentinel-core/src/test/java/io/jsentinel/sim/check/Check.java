package io.jsentinel.sim.check;

import io.jsentinel.sim.SimStep;

/**
 * A promise that is looked at while a storm rages. One object watches one run; it may remember. What it sees it must not
 * change, nor draw from the world's chance. It throws a {@link Violation} when the promise is broken.
 */
public interface Check {

    /** What a violation calls it. */
    String name();

    /** A core has made a step; nothing of what it wants done is done yet. */
    default void afterStep(SimStep step, StormView view) {}

    /** A simulated event has happened with all that it led to at once: a message, a timer, a fault. */
    default void afterEvent(StormView view) {}

    /** The faults are over and the cluster has become well. */
    default void atTheEnd(StormView view) {}
}
