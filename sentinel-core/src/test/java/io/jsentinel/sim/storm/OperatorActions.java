package io.jsentinel.sim.storm;

import io.jsentinel.address.Endpoint;
import io.jsentinel.sim.SimCluster;
import io.jsentinel.sim.SimSentinel;
import io.jsentinel.watch.Watch;
import java.util.Comparator;
import java.util.Optional;

/** What an operator tells sentinels in a storm. What a sentinel refuses stays undone. */
final class OperatorActions {

    private static final Runnable NOTHING = () -> {};

    private final StormPlan plan;
    private final SimCluster cluster;

    OperatorActions(StormPlan plan, SimCluster cluster) {
        this.plan = plan;
        this.cluster = cluster;
    }

    Runnable begin(Fault fault) {
        SimSentinel sentinel = cluster.sentinel(fault.target());
        if (!sentinel.isRunning()) {
            return NOTHING;
        }
        String master = fault.other();
        switch (fault.kind()) {
            case OPERATOR_FAILOVER -> sentinel.command("SENTINEL", "FAILOVER", master);
            case OPERATOR_RESET -> sentinel.command("SENTINEL", "RESET", master);
            case OPERATOR_SET -> {
                String value = Integer.toString(500 + 20 * fault.value());
                sentinel.command("SENTINEL", "SET", master, "down-after-milliseconds", value);
                sentinel.command("SENTINEL", "SET", master, "parallel-syncs", Integer.toString(1 + fault.value() % 4));
                return () -> configure(sentinel, shapeOf(master));
            }
            default -> {
                sentinel.command("SENTINEL", "REMOVE", master);
                return () -> watchAgain(sentinel, shapeOf(master));
            }
        }
        return NOTHING;
    }

    private MasterShape shapeOf(String master) {
        return plan.shape().masters().stream()
                .filter(m -> m.name().equals(master))
                .findFirst()
                .orElseThrow();
    }

    private void configure(SimSentinel sentinel, MasterShape master) {
        if (!sentinel.isRunning()) {
            return;
        }
        set(sentinel, master, "down-after-milliseconds", master.downAfterMillis());
        set(sentinel, master, "failover-timeout", master.failoverTimeoutMillis());
        set(sentinel, master, "parallel-syncs", master.parallelSyncs());
    }

    private static void set(SimSentinel sentinel, MasterShape master, String option, long value) {
        sentinel.command("SENTINEL", "SET", master.name(), option, Long.toString(value));
    }

    private void watchAgain(SimSentinel sentinel, MasterShape master) {
        if (!sentinel.isRunning() || watch(sentinel, master).isPresent()) {
            return;
        }
        Endpoint address = newestAddress(cluster, master);
        sentinel.command(
                "SENTINEL",
                "MONITOR",
                master.name(),
                address.host(),
                Integer.toString(address.port()),
                Integer.toString(master.quorum()));
        configure(sentinel, master);
    }

    /**
     * The address that an operator would name who looks at all: what the newest configuration says, else where a master is.
     * One that has lost its state names the master of the beginning.
     */
    static Endpoint newestAddress(SimCluster cluster, MasterShape master) {
        return cluster.runningSentinels().stream()
                .flatMap(s -> watch(s, master).stream())
                .max(Comparator.comparingLong(w -> w.master().configEpoch()))
                .map(w -> w.failover().currentAddress())
                .orElseGet(() -> Wellness.actualMaster(cluster, master).endpoint());
    }

    private static Optional<Watch> watch(SimSentinel sentinel, MasterShape master) {
        return sentinel.core().realm().watches().named(master.name());
    }

    /** Every sentinel watches all masters, as it was meant at the beginning. */
    void calm() {
        for (MasterShape master : plan.shape().masters()) {
            for (SimSentinel sentinel : cluster.sentinels()) {
                watchAgain(sentinel, master);
                configure(sentinel, master);
            }
        }
    }
}
