package io.jsentinel.bench;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

/**
 * One failover of one real master with two replicas and three sentinels.
 *
 * @param name its name on the command line
 * @param fault what happens to the master
 * @param downAfterMillis the time without an answer that counts as down
 * @param usualRuns how often it is measured unless told otherwise
 * @param metrics what is reported of what the {@link FailoverProbe} sees
 */
record FailoverExperiment(String name, Fault fault, long downAfterMillis, int usualRuns, List<Metric> metrics)
        implements Experiment {

    private static final long SETTLE_MILLIS = 3_000;
    private static final long PHASE_MILLIS = 1_000;

    @Override
    public String title() {
        String what = fault == Fault.KILL ? "kill -9" : "SIGSTOP";
        return what + " of the master, 2 replicas, 3 sentinels, down-after " + downAfterMillis
                + " ms; times from the fault, less down-after";
    }

    @Override
    public int runs(Effort effort) {
        return effort.failoverRuns(usualRuns);
    }

    @Override
    public Map<String, Double> measure(Contender contender) {
        List<Contender> sentinels = Collections.nCopies(FailoverBed.SENTINELS, contender);
        try (FailoverBed bed = FailoverBed.start(sentinels, downAfterMillis)) {
            return watch(bed, fault, downAfterMillis);
        }
    }

    /** Watches a failover of a bed that has just become ready, after some quiet seconds of uneven length. */
    static Map<String, Double> watch(FailoverBed bed, Fault fault, long downAfterMillis) {
        try (FailoverProbe probe = new FailoverProbe(bed, downAfterMillis)) {
            // Whatever a sentinel does once in a second is hit at any moment of that second.
            Pause.millis(SETTLE_MILLIS + ThreadLocalRandom.current().nextLong(PHASE_MILLIS));
            return probe.watch(fault);
        }
    }
}
