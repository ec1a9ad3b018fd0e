package io.jsentinel.failover;

import io.jsentinel.address.Endpoint;
import java.util.List;
import java.util.Optional;

/**
 * One failover that we tried to lead, after its end.
 *
 * @param reason why it was led
 * @param epoch its epoch
 * @param beganMillis when it began, on the core's clock
 * @param phases the states that it went through, in order, with the time that each took
 * @param result what came of it
 * @param why what kept it from succeeding, in words; empty for a success
 * @param from the master at its beginning
 * @param to the replica that was chosen, if it came to that
 */
public record FailoverRecord(
        FailoverReason reason,
        long epoch,
        long beganMillis,
        List<Phase> phases,
        Result result,
        String why,
        Endpoint from,
        Optional<Endpoint> to) {

    /** What came of a failover. */
    public enum Result {
        /** Another node is the master. */
        DONE("done"),
        /** We did not get the votes. */
        NOT_ELECTED("not_elected"),
        /** There was no replica to promote. */
        NO_GOOD_REPLICA("no_good_replica"),
        /** The chosen replica did not become a master. */
        NOT_PROMOTED("not_promoted"),
        /** It would have lost writes, so all was left as it was. */
        ABORTED("aborted"),
        /** Another sentinel's configuration is in force, or the master is looked at anew. */
        OVERTAKEN("overtaken");

        private final String word;

        Result(String word) {
            this.word = word;
        }

        /** The word in metrics and histories. */
        public String word() {
            return word;
        }
    }

    /**
     * How long a failover was in one state.
     *
     * @param state which
     * @param millis how long, at least 0
     */
    public record Phase(FailoverState state, long millis) {}

    public FailoverRecord {
        phases = List.copyOf(phases);
    }

    /** How long all of it took. */
    public long millis() {
        return phases.stream().mapToLong(Phase::millis).sum();
    }
}
