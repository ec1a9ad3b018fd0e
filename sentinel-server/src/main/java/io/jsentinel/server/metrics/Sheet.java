package io.jsentinel.server.metrics;

import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot.InfoDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/**
 * The series of one scrape while they are written down. Names are those of the page: counters with {@code _total},
 * infos with {@code _info}.
 */
final class Sheet {

    private static final double MILLIS_IN_SECOND = 1_000;

    private final Map<String, CounterSnapshot.Builder> counters = new TreeMap<>();
    private final Map<String, GaugeSnapshot.Builder> gauges = new TreeMap<>();
    private final Map<String, HistogramSnapshot.Builder> histograms = new TreeMap<>();
    private final Map<String, InfoSnapshot.Builder> infos = new TreeMap<>();

    /** What a series is called and what it says. */
    record Name(String name, String help) {

        private String without(String suffix) {
            return name.endsWith(suffix) ? name.substring(0, name.length() - suffix.length()) : name;
        }
    }

    /**
     * A value that only grows.
     *
     * @param labels names and values in turn
     */
    void counter(Name name, double value, String... labels) {
        counters.computeIfAbsent(
                        name.name(),
                        n -> CounterSnapshot.builder()
                                .name(name.without("_total"))
                                .help(name.help()))
                .dataPoint(CounterDataPointSnapshot.builder()
                        .value(value)
                        .labels(labels(labels))
                        .build());
    }

    /** A value of now. */
    void gauge(Name name, double value, String... labels) {
        gauges.computeIfAbsent(name.name(), n -> GaugeSnapshot.builder().name(n).help(name.help()))
                .dataPoint(GaugeDataPointSnapshot.builder()
                        .value(value)
                        .labels(labels(labels))
                        .build());
    }

    /** A yes (1) or a no (0). */
    void gauge(Name name, boolean value, String... labels) {
        gauge(name, value ? 1 : 0, labels);
    }

    /** Facts that are labels only. */
    void info(Name name, String... labels) {
        infos.computeIfAbsent(
                        name.name(),
                        n -> InfoSnapshot.builder().name(name.without("_info")).help(name.help()))
                .dataPoint(
                        InfoDataPointSnapshot.builder().labels(labels(labels)).build());
    }

    /** Durations, in seconds. */
    void histogram(Name name, Distribution.Sample sample, String... labels) {
        List<Double> bounds = new ArrayList<>();
        sample.boundsMillis().forEach(bound -> bounds.add(bound / MILLIS_IN_SECOND));
        bounds.add(Double.POSITIVE_INFINITY);
        histograms
                .computeIfAbsent(
                        name.name(), n -> HistogramSnapshot.builder().name(n).help(name.help()))
                .dataPoint(HistogramDataPointSnapshot.builder()
                        .classicHistogramBuckets(ClassicHistogramBuckets.of(bounds, sample.counts()))
                        .sum(sample.sumMillis() / MILLIS_IN_SECOND)
                        .labels(labels(labels))
                        .build());
    }

    /** Texts of the core have one character for each byte; a page is UTF-8. */
    private static Labels labels(String... namesAndValues) {
        String[] shown = namesAndValues.clone();
        for (int i = 1; i < shown.length; i += 2) {
            shown[i] = new String(shown[i].getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
        }
        return Labels.of(shown);
    }

    /** Everything that was written down. */
    MetricSnapshots snapshots() {
        MetricSnapshots.Builder all = MetricSnapshots.builder();
        BiConsumer<String, CounterSnapshot.Builder> addCounter = (name, builder) -> all.metricSnapshot(builder.build());
        counters.forEach(addCounter);
        gauges.forEach((name, builder) -> all.metricSnapshot(builder.build()));
        histograms.forEach((name, builder) -> all.metricSnapshot(builder.build()));
        infos.forEach((name, builder) -> all.metricSnapshot(builder.build()));
        return all.build();
    }
}
