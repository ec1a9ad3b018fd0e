package io.jsentinel.server.metrics;

import io.jsentinel.server.metrics.Sheet.Name;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The page of metrics: what redis_exporter says of a sentinel, by the same names, what no exporter knows, and how this
 * process is. Nothing is computed between two scrapes. For one thread.
 */
public final class MetricsPage implements AutoCloseable {

    /** The media type of Prometheus' text format. */
    public static final String TEXT = "text/plain; version=0.0.4; charset=utf-8";

    /** The media type of OpenMetrics. */
    public static final String OPEN_METRICS = "application/openmetrics-text; version=1.0.0; charset=utf-8";

    /** What the binders offer and hardly anybody looks at. */
    private static final List<String> UNWANTED = List.of(
            "jvm.buffer.total.capacity",
            "jvm.memory.committed",
            "jvm.threads.states",
            "jvm.threads.started",
            "system.");

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final String version;
    private Readings readings;
    private long scrapes;
    private double lastSeconds;
    private double allSeconds;

    /** A page whose process is of that version. */
    public MetricsPage(String version) {
        this.version = version;
        UNWANTED.forEach(prefix -> registry.config().meterFilter(MeterFilter.denyNameStartsWith(prefix)));
        new ProcessorMetrics().bindTo(registry);
        new FileDescriptorMetrics().bindTo(registry);
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        registry.getPrometheusRegistry().register(new MultiCollector() {
            @Override
            public MetricSnapshots collect() {
                return series();
            }
        });
    }

    /** The media type to answer with to somebody who accepts these. */
    public static String type(String accepts) {
        return accepts.contains("application/openmetrics-text") ? OPEN_METRICS : TEXT;
    }

    /**
     * The text of the page.
     *
     * @param latest what it is made of
     * @param type one of the media types here
     */
    public String text(Readings latest, String type) {
        long began = System.nanoTime();
        readings = latest;
        scrapes++;
        String text = registry.scrape(type);
        lastSeconds = (System.nanoTime() - began) / (double) TimeUnit.SECONDS.toNanos(1);
        allSeconds += lastSeconds;
        return text;
    }

    private MetricSnapshots series() {
        Sheet sheet = new Sheet();
        InfoSeries.write(readings.info(), sheet);
        MasterSeries.write(readings.status(), sheet);
        OwnSeries.write(readings, version, sheet);
        sheet.counter(new Name("redis_exporter_scrapes_total", "how often this page was asked for"), scrapes);
        sheet.gauge(
                new Name("redis_exporter_last_scrape_duration_seconds", "how long the page before this one took"),
                lastSeconds);
        sheet.gauge(new Name("redis_exporter_scrape_duration_seconds_sum", "how long all pages took"), allSeconds);
        sheet.gauge(new Name("redis_exporter_scrape_duration_seconds_count", "how many pages that were"), scrapes);
        return sheet.snapshots();
    }

    @Override
    public void close() {
        registry.close();
    }
}
