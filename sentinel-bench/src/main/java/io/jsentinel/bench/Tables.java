package io.jsentinel.bench;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The results of experiments as tables in Markdown: every contender's column, ratios to stock, goals. */
final class Tables {

    private static final int PERCENTILES_FROM = 20;

    private Tables() {}

    /** The section of one experiment. */
    static String section(Experiment experiment, Outcome outcome) {
        StringBuilder text = new StringBuilder();
        text.append("### ").append(experiment.name()).append("\n\n");
        text.append(capitalized(experiment.title())).append(".\n\n");
        text.append("`").append(outcome.command()).append("`");
        if (outcome.loadBefore() >= 0) {
            text.append(", load of the machine before: ").append(Figures.text(outcome.loadBefore()));
        }
        text.append("\n\n");
        if (outcome.skipped().isPresent()) {
            return text.append("Skipped: ")
                    .append(outcome.skipped().get())
                    .append(".\n\n")
                    .toString();
        }
        return text.append(table(experiment, outcome)).append(failures(outcome)).toString();
    }

    private static String table(Experiment experiment, Outcome outcome) {
        List<String> names = contenders(outcome);
        StringBuilder text = new StringBuilder("| what | unit |");
        StringBuilder rule = new StringBuilder("| --- | --- |");
        for (String name : names) {
            text.append(' ').append(name).append(" |");
            rule.append(" ---: |");
            if (!name.equals(Contender.STOCK)) {
                text.append(" ratio | goal |");
                rule.append(" ---: | --- |");
            }
        }
        text.append('\n').append(rule).append('\n');
        experiment.metrics().forEach(metric -> text.append(row(metric, names, outcome)));
        return text.append('\n').toString();
    }

    private static List<String> contenders(Outcome outcome) {
        Set<String> names = new LinkedHashSet<>(outcome.values().keySet());
        names.addAll(outcome.failures().keySet());
        List<String> ordered = new ArrayList<>(names);
        ordered.sort((a, b) -> Boolean.compare(b.equals(Contender.STOCK), a.equals(Contender.STOCK)));
        return ordered;
    }

    private static String row(Metric metric, List<String> names, Outcome outcome) {
        StringBuilder row = new StringBuilder("| " + metric.title() + " | " + metric.unit() + " |");
        Optional<Samples> stock = outcome.samples(Contender.STOCK, metric.key());
        for (String name : names) {
            Optional<Samples> samples = outcome.samples(name, metric.key());
            row.append(' ').append(samples.map(Tables::spread).orElse("–")).append(" |");
            if (!name.equals(Contender.STOCK)) {
                row.append(' ').append(ratio(samples, stock)).append(" | ");
                row.append(goal(metric, samples, stock)).append(" |");
            }
        }
        return row.append('\n').toString();
    }

    /** A median in bold with what it is the median of. */
    private static String spread(Samples samples) {
        String median = "**" + Figures.text(samples.median()) + "**";
        if (samples.count() == 1) {
            return median;
        }
        String ends = Figures.text(samples.min()) + " … " + Figures.text(samples.max());
        String tail = samples.count() < PERCENTILES_FROM ? "" : ", p95 " + Figures.text(samples.percentile(95));
        return median + " (" + ends + tail + "; " + samples.count() + " runs)";
    }

    private static String ratio(Optional<Samples> ours, Optional<Samples> stock) {
        return ours.isPresent() && stock.isPresent()
                ? Figures.ratio(ours.get().median(), stock.get().median())
                : "–";
    }

    private static String goal(Metric metric, Optional<Samples> ours, Optional<Samples> stock) {
        if (metric.goals().isEmpty()) {
            return "";
        }
        String verdict = ours.flatMap(samples -> metric.holds(samples, stock))
                .map(holds -> holds ? ": yes" : ": **no**")
                .orElse("");
        return metric.goalText() + verdict;
    }

    private static String failures(Outcome outcome) {
        StringBuilder text = new StringBuilder();
        for (Map.Entry<String, List<String>> entry : outcome.failures().entrySet()) {
            List<String> reasons = entry.getValue();
            text.append("Runs of ")
                    .append(entry.getKey())
                    .append(" that failed: ")
                    .append(reasons.size());
            text.append("; the last one: ")
                    .append(reasons.get(reasons.size() - 1))
                    .append(".\n\n");
        }
        return text.toString();
    }

    private static String capitalized(String text) {
        return text.isEmpty() || text.startsWith("kill")
                ? text
                : Character.toUpperCase(text.charAt(0)) + text.substring(1);
    }
}
