package io.jsentinel.sim.storm;

import io.jsentinel.address.Endpoint;
import io.jsentinel.sim.SimCluster;
import io.jsentinel.sim.SimProcess;
import io.jsentinel.sim.SimRedis;
import io.jsentinel.sim.SimSentinel;
import io.jsentinel.sim.stock.StockSentinel;
import io.jsentinel.sim.stock.StockView;
import io.jsentinel.topology.Replica;
import io.jsentinel.watch.Watch;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** Whether a cluster is as it should be: all sentinels name one master, it is one, its replicas follow it, nobody is busy. */
final class Wellness {

    private final StormPlan plan;
    private final SimCluster cluster;
    private final Untold untold;
    private final LeftBehind behind;

    Wellness(StormPlan plan, SimCluster cluster) {
        this.plan = plan;
        this.cluster = cluster;
        untold = new Untold(plan, cluster);
        behind = new LeftBehind(cluster);
    }

    /** All processes: the servers, then the sentinels. */
    static List<SimProcess> processes(SimCluster cluster) {
        List<SimProcess> all = new ArrayList<>(cluster.redises());
        all.addAll(cluster.sentinels());
        all.addAll(cluster.stockSentinels());
        return all;
    }

    /** Which server of a group is a master with the most replicas; the first of them all if none is a master. */
    static SimRedis actualMaster(SimCluster cluster, MasterShape shape) {
        SimRedis best = cluster.redis(shape.name());
        long most = -1;
        for (String name : StormShape.serverNames(shape)) {
            SimRedis redis = cluster.redis(name);
            long replicas = redis.isCrashed() || !redis.replication().isMaster() ? -1 : replicasOf(cluster, redis);
            if (replicas > most) {
                best = redis;
                most = replicas;
            }
        }
        return best;
    }

    private static long replicasOf(SimCluster cluster, SimRedis redis) {
        return cluster.redises().stream()
                .filter(r -> r.replication().source().filter(redis::equals).isPresent())
                .count();
    }

    /** Whether somebody is let off whom no sentinel can put in order any more: attempts go on, and are announced. */
    boolean isAnyLetOff() {
        return plan.shape().masters().stream().anyMatch(shape -> isLetOff(shape) || behind.isQuorum(shape));
    }

    private boolean isLetOff(MasterShape shape) {
        return untold.holds(shape) || behind.leavesNoQuorum(shape);
    }

    /** What is not as it should be, in a sentence; absent = all is well. */
    Optional<String> trouble() {
        for (MasterShape shape : plan.shape().masters()) {
            Optional<String> trouble = isLetOff(shape) ? Optional.empty() : trouble(shape);
            if (trouble.isPresent()) {
                return trouble;
            }
        }
        return Optional.empty();
    }

    private Optional<String> trouble(MasterShape shape) {
        TreeSet<Endpoint> named = new TreeSet<>();
        for (SimSentinel sentinel : cluster.sentinels()) {
            if (!sentinel.isRunning()) {
                return Optional.of(sentinel + " does not run");
            }
            Optional<Watch> watch = sentinel.core().realm().watches().named(shape.name());
            if (watch.isEmpty()) {
                return Optional.of(sentinel + " does not watch " + shape.name());
            }
            Optional<String> trouble = trouble(sentinel, watch.get());
            if (trouble.isPresent()) {
                return trouble;
            }
            named.add(resolved(watch.get().failover().currentAddress()));
        }
        for (StockSentinel sentinel : cluster.stockSentinels()) {
            if (behind.isLeftBehind(sentinel, shape)) {
                continue;
            }
            Optional<String> trouble = trouble(sentinel, shape);
            if (trouble.isPresent()) {
                return trouble;
            }
            named.add(sentinel.view(shape.name()).orElseThrow().currentAddress());
        }
        if (named.size() != 1 && plan.forgets() && isApart(shape)) {
            return Optional.empty();
        }
        if (named.size() != 1) {
            return Optional.of("sentinels name " + named + " as " + shape.name());
        }
        return trouble(shape, named.first());
    }

    /** Whether sentinels cannot hear of each other, or must not believe each other. */
    private boolean isApart(MasterShape shape) {
        return !new Acquaintance(cluster, shape.name()).isConnected()
                || new Distrust(cluster, shape.name()).explainsAll();
    }

    private static Optional<String> trouble(SimSentinel sentinel, Watch watch) {
        if (watch.failover().isInProgress()) {
            return Optional.of(
                    sentinel + " leads a failover, " + watch.failover().state());
        }
        return watch.master().isDown()
                ? Optional.of(sentinel + " takes the master for down at "
                        + watch.master().endpoint())
                : Optional.empty();
    }

    private static Optional<String> trouble(StockSentinel sentinel, MasterShape shape) {
        Optional<StockView> view = sentinel.view(shape.name());
        if (!sentinel.isRunning() || view.isEmpty()) {
            return Optional.of(sentinel + " does not watch " + shape.name());
        }
        if (view.get().isInProgress()) {
            return Optional.of(sentinel + " leads a failover");
        }
        return view.get().isDown()
                ? Optional.of(
                        sentinel + " takes the master for down at " + view.get().currentAddress())
                : Optional.empty();
    }

    private Endpoint resolved(Endpoint address) {
        return new Endpoint(cluster.world().dns().firstOf(address.host()), address.port());
    }

    private Optional<String> trouble(MasterShape shape, Endpoint address) {
        Optional<SimProcess> found = cluster.world().network().at(address);
        if (found.isEmpty() || !(found.get() instanceof SimRedis master)) {
            return Optional.of("no server is at " + address + ", the address of " + shape.name());
        }
        if (!master.isRunning() || !master.replication().isMaster()) {
            return Optional.of(master + " is named as " + shape.name() + ", but is no master");
        }
        for (String name : StormShape.serverNames(shape)) {
            SimRedis redis = cluster.redis(name);
            boolean follows = redis.replication().isLinkUp()
                    && redis.replication().source().filter(master::equals).isPresent();
            if (redis != master && !follows && !isForgotten(redis) && !isLeftAlone(redis, master)) {
                return Optional.of(redis + " does not follow " + master + ", but "
                        + redis.replication().master() + ", its link being "
                        + (redis.replication().isLinkUp() ? "up" : "down"));
            }
        }
        return Optional.empty();
    }

    /**
     * Whether a server has the only data that are left, so that the guard against foreign servers keeps them; or follows one
     * that has, and is a stranger as well. One that is not will be told to follow the master, but that may take minutes.
     */
    private boolean isLeftAlone(SimRedis redis, SimRedis master) {
        boolean isApart = redis.replication().isMaster()
                || isStranger(redis)
                        && redis.replication()
                                .source()
                                .filter(s -> isKeeper(s, master))
                                .isPresent();
        return isApart && redis.replication().keys() > 0 && master.replication().keys() == 0;
    }

    private boolean isKeeper(SimRedis redis, SimRedis master) {
        return redis.replication().isMaster() && isLeftAlone(redis, master);
    }

    /** Whether all our sentinels that know a server take it for somebody else's. */
    private boolean isStranger(SimRedis redis) {
        return cluster.sentinels().stream()
                .flatMap(s -> s.core().realm().watches().all().stream())
                .flatMap(w -> w.master().replicas().stream())
                .filter(r -> resolved(r.endpoint()).equals(redis.endpoint()))
                .allMatch(Replica::isStranger);
    }

    /** Whether nobody can know a server any more: it was away when somebody had sentinels forget all but the master. */
    private boolean isForgotten(SimRedis redis) {
        return plan.forgets()
                && cluster.sentinels().stream()
                        .flatMap(s -> s.core().realm().watches().all().stream())
                        .flatMap(w -> w.master().replicas().stream())
                        .noneMatch(r -> resolved(r.endpoint()).equals(redis.endpoint()))
                && cluster.stockSentinels().stream()
                        .flatMap(s -> plan.shape().masters().stream().flatMap(m -> s.view(m.name()).stream()))
                        .noneMatch(v -> v.replicas().contains(redis.endpoint()));
    }
}
