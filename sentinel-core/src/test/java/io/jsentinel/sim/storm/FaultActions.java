package io.jsentinel.sim.storm;

import io.jsentinel.address.Endpoint;
import io.jsentinel.resp.Resp;
import io.jsentinel.sim.Plan;
import io.jsentinel.sim.SimCluster;
import io.jsentinel.sim.SimNetwork;
import io.jsentinel.sim.SimProcess;
import io.jsentinel.sim.SimRedis;
import io.jsentinel.sim.SimSentinel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Lets faults happen to a cluster: each begins at its moment and says how it ends. */
final class FaultActions {

    private static final Runnable NOTHING = () -> {};

    private final StormPlan plan;
    private final SimCluster cluster;
    private final SimNetwork network;
    private final OperatorActions operator;
    private final StockActions stock;

    FaultActions(StormPlan plan, SimCluster cluster) {
        this.plan = plan;
        this.cluster = cluster;
        this.network = cluster.world().network();
        this.operator = new OperatorActions(plan, cluster);
        this.stock = new StockActions(plan, cluster);
    }

    /** Begins a fault, unless its target is in no state for it. */
    Runnable begin(Fault fault) {
        if (cluster.isStock(fault.target())
                && (fault.kind().aim() == FaultKind.Aim.SENTINEL || fault.kind().aim() == FaultKind.Aim.COMMAND)) {
            return stock.begin(fault);
        }
        return switch (fault.kind().aim()) {
            case SENTINEL -> onSentinel(fault, cluster.sentinel(fault.target()));
            case SERVER -> onServer(fault, (SimRedis) process(fault.target()));
            case ANY -> onAny(fault, process(fault.target()));
            case PAIR -> onPair(fault, host(process(fault.target())), host(process(fault.other())));
            case NOBODY -> onNetwork(fault);
            case NAME -> onNames(fault, (SimRedis) process(fault.target()));
            case COMMAND -> operator.begin(fault);
        };
    }

    private SimProcess process(String target) {
        String master = StormPlan.masterIn(target);
        return master.isEmpty() ? cluster.process(target) : Wellness.actualMaster(cluster, shapeOf(master));
    }

    private MasterShape shapeOf(String master) {
        return plan.shape().masters().stream()
                .filter(m -> m.name().equals(master))
                .findFirst()
                .orElseThrow();
    }

    private static String host(SimProcess process) {
        return process.endpoint().host();
    }

    private Runnable onSentinel(Fault fault, SimSentinel sentinel) {
        if (!sentinel.isRunning()) {
            return NOTHING;
        }
        switch (fault.kind()) {
            case SENTINEL_CRASH -> sentinel.crash();
            case SENTINEL_LOSES_STATE -> {
                sentinel.crash();
                sentinel.store().lost();
            }
            case SENTINEL_FREEZE -> sentinel.freeze();
            case SENTINEL_MOVES -> {
                sentinel.crash();
                sentinel.moveTo(
                        new Endpoint(elsewhere(fault), sentinel.endpoint().port()));
            }
            case CLOCK_DRIFT -> {
                // Up to a tenth: far worse than any real clock.
                sentinel.clockRuns((fault.value() - 500) * 200);
                return () -> sentinel.clockRuns(0);
            }
            case DISK_SLOW -> {
                sentinel.store().saveTakes(2L + 5L * fault.value());
                return () -> sentinel.store().saveTakes(2);
            }
            case DISK_FAILS -> {
                sentinel.store().failing(true);
                return () -> sentinel.store().failing(false);
            }
            default -> {
                sentinel.store().tearing(true);
                sentinel.store().saveTakes(500);
                return () -> {
                    sentinel.crash();
                    sentinel.store().tearing(false);
                    sentinel.store().saveTakes(2);
                    sentinel.start();
                };
            }
        }
        return () -> revive(sentinel);
    }

    static String elsewhere(Fault fault) {
        return "10.0." + (50 + fault.value() % 100) + "." + (1 + fault.atMillis() % 250);
    }

    /** A process is again as it should be. */
    static void revive(SimProcess process) {
        if (process.isCrashed()) {
            process.start();
        } else {
            process.thaw();
        }
    }

    private Runnable onServer(Fault fault, SimRedis redis) {
        if (!redis.isRunning()) {
            return NOTHING;
        }
        switch (fault.kind()) {
            case SERVER_CRASH -> redis.crash();
            case SERVER_EMPTIED -> {
                redis.crash();
                redis.replication().emptied();
            }
            case SERVER_FREEZE -> redis.freeze();
            case SERVER_RESTART -> {
                redis.crash();
                redis.start();
            }
            case PRIORITY -> redis.priority(fault.value() < 200 ? 0 : fault.value());
            default -> {
                return impaired(fault, redis);
            }
        }
        return () -> revive(redis);
    }

    private static Runnable impaired(Fault fault, SimRedis redis) {
        switch (fault.kind()) {
            case SERVER_LOADING ->
                redis.answersAllWith(Optional.of(Resp.error("-LOADING Redis is loading the dataset in memory")));
            case SERVER_BUSY ->
                redis.answersAllWith(Optional.of(Resp.error("-BUSY Redis is busy running a script. You can only"
                        + " call SCRIPT KILL or SHUTDOWN NOSAVE.")));
            case SERVER_SLOW -> redis.slow(3L * fault.value());
            default -> redis.refusesOrders();
        }
        return () -> well(redis);
    }

    private static void well(SimRedis redis) {
        redis.answersAllWith(Optional.empty());
        redis.slow(0);
        redis.refusesNothing();
    }

    private Runnable onAny(Fault fault, SimProcess process) {
        if (fault.kind() == FaultKind.ISOLATED) {
            List<String> others = new ArrayList<>(hosts());
            others.remove(host(process));
            return cutOff(List.of(host(process)), others);
        }
        if (!process.isRunning()) {
            return NOTHING;
        }
        String host = host(process);
        network.darken(host);
        process.crash();
        return () -> {
            network.light(host);
            revive(process);
        };
    }

    private List<String> hosts() {
        return Wellness.processes(cluster).stream().map(FaultActions::host).toList();
    }

    private Runnable cutOff(List<String> ones, List<String> others) {
        List<Runnable> ends = new ArrayList<>();
        for (String one : ones) {
            for (String other : others) {
                ends.add(cut(one, other));
                ends.add(cut(other, one));
            }
        }
        return () -> ends.forEach(Runnable::run);
    }

    private Runnable cut(String from, String to) {
        network.cut(from, to);
        return () -> network.mend(from, to);
    }

    private Runnable onPair(Fault fault, String one, String other) {
        switch (fault.kind()) {
            case CUT_ONE_WAY -> {
                return fault.value() % 2 == 0 ? cut(one, other) : cut(other, one);
            }
            case CUT -> {
                return cutOff(List.of(one), List.of(other));
            }
            case RESET -> network.reset(one, other);
            default -> network.severSilently(one, other);
        }
        return NOTHING;
    }

    private Runnable onNetwork(Fault fault) {
        return switch (fault.kind()) {
            case DELAY -> {
                network.delays(1, 1 + fault.value() * 2);
                yield this::usualDelays;
            }
            case LOSS -> {
                network.loses(5 + fault.value() % 30);
                yield () -> network.loses(0);
            }
            default -> split(fault.value());
        };
    }

    private void usualDelays() {
        network.delays(plan.shape().leastDelayMillis(), plan.shape().mostDelayMillis());
    }

    /** The bits of a number that is drawn from the value say who is in which part. */
    private Runnable split(int value) {
        long bits = (value + 1) * 0x9E3779B97F4A7C15L;
        List<String> ones = new ArrayList<>();
        List<String> others = new ArrayList<>();
        for (String host : hosts()) {
            (bits < 0 ? ones : others).add(host);
            bits = Long.rotateLeft(bits, 1);
        }
        return cutOff(ones, others);
    }

    private Runnable onNames(Fault fault, SimRedis redis) {
        switch (fault.kind()) {
            case DNS_FAILS -> cluster.world().dns().fail();
            case DNS_SILENT -> cluster.world().dns().fallSilent();
            default -> {
                return moves(fault, redis);
            }
        }
        return cluster.world().dns()::recover;
    }

    private Runnable moves(Fault fault, SimRedis redis) {
        if (!redis.isRunning()) {
            return NOTHING;
        }
        redis.crash();
        redis.moveTo(new Endpoint(elsewhere(fault), redis.endpoint().port()));
        return () -> {
            cluster.world().dns().set(Plan.nameOf(redis.name()), host(redis));
            revive(redis);
        };
    }

    /** Ends every fault that still lasts, whoever began it: everything runs, and everybody reaches everybody. */
    void calm() {
        usualDelays();
        network.loses(0);
        cluster.world().dns().recover();
        for (SimRedis redis : cluster.redises()) {
            well(redis);
            if (plan.shape().names() != StormShape.Names.NONE) {
                cluster.world().dns().set(Plan.nameOf(redis.name()), host(redis));
            }
        }
        for (SimSentinel sentinel : cluster.sentinels()) {
            sentinel.store().saveTakes(2);
            sentinel.store().failing(false);
            sentinel.store().tearing(false);
        }
        stock.diskIsWell();
        network.heal();
        for (SimProcess process : Wellness.processes(cluster)) {
            network.light(host(process));
            revive(process);
        }
        cluster.sentinels().forEach(sentinel -> sentinel.clockRuns(0));
        operator.calm();
        stock.calm();
    }
}
