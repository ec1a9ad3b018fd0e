package io.jsentinel.boot;

import io.jsentinel.address.Endpoint;
import io.jsentinel.pod.BootState.Phase;

/** What a daemon does next at its boot. Each says why, for people. */
public sealed interface BootDecision {

    /** Why; one line. */
    String reason();

    /**
     * Follow the master that others name.
     *
     * @param master where it is, as they say it
     * @param configEpoch under which configuration
     */
    record Adopt(Endpoint master, long configEpoch, String reason) implements BootDecision {}

    /**
     * We are the master that a majority names: our server takes writes again, if it has its data.
     *
     * @param configEpoch under which configuration
     */
    record Resume(long configEpoch, String reason) implements BootDecision {}

    /**
     * Ask the others for their votes.
     *
     * @param lossPossible whether somebody else was the last master that is known of, and may have had more data
     */
    record Elect(boolean lossPossible, String reason) implements BootDecision {}

    /**
     * Do nothing yet.
     *
     * @param phase what for
     */
    record Wait(Phase phase, String reason) implements BootDecision {}
}
