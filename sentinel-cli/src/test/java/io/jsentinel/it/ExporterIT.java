package io.jsentinel.it;

import static io.jsentinel.it.Cluster.Kind.OURS;
import static io.jsentinel.it.Cluster.Kind.STOCK;
import static io.jsentinel.it.Runs.HEAL_BOUND;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jsentinel.testkit.Await;
import io.jsentinel.testkit.CommandRun;
import io.jsentinel.testkit.FreePort;
import io.jsentinel.testkit.ProgramPath;
import io.jsentinel.testkit.SentinelProcess;
import io.jsentinel.testkit.StockSentinel;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What redis_exporter reads from us and from a stock sentinel in the same state differs in what must differ only. */
@NeedsStock
class ExporterIT {

    private static final String PROGRAM = "prometheus-redis-exporter";

    /** Labels that name the process. */
    private static final Pattern OWN = Pattern.compile("(process_id|run_id|redis_build_id|tcp_port)=\"[^\"]*\"");

    /** Series whose values are this process's own: times, traffic, memory of the event loop, the scrape itself. */
    private static final Pattern MOVING = Pattern.compile("redis_(client_recent_max_.*|commands_processed_total"
            + "|connected_clients|connections_received_total|cpu_.*|exporter_.*|net_.*_total|process_id"
            + "|start_time_seconds|total_reads_processed|total_writes_processed|uptime_in_seconds"
            + "|last_key_groups_scrape_duration_milliseconds|total_error_replies)(\\{.*)?");

    private final HttpClient http = HttpClient.newHttpClient();

    @Test
    void theExporterSeesTheSameSeriesAsFromAStockSentinel() throws Exception {
        assumeTrue(StockSentinel.required() || ProgramPath.find(PROGRAM).isPresent(), PROGRAM + " is not on the PATH");
        int port = FreePort.next();
        try (Cluster cluster = Cluster.of(2);
                CommandRun exporter = CommandRun.start(List.of(
                        PROGRAM,
                        "-web.listen-address",
                        "127.0.0.1:" + port,
                        "-redis-only-metrics",
                        "-redis.addr",
                        ""))) {
            cluster.add(cluster.setup(OURS, 2).option("--compat-version", "redis-7.0"));
            cluster.add(cluster.setup(STOCK, 2));
            cluster.add(cluster.setup(STOCK, 2));
            cluster.awaitAcquainted();
            Await.atMost(HEAL_BOUND).showing(exporter::err).until("the exporter listens", () -> listens(port));

            Map<String, String> ours = scrape(port, cluster.sentinels().get(0));
            Map<String, String> stock = scrape(port, cluster.sentinels().get(1));

            assertThat(ours.keySet()).isEqualTo(stock.keySet());
            assertThat(stock).containsKey("redis_sentinel_masters").hasSizeGreaterThan(50);
            ours.keySet().removeIf(series -> MOVING.matcher(series).matches());
            stock.keySet().removeIf(series -> MOVING.matcher(series).matches());
            assertThat(ours).isEqualTo(stock);
        }
    }

    /** The one series of the exporter that is about itself and nothing else. */
    private static final String EXPORTERS_OWN = "redis_exporter_build_info";

    @Test
    void ourPageOfMetricsHasEverySeriesOfTheExporterWithItsLabelsAndValues() throws Exception {
        assumeTrue(StockSentinel.required() || ProgramPath.find(PROGRAM).isPresent(), PROGRAM + " is not on the PATH");
        int port = FreePort.next();
        int pages = FreePort.next();
        try (Cluster cluster = Cluster.of(2);
                CommandRun exporter = CommandRun.start(List.of(
                        PROGRAM,
                        "-web.listen-address",
                        "127.0.0.1:" + port,
                        "-redis-only-metrics",
                        "-redis.addr",
                        ""))) {
            cluster.add(cluster.setup(OURS, 2)
                    .option("--compat-version", "redis-7.0")
                    .option("--http-port", Integer.toString(pages)));
            cluster.add(cluster.setup(STOCK, 2));
            cluster.add(cluster.setup(STOCK, 2));
            cluster.awaitAcquainted();
            Await.atMost(HEAL_BOUND).showing(exporter::err).until("the exporter listens", () -> listens(port));

            Map<String, Double> theirs =
                    numbers(scrape(port, cluster.sentinels().get(0)));
            Map<String, Double> ours = numbers(series(get(pages, "/metrics")));

            theirs.keySet().removeIf(series -> series.startsWith(EXPORTERS_OWN));
            assertThat(theirs).hasSizeGreaterThan(90);
            assertThat(ours).containsKeys(theirs.keySet().toArray(String[]::new));
            theirs.keySet().removeIf(series -> MOVING.matcher(series).matches());
            assertThat(ours).containsAllEntriesOf(theirs);
        }
    }

    private static Map<String, Double> numbers(Map<String, String> series) {
        Map<String, Double> numbers = new TreeMap<>();
        series.forEach((name, value) -> numbers.put(name, Double.valueOf(value)));
        return numbers;
    }

    private boolean listens(int port) {
        try {
            get(port, "/health");
            return true;
        } catch (IOException notYet) {
            return false;
        }
    }

    /** The values by series. */
    private Map<String, String> scrape(int port, SentinelProcess sentinel) throws IOException {
        return series(get(port, "/scrape?target=127.0.0.1:" + sentinel.port()));
    }

    private static Map<String, String> series(String page) {
        Map<String, String> series = new TreeMap<>();
        page.lines()
                .filter(line -> !line.startsWith("#") && !line.isBlank())
                .forEach(line -> series.put(
                        OWN.matcher(line.substring(0, line.lastIndexOf(' '))).replaceAll("$1=\"\""),
                        line.substring(line.lastIndexOf(' ') + 1)));
        return series;
    }

    private String get(int port, String path) throws IOException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(Duration.ofSeconds(20))
                .build();
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofString()).body();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }
}
