package io.jsentinel.sim.storm;

/**
 * One thing that happens in a storm. A target is the name of a process, or {@code master of NAME}: whoever is that master
 * when it begins.
 *
 * @param kind what
 * @param atMillis when it begins, counted from the moment at which the cluster had found itself
 * @param lastsMillis how long it lasts; without meaning for what happens once
 * @param target whom it happens to; a sentinel that is told something; empty = nobody in particular
 * @param other the second process, or the name of a master; empty = none
 * @param value how strong it is, from 0 to 999; what that means depends on the kind
 */
public record Fault(FaultKind kind, long atMillis, long lastsMillis, String target, String other, int value) {

    /** The same, but over sooner. */
    Fault lasting(long millis) {
        return new Fault(kind, atMillis, millis, target, other, value);
    }

    @Override
    public String toString() {
        return "at " + atMillis + " for " + lastsMillis + " ms " + kind + " " + target
                + (other.isEmpty() ? "" : " / " + other) + " (" + value + ")";
    }
}
