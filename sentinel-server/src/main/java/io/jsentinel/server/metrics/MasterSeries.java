package io.jsentinel.server.metrics;

import io.jsentinel.address.Endpoint;
import io.jsentinel.server.metrics.Sheet.Name;
import io.jsentinel.status.InstanceStatus;
import io.jsentinel.status.MasterStatus;
import io.jsentinel.status.MasterStatus.Health;
import io.jsentinel.status.Status;
import io.jsentinel.topology.Times;

/** The series that redis_exporter makes from the SENTINEL commands, by its names. */
final class MasterSeries {

    private static final String HELP = "as redis_exporter has it: ";
    private static final double MILLIS_IN_SECOND = 1_000;

    private final Status status;
    private final Sheet sheet;

    private MasterSeries(Status status, Sheet sheet) {
        this.status = status;
        this.sheet = sheet;
    }

    /** Writes down what is known of the masters. */
    static void write(Status status, Sheet sheet) {
        MasterSeries series = new MasterSeries(status, sheet);
        series.own();
        status.masters().forEach(series::master);
    }

    private void own() {
        gauge(
                "redis_sentinel_masters",
                "how many masters are monitored",
                status.masters().size());
        gauge(
                "redis_sentinel_tilt",
                "whether what is seen cannot be trusted",
                status.own().tilted() ? 1 : 0);
        gauge(
                "redis_sentinel_running_scripts",
                "how many scripts run",
                status.own().scripts().running());
        gauge(
                "redis_sentinel_scripts_queue_length",
                "how many scripts run or wait",
                status.own().scripts().queued());
        gauge(
                "redis_sentinel_simulate_failure_flags",
                "the flags of SENTINEL SIMULATE-FAILURE",
                status.own().simulatedCrashes());
    }

    private void gauge(String name, String help, double value, String... labels) {
        sheet.gauge(new Name(name, HELP + help), value, labels);
    }

    private void master(MasterStatus master) {
        Endpoint at = master.node().instance().endpoint();
        String[] labels = {"master_name", master.name(), "master_address", at.host() + ":" + at.port()};
        gauge(
                "redis_sentinel_master_status",
                "1 when the master is not down for anybody",
                master.health() == Health.OK ? 1 : 0,
                "master_name",
                master.name(),
                "master_address",
                labels[3],
                "master_status",
                master.health().word());
        members(master, labels);
        gauge(
                "redis_sentinel_master_ckquorum_status",
                "whether enough sentinels can be reached, with the words of SENTINEL CKQUORUM",
                master.quorum().isReached() ? 1 : 0,
                "master_name",
                master.name(),
                "message",
                master.quorum().text());
        settings(master, labels);
    }

    private void members(MasterStatus master, String... labels) {
        long goodReplicas = master.replicas().stream()
                .filter(replica -> replica.info().announced())
                .filter(replica -> isGood(replica.instance()))
                .count();
        long goodSentinels = 1
                + master.sentinels().stream()
                        .filter(peer -> isGood(peer.instance()))
                        .count();
        gauge(
                "redis_sentinel_master_slaves",
                "how many replicas are known",
                master.replicas().size(),
                labels);
        gauge("redis_sentinel_master_ok_slaves", "how many replicas are not down", goodReplicas, labels);
        gauge(
                "redis_sentinel_master_sentinels",
                "how many sentinels are known, with this one",
                master.quorum().known(),
                labels);
        gauge(
                "redis_sentinel_master_ok_sentinels",
                "how many sentinels are not down, with this one",
                goodSentinels,
                labels);
    }

    private static boolean isGood(InstanceStatus instance) {
        return !instance.flags().contains("s_down") && !instance.flags().contains("o_down");
    }

    private void settings(MasterStatus master, String... labels) {
        gauge(
                "redis_sentinel_master_setting_ckquorum",
                "the quorum",
                master.settings().quorum(),
                labels);
        gauge(
                "redis_sentinel_master_setting_failover_timeout",
                "failover-timeout, in milliseconds",
                master.settings().failoverTimeoutMillis(),
                labels);
        gauge(
                "redis_sentinel_master_setting_parallel_syncs",
                "parallel-syncs",
                master.settings().parallelSyncs(),
                labels);
        gauge(
                "redis_sentinel_master_setting_down_after_milliseconds",
                "down-after-milliseconds",
                master.settings().downAfterMillis(),
                labels);
        gauge("redis_sentinel_master_config_epoch", "the epoch of its address", master.configEpoch(), labels);
        gauge(
                "redis_sentinel_master_last_ok_ping_reply_seconds",
                "how long ago the master last answered",
                Times.shownAge(master.node().instance().contact().lastOkPingMillis(), status.takenMillis())
                        / MILLIS_IN_SECOND,
                labels);
    }
}
