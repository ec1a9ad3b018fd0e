package io.jsentinel.sim.storm;

import io.jsentinel.address.Endpoint;
import io.jsentinel.sim.SimCluster;
import io.jsentinel.sim.SimRedis;
import io.jsentinel.sim.stock.StockView;
import io.jsentinel.watch.Watch;
import java.util.Optional;

/**
 * Whether nobody can know who took over: all sentinels lost what they knew after a failover. Each knows the address in its
 * file and nobody else, and there is a replica of the new master that nobody follows, so that it lists nobody.
 */
final class Untold {

    private final StormPlan plan;
    private final SimCluster cluster;

    Untold(StormPlan plan, SimCluster cluster) {
        this.plan = plan;
        this.cluster = cluster;
    }

    /** Whether it is so with this one, at this moment. */
    boolean holds(MasterShape shape) {
        return plan.forgets()
                && cluster.sentinels().stream()
                        .allMatch(s -> s.isRunning()
                                && holds(s.core().realm().watches().named(shape.name())))
                && cluster.stockSentinels().stream().allMatch(s -> s.isRunning() && holdsAtStock(s.view(shape.name())));
    }

    private boolean holds(Optional<Watch> watch) {
        return watch.map(Watch::master)
                .filter(m -> m.configEpoch() == 0 && m.replicas().isEmpty())
                .filter(m -> isLeaf(m.endpoint()))
                .isPresent();
    }

    private boolean holdsAtStock(Optional<StockView> view) {
        return view.filter(v -> v.configEpoch() == 0 && v.replicas().isEmpty())
                .filter(v -> isLeaf(v.currentAddress()))
                .isPresent();
    }

    private boolean isLeaf(Endpoint named) {
        Endpoint address = new Endpoint(cluster.world().dns().firstOf(named.host()), named.port());
        return cluster.redises().stream()
                .filter(r -> r.isRunning() && r.endpoint().equals(address))
                .anyMatch(r -> isFollowedByNobody(r) && followsAMaster(r));
    }

    private static boolean followsAMaster(SimRedis redis) {
        return redis.replication().isLinkUp()
                && redis.replication()
                        .source()
                        .filter(s -> s.isRunning() && s.replication().isMaster())
                        .isPresent();
    }

    private boolean isFollowedByNobody(SimRedis redis) {
        return cluster.redises().stream()
                .noneMatch(r -> r.replication().source().filter(redis::equals).isPresent());
    }
}
