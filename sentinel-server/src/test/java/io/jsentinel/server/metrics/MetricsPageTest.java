package io.jsentinel.server.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.jsentinel.Sentinel;
import io.jsentinel.Startup;
import io.jsentinel.config.ConfReader;
import io.jsentinel.config.ConfText;
import io.jsentinel.config.Timing;
import io.jsentinel.server.kubernetes.ApiCounters;
import io.jsentinel.server.metrics.Readings.Lookups;
import io.jsentinel.server.store.DiskFiles;
import io.jsentinel.topology.Self.Listening;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The page of metrics. */
class MetricsPageTest {

    private static final Map<ApiCounters.Kind, Long> API =
            Map.of(new ApiCounters.Kind("patch", "pods", 200), 7L, new ApiCounters.Kind("update", "leases", 0), 2L);

    private static final Path DOC = Path.of("..", "docs", "metrics.md");

    private final Distribution lag = new Distribution(Distribution.USUAL_BOUNDS);

    @Test
    void infoIsTranslatedToTheNamesOfTheExporter() {
        String page = page(
                "",
                "uptime_in_seconds:15\r\ntotal_commands_processed:41\r\nlatest_fork_usec:2500000\r\n"
                        + "used_cpu_user:0.5\r\nredis_version:7.0.15\r\nunknown_field:abc\r\n");
        assertThat(page.lines())
                .contains(
                        "redis_uptime_in_seconds 15.0",
                        "redis_commands_processed_total 41.0",
                        "redis_latest_fork_seconds 2.5",
                        "redis_cpu_user_seconds_total 0.5",
                        "redis_db_keys{db=\"db15\"} 0.0",
                        "redis_up 1.0");
        assertThat(page).contains("redis_version=\"7.0.15\"").doesNotContain("unknown_field");
    }

    @Test
    void aMasterHasItsSeries() {
        String page = page("sentinel monitor m 10.0.0.1 6379 2\n", "");
        assertThat(page.lines())
                .contains(
                        "redis_sentinel_masters 1.0",
                        "redis_sentinel_master_status{master_address=\"10.0.0.1:6379\",master_name=\"m\","
                                + "master_status=\"ok\"} 1.0",
                        "redis_sentinel_master_ok_sentinels{master_address=\"10.0.0.1:6379\",master_name=\"m\"} 1.0",
                        "redis_sentinel_master_ckquorum_status{master_name=\"m\",message=\"NOQUORUM 1 usable Sentinels."
                                + " Not enough available Sentinels to reach the specified quorum for this master\"}"
                                + " 0.0",
                        "redis_sentinel_promotable_replicas{master_name=\"m\"} 0.0",
                        "redis_sentinel_quorum_reachable{master_name=\"m\"} 0.0",
                        "redis_sentinel_majority_reachable{master_name=\"m\"} 1.0",
                        "redis_sentinel_events_total{event=\"+monitor\"} 1.0");
    }

    @Test
    void durationsAreBucketsThatAddUp() {
        lag.add(0);
        lag.add(10);
        lag.add(11);
        lag.add(60_000);
        assertThat(page("", "").lines())
                .contains(
                        "redis_sentinel_loop_lag_seconds_bucket{le=\"0.005\"} 1",
                        "redis_sentinel_loop_lag_seconds_bucket{le=\"0.01\"} 2",
                        "redis_sentinel_loop_lag_seconds_bucket{le=\"0.025\"} 3",
                        "redis_sentinel_loop_lag_seconds_bucket{le=\"5.0\"} 3",
                        "redis_sentinel_loop_lag_seconds_bucket{le=\"+Inf\"} 4",
                        "redis_sentinel_loop_lag_seconds_count 4",
                        "redis_sentinel_loop_lag_seconds_sum 60.021");
    }

    @Test
    void inventedInstancesDoNotMakeSeriesWithoutEnd() {
        StringBuilder lines = new StringBuilder("sentinel monitor m 10.0.0.1 6379 2\n");
        for (int i = 0; i < OwnSeries.MAX_INSTANCES + 50; i++) {
            lines.append("sentinel known-replica m 10.1.0.").append(i).append(" 6379\n");
        }
        String page = page(lines.toString(), "");
        assertThat(page.lines().filter(line -> line.startsWith("redis_sentinel_instance_up{")))
                .hasSize(OwnSeries.MAX_INSTANCES);
        assertThat(page.lines().filter(line -> line.startsWith("redis_sentinel_replica_link_up{")))
                .hasSize(OwnSeries.MAX_INSTANCES);
        assertThat(page.lines()).contains("redis_sentinel_instances_left_out{master_name=\"m\"} 51.0");
    }

    @Test
    void requestsToTheKubernetesApiAreCountedByVerbResourceAndCode() {
        assertThat(page("", ""))
                .contains("redis_sentinel_kubernetes_requests_total{code=\"200\",resource=\"pods\",verb=\"patch\"} 7.0")
                .contains(
                        "redis_sentinel_kubernetes_requests_total{code=\"0\",resource=\"leases\",verb=\"update\"} 2.0");
    }

    @Test
    void everySeriesIsInTheDocumentation() throws IOException {
        String doc = Files.readString(DOC);
        String page = page(
                "sentinel monitor m 10.0.0.1 6379 2\nsentinel known-replica m 10.0.0.2 6379\n",
                "uptime_in_seconds:1\r\n");
        assertThat(page.lines()
                        .filter(line -> line.startsWith("# TYPE "))
                        .map(line -> line.split(" ")[2])
                        .filter(name -> !doc.contains("`" + name + "`")))
                .isEmpty();
    }

    private String page(String lines, String info) {
        try (MetricsPage page = new MetricsPage("1.2.3")) {
            Sentinel core = new Sentinel(
                    new Startup(
                            ConfReader.read(new ConfText("t.conf", lines), List.of(), new DiskFiles())
                                    .sentinel(),
                            Timing.DEFAULT,
                            new Listening(26379, Optional.empty())),
                    new Random(1));
            core.start(0);
            Lookups lookups = new Lookups(0, 0, lag.sample());
            return page.text(new Readings(core.status(1), info, lag.sample(), lookups, API), MetricsPage.TEXT);
        } catch (io.jsentinel.config.ConfigException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
