package io.jsentinel.bench;

import io.jsentinel.bench.Svg.Anchor;
import io.jsentinel.bench.Svg.Point;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The two plots of the results. What was not measured is left out of them. */
final class Plots {

    private static final List<String> COLOURS = List.of("#9aa3b2", "#2563eb", "#d97706", "#059669");
    private static final String INK = "#1f2430";
    private static final int WIDTH = 760;

    private static final Map<String, String> FAILOVERS = failovers();
    private static final List<Integer> MASTERS = List.of(1, 10, 100, 1_000);
    private static final List<Panel> PANELS = List.of(
            new Panel("start → everything discovered, s", ScaleExperiment.DISCOVERY, true),
            new Panel("idle: CPU of one core per sentinel, %", ScaleExperiment.CPU, true),
            new Panel("anonymous RSS per sentinel, MiB", ScaleExperiment.ANONYMOUS, true),
            new Panel("one in twenty dies: last promotion after down-after, ms", ScaleExperiment.LAST, false));

    private Plots() {}

    /** One of the small plots over the number of masters. */
    private record Panel(String title, Metric metric, boolean logarithmic) {}

    /** Where a plot lies: its left end, its right end, its bottom and its top. */
    private record Frame(double left, double right, double bottom, double top) {}

    private static Map<String, String> failovers() {
        Map<String, String> labels = new LinkedHashMap<>();
        labels.put("down-after-100", "kill, 100 ms");
        labels.put("down-after-200", "kill, 200 ms");
        labels.put("down-after-500", "kill, 500 ms");
        labels.put("kill", "kill, 1000 ms");
        labels.put("stop", "SIGSTOP, 500 ms");
        return labels;
    }

    /** How late the first write is after each fault: bars for medians, lines from the least to the greatest. */
    static String failover(Results results) {
        Svg svg = new Svg(WIDTH, 320);
        Set<String> names = contenders(results, FAILOVERS.keySet());
        svg.title(
                new Point(16, 22),
                "First accepted write after a fault, less down-after, ms (median, least … greatest)");
        legend(svg, names, new Point(16, 40));
        Frame frame = new Frame(60, WIDTH - 16, 285, 62);
        Axis axis = Axis.linear(values(results, FAILOVERS.keySet(), "write"), frame.bottom, frame.top);
        marks(svg, axis, frame);
        double slot = (frame.right - frame.left) / FAILOVERS.size();
        double bar = 0.7 * slot / Math.max(1, names.size());
        int column = 0;
        for (Map.Entry<String, String> fault : FAILOVERS.entrySet()) {
            double left = frame.left + column++ * slot + 0.15 * slot;
            svg.text(new Point(left + 0.35 * slot, 305), Anchor.MIDDLE, fault.getValue());
            int index = 0;
            for (String name : names) {
                double x = left + index * bar;
                String colour = COLOURS.get(index++ % COLOURS.size());
                samples(results, fault.getKey(), name, "write")
                        .ifPresent(found -> bar(svg, axis, new Column(x, bar, colour), found));
            }
        }
        return svg.file();
    }

    /** Where a bar stands. */
    private record Column(double left, double width, String colour) {}

    private static void bar(Svg svg, Axis axis, Column column, Samples found) {
        double middle = column.left + column.width / 2;
        double end = axis.place(found.median());
        svg.bar(
                new Point(column.left + 1, axis.place(0)),
                new Point(column.left + column.width - 1, end),
                column.colour);
        svg.line(new Point(middle, axis.place(found.min())), new Point(middle, axis.place(found.max())), INK);
        double above = Math.min(axis.place(found.max()), axis.place(0));
        svg.text(new Point(middle, above - 4), Anchor.MIDDLE, Figures.text(found.median()));
    }

    /** What masters cost, over their number. */
    static String masters(Results results) {
        Svg svg = new Svg(WIDTH, 560);
        List<String> experiments = new ArrayList<>();
        MASTERS.forEach(count -> experiments.add("masters-" + count));
        Set<String> names = contenders(results, experiments);
        svg.title(new Point(16, 22), "Three sentinels and 1 to 1000 masters with one replica each");
        legend(svg, names, new Point(16, 40));
        for (int i = 0; i < PANELS.size(); i++) {
            double left = 60 + i % 2 * (WIDTH / 2.0);
            double top = 88 + i / 2 * 245;
            Frame frame = new Frame(left, left + WIDTH / 2.0 - 80, top + 180, top);
            panel(svg, frame, PANELS.get(i), results);
        }
        return svg.file();
    }

    private static void panel(Svg svg, Frame frame, Panel panel, Results results) {
        List<String> experiments = new ArrayList<>();
        MASTERS.forEach(count -> experiments.add("masters-" + count));
        svg.text(new Point(frame.left - 40, frame.top - 14), Anchor.START, panel.title);
        List<Double> values = values(results, experiments, panel.metric.key());
        Axis axis = panel.logarithmic
                ? Axis.logarithmic(values, frame.bottom, frame.top)
                : Axis.linear(values, frame.bottom, frame.top);
        marks(svg, axis, frame);
        double slot = (frame.right - frame.left) / MASTERS.size();
        for (int i = 0; i < MASTERS.size(); i++) {
            Point under = new Point(frame.left + (i + 0.5) * slot, frame.bottom + 16);
            svg.text(under, Anchor.MIDDLE, Integer.toString(MASTERS.get(i)));
        }
        int index = 0;
        for (String name : contenders(results, experiments)) {
            String colour = COLOURS.get(index++ % COLOURS.size());
            Point before = null;
            for (int i = 0; i < experiments.size(); i++) {
                Optional<Samples> found = samples(results, experiments.get(i), name, panel.metric.key());
                if (found.isPresent()) {
                    Point at = new Point(
                            frame.left + (i + 0.5) * slot,
                            axis.place(found.get().median()));
                    svg.dot(at, colour);
                    if (before != null) {
                        svg.line(before, at, colour);
                    }
                    before = at;
                }
            }
        }
    }

    private static void marks(Svg svg, Axis axis, Frame frame) {
        for (double mark : axis.marks()) {
            double y = axis.place(mark);
            svg.grid(new Point(frame.left, y), new Point(frame.right, y));
            svg.text(new Point(frame.left - 6, y + 4), Anchor.END, Figures.text(mark));
        }
    }

    private static void legend(Svg svg, Set<String> names, Point at) {
        int index = 0;
        for (String name : names) {
            double x = at.x() + index * 150;
            svg.bar(new Point(x, at.y() - 9), new Point(x + 10, at.y() + 1), COLOURS.get(index++ % COLOURS.size()));
            svg.text(new Point(x + 15, at.y()), Anchor.START, name);
        }
    }

    /** Who was measured, stock first. */
    private static Set<String> contenders(Results results, Iterable<String> experiments) {
        Set<String> names = new LinkedHashSet<>();
        names.add(Contender.STOCK);
        Set<String> measured = new LinkedHashSet<>();
        experiments.forEach(experiment -> results.outcome(experiment)
                .ifPresent(outcome -> measured.addAll(outcome.values().keySet())));
        names.addAll(measured);
        names.retainAll(measured);
        return names;
    }

    private static Optional<Samples> samples(Results results, String experiment, String contender, String key) {
        return results.outcome(experiment).flatMap(outcome -> outcome.samples(contender, key));
    }

    private static List<Double> values(Results results, Iterable<String> experiments, String key) {
        List<Double> values = new ArrayList<>();
        experiments.forEach(experiment -> results.outcome(experiment)
                .ifPresent(outcome ->
                        outcome.values().values().forEach(byKey -> values.addAll(byKey.getOrDefault(key, List.of())))));
        return values;
    }
}
