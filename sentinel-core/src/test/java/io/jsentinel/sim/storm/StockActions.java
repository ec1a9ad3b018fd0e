package io.jsentinel.sim.storm;

import io.jsentinel.address.Endpoint;
import io.jsentinel.config.MasterConfig;
import io.jsentinel.config.MasterMemory;
import io.jsentinel.config.MasterSettings;
import io.jsentinel.sim.SimCluster;
import io.jsentinel.sim.stock.StockOrders;
import io.jsentinel.sim.stock.StockSentinel;

/** What happens in a storm to the members of the quorum that are like Redis' own: the same as to ours. */
final class StockActions {

    private static final Runnable NOTHING = () -> {};

    private final StormPlan plan;
    private final SimCluster cluster;

    StockActions(StormPlan plan, SimCluster cluster) {
        this.plan = plan;
        this.cluster = cluster;
    }

    /** Begins a fault, unless its target does not run. */
    Runnable begin(Fault fault) {
        StockSentinel sentinel = cluster.stock(fault.target());
        if (!sentinel.isRunning()) {
            return NOTHING;
        }
        switch (fault.kind()) {
            case SENTINEL_CRASH -> sentinel.crash();
            case SENTINEL_LOSES_STATE -> {
                sentinel.crash();
                sentinel.file().lost();
            }
            case SENTINEL_FREEZE -> sentinel.freeze();
            case SENTINEL_MOVES -> {
                sentinel.crash();
                sentinel.moveTo(new Endpoint(
                        FaultActions.elsewhere(fault), sentinel.endpoint().port()));
            }
            case CLOCK_DRIFT -> {
                sentinel.clockRuns((fault.value() - 500) * 200);
                return () -> sentinel.clockRuns(0);
            }
            case DISK_SLOW, DISK_FAILS, DISK_TORN -> {
                return onDisk(fault, sentinel);
            }
            default -> {
                return ordered(fault, sentinel);
            }
        }
        return () -> FaultActions.revive(sentinel);
    }

    /** It waits for its disk with all that it does, and does not care when a save fails. */
    private static Runnable onDisk(Fault fault, StockSentinel sentinel) {
        if (fault.kind() == FaultKind.DISK_FAILS) {
            sentinel.file().failing(true);
            return () -> sentinel.file().failing(false);
        }
        boolean isTorn = fault.kind() == FaultKind.DISK_TORN;
        sentinel.file().saveTakes(isTorn ? 500 : 2L + 5L * fault.value());
        return () -> {
            sentinel.file().saveTakes(0);
            if (isTorn && !sentinel.isCrashed()) {
                sentinel.crash();
                sentinel.start();
            }
        };
    }

    private Runnable ordered(Fault fault, StockSentinel sentinel) {
        String master = fault.other();
        StockOrders orders = sentinel.orders();
        switch (fault.kind()) {
            case OPERATOR_FAILOVER -> orders.failover(master);
            case OPERATOR_RESET -> reset(sentinel, master);
            case OPERATOR_SET ->
                orders.set(
                        master,
                        s -> s.withDownAfterMillis(500 + 20L * fault.value()).withParallelSyncs(1 + fault.value() % 4));
            default -> orders.remove(master);
        }
        boolean lasts = fault.kind() == FaultKind.OPERATOR_SET || fault.kind() == FaultKind.OPERATOR_REMOVES;
        return lasts ? () -> asPlanned(sentinel, shapeOf(master)) : NOTHING;
    }

    /**
     * Not while it leads: it would forget whom it has promoted but keep the epoch of that, so that nobody could tell it of a
     * newer one before the next failover.
     */
    private static void reset(StockSentinel sentinel, String master) {
        if (sentinel.view(master).filter(v -> !v.isInProgress()).isPresent()) {
            sentinel.orders().reset(master);
        }
    }

    private MasterShape shapeOf(String master) {
        return plan.shape().masters().stream()
                .filter(m -> m.name().equals(master))
                .findFirst()
                .orElseThrow();
    }

    private void asPlanned(StockSentinel sentinel, MasterShape master) {
        if (!sentinel.isRunning()) {
            return;
        }
        MasterSettings settings = MasterSettings.defaults(master.quorum())
                .withDownAfterMillis(master.downAfterMillis())
                .withFailoverTimeoutMillis(master.failoverTimeoutMillis())
                .withParallelSyncs(master.parallelSyncs());
        if (sentinel.view(master.name()).isPresent()) {
            sentinel.orders().set(master.name(), before -> settings);
        } else {
            Endpoint address = OperatorActions.newestAddress(cluster, master);
            sentinel.orders().monitor(new MasterConfig(master.name(), address, settings, MasterMemory.EMPTY));
        }
    }

    /** Nothing is wrong with their disks any more. */
    void diskIsWell() {
        for (StockSentinel sentinel : cluster.stockSentinels()) {
            sentinel.file().failing(false);
            sentinel.file().saveTakes(0);
        }
    }

    /** Their clocks are right, and all of them watch all masters as it was meant at the beginning. */
    void calm() {
        for (StockSentinel sentinel : cluster.stockSentinels()) {
            sentinel.clockRuns(0);
            plan.shape().masters().forEach(master -> asPlanned(sentinel, master));
        }
    }
}
