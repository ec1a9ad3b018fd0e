package io.jsentinel.status;

/**
 * How this sentinel itself is.
 *
 * @param runId its identity among sentinels
 * @param currentEpoch the newest epoch that it knows
 * @param tilted whether its picture cannot be trusted at the moment
 * @param saveFailing whether its state cannot be saved, so that it cannot vote
 * @param scripts what runs and waits
 * @param simulatedCrashes the sum of the flags of SENTINEL SIMULATE-FAILURE
 */
public record OwnStatus(
        String runId, long currentEpoch, boolean tilted, boolean saveFailing, Scripts scripts, int simulatedCrashes) {

    /**
     * The scripts of people.
     *
     * @param running how many run
     * @param queued how many run or wait
     */
    public record Scripts(int running, int queued) {}
}
