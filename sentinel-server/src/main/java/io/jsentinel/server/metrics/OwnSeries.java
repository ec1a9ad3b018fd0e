package io.jsentinel.server.metrics;

import io.jsentinel.pod.BootState;
import io.jsentinel.server.metrics.Sheet.Name;
import io.jsentinel.status.Episode;
import io.jsentinel.status.FailoverTotals;
import io.jsentinel.status.FailoverTotals.Durations;
import io.jsentinel.status.InstanceStatus;
import io.jsentinel.status.MasterStatus;
import io.jsentinel.status.NodeStatus;
import io.jsentinel.status.OwnStatus;
import io.jsentinel.status.Past;
import io.jsentinel.status.Probes;
import io.jsentinel.status.Status;
import io.jsentinel.status.Vantage;
import java.util.Optional;
import java.util.stream.Stream;

/** The series that no exporter has. */
final class OwnSeries {

    /** How many servers and sentinels of one master have series of their own: whoever can publish can invent more. */
    static final int MAX_INSTANCES = 100;

    private final Status status;
    private final Sheet sheet;

    private OwnSeries(Status status, Sheet sheet) {
        this.status = status;
        this.sheet = sheet;
    }

    /** Writes down what else there is to say. */
    static void write(Readings readings, String version, Sheet sheet) {
        OwnSeries series = new OwnSeries(readings.status(), sheet);
        series.own();
        series.past(readings.status().past());
        readings.status().masters().forEach(series::master);
        sheet.histogram(
                new Name("redis_sentinel_loop_lag_seconds", "how late the event loop woke"), readings.loopLag());
        series.lookups(readings.lookups());
        readings.apiRequests()
                .forEach((kind, count) -> sheet.counter(
                        new Name(
                                "redis_sentinel_kubernetes_requests_total",
                                "how many requests went to the Kubernetes API"),
                        count,
                        "verb",
                        kind.verb(),
                        "resource",
                        kind.resource(),
                        "code",
                        Integer.toString(kind.code())));
        sheet.info(
                new Name("redis_sentinel_build_info", "which program this is"),
                "version",
                version,
                "java_version",
                System.getProperty("java.version"));
    }

    private void own() {
        OwnStatus own = status.own();
        sheet.gauge(new Name("redis_sentinel_epoch", "the newest epoch that is known"), own.currentEpoch());
        sheet.gauge(new Name("redis_sentinel_save_failing", "whether the state cannot be saved"), own.saveFailing());
        sheet.gauge(
                new Name("redis_sentinel_leaving", "whether it is about to end"),
                own.duty().leaving());
        sheet.gauge(
                new Name("redis_sentinel_fenced", "whether the local server must not be used as a master"),
                own.duty().fenced());
        own.duty().boot().ifPresent(this::boot);
    }

    private void boot(BootState boot) {
        for (BootState.Phase phase : BootState.Phase.values()) {
            sheet.gauge(
                    new Name("redis_sentinel_bootstrap_state", "1 for how far the start of the pod has come"),
                    phase == boot.phase(),
                    "state",
                    phase.name().toLowerCase(java.util.Locale.ROOT));
        }
    }

    private void past(Past past) {
        past.events()
                .forEach((event, count) -> sheet.counter(
                        new Name("redis_sentinel_events_total", "how often each event was announced"),
                        count,
                        "event",
                        event.channel()));
        Name votes = new Name("redis_sentinel_votes_total", "how often our vote was given, to whom");
        sheet.counter(votes, past.votes().toOurselves(), "candidate", "self");
        sheet.counter(votes, past.votes().toOthers(), "candidate", "other");
        past.totals().forEach(this::totals);
    }

    private void totals(String master, FailoverTotals totals) {
        totals.counts()
                .forEach((kind, count) -> sheet.counter(
                        new Name("redis_sentinel_failovers_total", "how many failovers ended, why and how"),
                        count,
                        "master_name",
                        master,
                        "reason",
                        Episode.word(kind.reason()),
                        "result",
                        kind.result().word()));
        totals.durations()
                .forEach((phase, durations) -> sheet.histogram(
                        new Name("redis_sentinel_failover_duration_seconds", "how long each phase of failovers took"),
                        sample(durations),
                        "master_name",
                        master,
                        "phase",
                        phase.word()));
        sheet.gauge(
                new Name(
                        "redis_sentinel_failover_lost_offset_bytes",
                        "by how much the last promoted replica was behind what its master was known to have"),
                totals.lastLostBytes(),
                "master_name",
                master);
    }

    private static Distribution.Sample sample(Durations durations) {
        return new Distribution.Sample(Durations.BOUNDS_MILLIS, durations.buckets(), durations.sumMillis());
    }

    private void master(MasterStatus master) {
        String[] labels = {"master_name", master.name()};
        sheet.gauge(
                new Name("redis_sentinel_failover_state", "1 for the state that a failover of ours is in"),
                1,
                "master_name",
                master.name(),
                "state",
                master.failover().state().word());
        sheet.gauge(
                new Name("redis_sentinel_promotable_replicas", "how many replicas could be promoted now"),
                master.promotableReplicas(),
                labels);
        sheet.gauge(
                new Name("redis_sentinel_observed_masters", "how many servers say that they are the master"),
                master.observedMasters(),
                labels);
        sheet.gauge(
                new Name("redis_sentinel_quorum_reachable", "whether enough sentinels can agree that it is down"),
                master.quorum().quorum(),
                labels);
        sheet.gauge(
                new Name("redis_sentinel_majority_reachable", "whether enough sentinels can authorise a failover"),
                master.quorum().majority(),
                labels);
        sheet.gauge(
                new Name("redis_sentinel_paused", "whether nobody fails over because it is being worked on"),
                master.settings().isPaused(),
                labels);
        instances(master);
    }

    private void instances(MasterStatus master) {
        long members = 1L + master.replicas().size() + master.sentinels().size();
        sheet.gauge(
                new Name("redis_sentinel_instances_left_out", "how many instances have no series of their own"),
                Math.max(0, members - MAX_INSTANCES),
                "master_name",
                master.name());
        Stream.concat(
                        master.nodes().map(NodeStatus::instance),
                        master.sentinels().stream().map(peer -> peer.instance()))
                .limit(MAX_INSTANCES)
                .forEach(instance -> instance(master, instance));
        Probes probes = new Probes(master, status.own(), Vantage.DEFAULT);
        master.replicas().stream().limit(MAX_INSTANCES).forEach(replica -> replica(master, replica, probes));
    }

    private void instance(MasterStatus master, InstanceStatus instance) {
        String type = instance.flags().contains("sentinel")
                ? "sentinel"
                : instance.flags().contains("slave") ? "replica" : "master";
        String[] labels = {
            "master_name",
            master.name(),
            "instance_address",
            instance.endpoint().joined(),
            "type",
            type
        };
        sheet.gauge(new Name("redis_sentinel_instance_up", "whether it answers"), instance.isReachable(), labels);
        sheet.gauge(
                new Name("redis_sentinel_instance_sdown", "whether it is down for us"),
                instance.contact().down(),
                labels);
    }

    private void replica(MasterStatus master, NodeStatus replica, Probes probes) {
        String[] labels = {
            "master_name",
            master.name(),
            "instance_address",
            replica.instance().endpoint().joined()
        };
        Optional<Long> lag = probes.lagBytes(replica);
        lag.ifPresent(bytes -> sheet.gauge(
                new Name("redis_sentinel_replica_lag_bytes", "by how much it is behind the master"), bytes, labels));
        sheet.gauge(
                new Name("redis_sentinel_replica_link_up", "whether it is connected to its master"),
                replica.info().masterLinkUp(),
                labels);
    }

    private void lookups(Readings.Lookups lookups) {
        Name name = new Name("redis_sentinel_dns_lookups_total", "how many host names were looked up");
        sheet.counter(name, lookups.found(), "result", "found");
        sheet.counter(name, lookups.empty(), "result", "empty");
        sheet.histogram(
                new Name("redis_sentinel_dns_lookup_duration_seconds", "how long looking up host names took"),
                lookups.durations());
    }
}
