package io.jsentinel.bench;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * One thing that an experiment measures.
 *
 * @param key its name in the results, one word, unlike all others of the experiment
 * @param title what it is, for people
 * @param unit the unit of its values
 * @param goals what it is to be, all at once; none where nothing is promised
 */
record Metric(String key, String title, String unit, List<Goal> goals) {

    /** A metric for which nothing is promised. */
    static Metric of(String key, String title, String unit) {
        return new Metric(key, title, unit, List.of());
    }

    /** The same metric with promises. */
    Metric with(Goal... promises) {
        return new Metric(key, title, unit, List.of(promises));
    }

    /** The promises in words; empty where there are none. */
    String goalText() {
        return goals.stream().map(goal -> goal.text(unit)).collect(Collectors.joining(", "));
    }

    /** Whether all promises are kept; nothing when there are none, or one needs a stock that was not measured. */
    Optional<Boolean> holds(Samples ours, Optional<Samples> stock) {
        List<Optional<Boolean>> each =
                goals.stream().map(goal -> goal.holds(ours, stock)).collect(Collectors.toList());
        if (each.isEmpty() || each.stream().anyMatch(Optional::isEmpty)) {
            return Optional.empty();
        }
        return Optional.of(each.stream().allMatch(Optional::get));
    }
}
