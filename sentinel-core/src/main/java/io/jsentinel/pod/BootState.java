package io.jsentinel.pod;

/**
 * How far the sidecar is on its way to serving, and why it is not farther.
 *
 * @param phase how far
 * @param reason what it does or waits for, for people; one line, never empty
 */
public record BootState(Phase phase, String reason) {

    /** The steps, in their order. Some are left out on the way, and some come again. */
    public enum Phase {
        /** Nothing was asked yet. */
        INIT,
        /** Other pods are looked for, and asked what they know. */
        ASK,
        /** A majority is there and nobody has a master: one is elected. */
        ELECTION,
        /** Nothing can be decided: a majority, or a pod that may know better, is not there. */
        WAIT,
        /** It is decided who the master is; the server beside us is being made what it must be. */
        JOIN,
        /** The server beside us is what it must be, and is looked after. */
        RUN,
        /** The pod is about to end. */
        DRAIN
    }

    /** Before anything was done. */
    public static final BootState BEGINNING = new BootState(Phase.INIT, "nothing was asked yet");

    /** Whether the server beside us may be started: its role is decided and stands in its role file. */
    public boolean isGateOpen() {
        return phase == Phase.JOIN || phase == Phase.RUN || phase == Phase.DRAIN;
    }

    /** Whether the pod has its place in the set. */
    public boolean isRunning() {
        return phase == Phase.RUN;
    }
}
