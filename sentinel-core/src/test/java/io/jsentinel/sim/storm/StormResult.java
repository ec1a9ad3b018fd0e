package io.jsentinel.sim.storm;

import java.util.Optional;

/**
 * What came of a storm.
 *
 * @param plan which
 * @param simulatedMillis how much time passed in it
 * @param wellMillis how long after the end of the faults all was well; -1 = never, or it failed before
 * @param acknowledged how many writes were acknowledged to the client
 * @param lost how many of these the last master does not have
 * @param digest a sum over all that happened: two runs of one plan have the same
 * @param coverage what was reached
 * @param failure what went wrong; absent = nothing
 * @param trace the last things that happened, only after a failure
 */
public record StormResult(
        StormPlan plan,
        long simulatedMillis,
        long wellMillis,
        int acknowledged,
        int lost,
        long digest,
        Coverage coverage,
        Optional<Throwable> failure,
        String trace) {

    /** Whether something went wrong. */
    public boolean isFailure() {
        return failure.isPresent();
    }

    /** All that is needed to look into a failure. */
    public String report() {
        return plan + "\n" + failure.map(Throwable::toString).orElse("no failure") + "\n" + trace;
    }
}
