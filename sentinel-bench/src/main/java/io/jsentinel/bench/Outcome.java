package io.jsentinel.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What came of one experiment: the values of each contender, and what failed. */
final class Outcome {

    private final String experiment;
    private final String command;
    private final double loadBefore;
    private final Map<String, Map<String, List<Double>>> values = new LinkedHashMap<>();
    private final Map<String, List<String>> failures = new LinkedHashMap<>();
    private Optional<String> skipped = Optional.empty();

    /**
     * An outcome of nothing yet.
     *
     * @param experiment the experiment's name
     * @param command the command line that measures it again
     * @param loadBefore how many tasks wanted a processor in the minute before; negative if that is not known
     */
    Outcome(String experiment, String command, double loadBefore) {
        this.experiment = experiment;
        this.command = command;
        this.loadBefore = loadBefore;
    }

    String experiment() {
        return experiment;
    }

    String command() {
        return command;
    }

    double loadBefore() {
        return loadBefore;
    }

    /** Why nothing was measured, if so. */
    Optional<String> skipped() {
        return skipped;
    }

    void skip(String reason) {
        skipped = Optional.of(reason);
    }

    /** Takes in what one run of a contender has shown. */
    void add(String contender, Map<String, Double> seen) {
        Map<String, List<Double>> known = values.computeIfAbsent(contender, name -> new LinkedHashMap<>());
        seen.forEach((key, value) ->
                known.computeIfAbsent(key, name -> new ArrayList<>()).add(value));
    }

    /** Takes in that a run of a contender failed. */
    void fail(String contender, String reason) {
        failures.computeIfAbsent(contender, name -> new ArrayList<>()).add(reason);
    }

    /** All values by contender and key. */
    Map<String, Map<String, List<Double>>> values() {
        return values;
    }

    /** The reasons of failed runs, by contender. */
    Map<String, List<String>> failures() {
        return failures;
    }

    /** What was measured of a contender, if anything was. */
    Optional<Samples> samples(String contender, String key) {
        return Optional.ofNullable(values.getOrDefault(contender, Map.of()).get(key))
                .filter(list -> !list.isEmpty())
                .map(Samples::new);
    }
}
