package io.jsentinel.status;

import io.jsentinel.pod.BootState;
import java.util.Optional;

/**
 * How this sentinel itself is.
 *
 * @param runId its identity among sentinels
 * @param currentEpoch the newest epoch that it knows
 * @param tilted whether its picture cannot be trusted at the moment
 * @param saveFailing whether its state cannot be saved, so that it cannot vote
 * @param duty what is expected of it at the moment
 * @param scripts what runs and waits
 * @param simulatedCrashes the sum of the flags of SENTINEL SIMULATE-FAILURE
 */
public record OwnStatus(
        String runId,
        long currentEpoch,
        boolean tilted,
        boolean saveFailing,
        Duty duty,
        Scripts scripts,
        int simulatedCrashes) {

    /**
     * What is expected of a sentinel, and of the pod that it is in.
     *
     * @param leaving whether it is about to end
     * @param fenced whether the local server must not be used as a master, since it sees no majority
     * @param boot how far the server beside us is on its way to serving; nothing where there is none
     */
    public record Duty(boolean leaving, boolean fenced, Optional<BootState> boot) {

        /** Nothing special. */
        public static final Duty USUAL = new Duty(false, false, Optional.empty());
    }

    /**
     * The scripts of people.
     *
     * @param running how many run
     * @param queued how many run or wait
     */
    public record Scripts(int running, int queued) {}
}
