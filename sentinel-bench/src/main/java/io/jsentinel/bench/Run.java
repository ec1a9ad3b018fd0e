package io.jsentinel.bench;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Experiments with contenders that take turns, so that whatever else the machine does hits all of them. A run that
 * fails is counted and told, and the rest goes on.
 */
final class Run {

    private static final int FAILURES_IN_A_ROW = 3;

    private final List<Contender> contenders;
    private final Effort effort;
    private final PrintWriter progress;

    Run(List<Contender> contenders, Effort effort, PrintWriter progress) {
        this.contenders = List.copyOf(contenders);
        this.effort = effort;
        this.progress = progress;
    }

    /** Carries an experiment out. {@code command} is the command line that does so again. */
    Outcome of(Experiment experiment, String command) {
        Outcome outcome = new Outcome(experiment.name(), command, Machine.load());
        Optional<String> obstacle = experiment.obstacle();
        if (obstacle.isPresent()) {
            tell(experiment.name() + ": skipped, " + obstacle.get());
            outcome.skip(obstacle.get());
            return outcome;
        }
        int runs = experiment.runs(effort);
        tell(experiment.name() + ": " + experiment.title());
        List<Contender> turns = new ArrayList<>(contenders);
        for (int i = 1; i <= runs; i++) {
            for (Contender contender : turns) {
                measure(new Turn(experiment, contender, i + "/" + runs), outcome);
            }
            turns.removeIf(contender -> isHopeless(outcome, contender));
            // Who was first is last in the next round, so that none always runs after the same other.
            Collections.rotate(turns, 1);
        }
        return outcome;
    }

    /** One measurement of one contender; {@code number} says which of how many. */
    private record Turn(Experiment experiment, Contender contender, String number) {}

    private void measure(Turn turn, Outcome outcome) {
        String name = turn.contender().name();
        String head = turn.experiment().name() + " " + turn.number() + " " + name + ": ";
        try {
            Map<String, Double> seen = turn.experiment().measure(turn.contender());
            outcome.add(name, seen);
            String missing = turn.experiment().metrics().stream()
                    .filter(metric -> !seen.containsKey(metric.key()))
                    .map(Metric::key)
                    .collect(Collectors.joining(", "));
            if (!missing.isEmpty()) {
                outcome.fail(name, "not seen within the bound: " + missing);
            }
            tell(head + line(turn.experiment(), seen) + (missing.isEmpty() ? "" : ", not seen: " + missing));
        } catch (RuntimeException e) {
            String reason = reason(e);
            outcome.fail(name, reason);
            tell(head + "failed: " + reason);
        }
    }

    private static String line(Experiment experiment, Map<String, Double> seen) {
        return experiment.metrics().stream()
                .filter(metric -> seen.containsKey(metric.key()))
                .map(metric -> metric.key() + " " + Figures.text(seen.get(metric.key())) + " " + metric.unit())
                .collect(Collectors.joining(", "));
    }

    /** A contender that failed again and again and never did it gets no more turns. */
    private static boolean isHopeless(Outcome outcome, Contender contender) {
        boolean hasValues = outcome.values().containsKey(contender.name());
        return !hasValues
                && outcome.failures().getOrDefault(contender.name(), List.of()).size() >= FAILURES_IN_A_ROW;
    }

    /** The first line of what went wrong. */
    private static String reason(RuntimeException e) {
        String text = e.getMessage() == null ? e.toString() : e.getMessage();
        return text.lines().findFirst().orElse(e.toString());
    }

    private void tell(String line) {
        progress.println(line);
        progress.flush();
    }
}
