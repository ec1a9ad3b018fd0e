package io.jsentinel.sim.storm;

import io.jsentinel.address.Endpoint;
import io.jsentinel.event.EventType;
import io.jsentinel.sim.SimCluster;
import io.jsentinel.sim.SimSentinel;
import io.jsentinel.sim.stock.StockSentinel;
import io.jsentinel.sim.stock.StockView;
import java.util.Optional;

/**
 * Whether a member like Redis' own took the epoch of a newer configuration in the midst of a failover of its own, and then
 * ended that: it names its own choice in the other's epoch, which no hello of that epoch can mend.
 */
final class LeftBehind {

    private final SimCluster cluster;

    LeftBehind(SimCluster cluster) {
        this.cluster = cluster;
    }

    /**
     * Whether the others are too few for a quorum. Then nobody may replace the master, and the one who is left behind sends its server
     * after another. Only a newer epoch ends that, and only a person can have one begun: about a master at an address where it has
     * none a member like Redis' own gives no vote.
     */
    boolean leavesNoQuorum(MasterShape shape) {
        long behind = cluster.stockSentinels().stream()
                .filter(sentinel -> isLeftBehind(sentinel, shape))
                .count();
        int all = cluster.sentinels().size() + cluster.stockSentinels().size();
        return behind > 0 && all - behind < shape.quorum();
    }

    /** Whether it is so with a member, at this moment. */
    boolean isLeftBehind(StockSentinel sentinel, MasterShape shape) {
        Optional<StockView> view = sentinel.view(shape.name());
        return view.isPresent()
                && cluster.sentinels().stream().allMatch(ours -> isOfSameEpochElsewhere(view.get(), ours, shape))
                && cluster.world().record().since(0).stream()
                        .anyMatch(e -> e.sentinel().equals(sentinel.name())
                                && e.event().type() == EventType.PROMOTED_SLAVE
                                && e.event().payload().contains(" @ " + shape.name() + " "));
    }

    private boolean isOfSameEpochElsewhere(StockView view, SimSentinel ours, MasterShape shape) {
        return ours.isRunning()
                && ours.core()
                        .realm()
                        .watches()
                        .named(shape.name())
                        .filter(w -> w.master().configEpoch() == view.configEpoch())
                        .filter(w -> !resolved(w.failover().currentAddress()).equals(view.currentAddress()))
                        .isPresent();
    }

    private Endpoint resolved(Endpoint address) {
        return new Endpoint(cluster.world().dns().firstOf(address.host()), address.port());
    }
}
