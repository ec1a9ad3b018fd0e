package io.jsentinel.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The whole table: which experiments there are, and what was promised of each. */
final class Experiments {

    private static final int HEADLINE_RUNS = 50;
    private static final int USUAL_RUNS = 5;
    private static final int[] MASTERS = {1, 10, 100, 1_000};

    private Experiments() {}

    /** All of them, in the order of the table. */
    static List<Experiment> all() {
        List<Experiment> all = new ArrayList<>(failovers());
        for (int masters : MASTERS) {
            all.add(ScaleExperiment.of(masters));
        }
        all.add(ScaleExperiment.allDie(MASTERS[MASTERS.length - 1]));
        all.add(new ThroughputExperiment());
        all.add(new OneMasterExperiment());
        all.add(new StartExperiment());
        all.add(SmallGroupExperiment.young());
        all.add(SmallGroupExperiment.rested());
        return all;
    }

    private static List<Experiment> failovers() {
        Metric write = FailoverProbe.WRITE.with(Goal.atMost(25));
        Metric headline = FailoverProbe.WRITE.with(Goal.atMost(25), Goal.worstAtMost(100));
        Metric sentinels = FailoverProbe.ALL.with(Goal.atMost(30));
        Metric replicas = FailoverProbe.REPLICAS.with(Goal.atMost(300));
        List<Metric> killed = List.of(headline, sentinels, replicas, FailoverProbe.SDOWN);
        List<Metric> stopped = List.of(FailoverProbe.WRITE.with(Goal.atMost(60)), FailoverProbe.SDOWN);
        List<Metric> late = List.of(write, FailoverProbe.SDOWN);
        return List.of(
                new FailoverExperiment("kill", Fault.KILL, 1_000, HEADLINE_RUNS, killed),
                new FailoverExperiment("stop", Fault.STOP, 500, USUAL_RUNS, stopped),
                new FailoverExperiment("down-after-100", Fault.KILL, 100, USUAL_RUNS, late),
                new FailoverExperiment("down-after-200", Fault.KILL, 200, USUAL_RUNS, late),
                new FailoverExperiment("down-after-500", Fault.KILL, 500, USUAL_RUNS, late));
    }

    /** Those of a first look. */
    static List<Experiment> quick() {
        return all().stream().filter(Experiment::isQuick).collect(Collectors.toList());
    }

    /**
     * The experiments of these names.
     *
     * @throws IllegalArgumentException naming all that there are when one is unknown
     */
    static List<Experiment> named(List<String> names) {
        List<String> known = all().stream().map(Experiment::name).collect(Collectors.toList());
        names.stream().filter(name -> !known.contains(name)).findFirst().ifPresent(name -> {
            throw new IllegalArgumentException("there is no row '" + name + "'; rows: " + String.join(", ", known));
        });
        return all().stream()
                .filter(experiment -> names.contains(experiment.name()))
                .collect(Collectors.toList());
    }
}
