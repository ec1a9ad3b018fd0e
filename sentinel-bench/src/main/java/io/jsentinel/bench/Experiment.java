package io.jsentinel.bench;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One row, or a few rows, of the table: something that is done to one contender at a time and measured. */
interface Experiment {

    /** Its name on the command line and in the results. */
    String name();

    /** What is done, in one sentence for people. */
    String title();

    /** What is measured, in the order of the table. */
    List<Metric> metrics();

    /** How often each contender has its turn. */
    int runs(Effort effort);

    /** Whether it is part of a first look at everything. */
    default boolean isQuick() {
        return true;
    }

    /** Why it cannot be done on this machine, if so. */
    default Optional<String> obstacle() {
        return Optional.empty();
    }

    /**
     * Measures a contender once, and ends all that it has started, whatever happens.
     *
     * @return values by the keys of the metrics; what was not seen within its bound is left out
     * @throws RuntimeException when it could not be measured, with a reason for people
     */
    Map<String, Double> measure(Contender contender);
}
