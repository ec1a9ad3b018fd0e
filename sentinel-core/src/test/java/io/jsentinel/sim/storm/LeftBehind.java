package io.jsentinel.sim.storm;

import io.jsentinel.address.Endpoint;
import io.jsentinel.event.EventType;
import io.jsentinel.sim.SimCluster;
import io.jsentinel.sim.SimRecord;
import io.jsentinel.sim.SimSentinel;
import io.jsentinel.sim.stock.StockSentinel;
import io.jsentinel.sim.stock.StockView;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Whether a member like Redis' own names another master than the rest in the same epoch, which no hello of that epoch can mend: it
 * took the epoch of a newer configuration in the midst of a failover of its own, and then ended that; or it follows an elected leader,
 * while somebody else was told to fail over, in the same epoch, and its choice is what all servers followed in the end.
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
        long behind = count(shape);
        int all = cluster.sentinels().size() + cluster.stockSentinels().size();
        return behind > 0 && all - behind < shape.quorum();
    }

    /** Whether those who are left behind are a quorum: they try again and again to replace what they take for the master, without votes. */
    boolean isQuorum(MasterShape shape) {
        return count(shape) >= shape.quorum();
    }

    private long count(MasterShape shape) {
        return cluster.stockSentinels().stream()
                .filter(sentinel -> isLeftBehind(sentinel, shape))
                .count();
    }

    /** Whether it is so with a member, at this moment. */
    boolean isLeftBehind(StockSentinel sentinel, MasterShape shape) {
        Optional<StockView> view = sentinel.view(shape.name());
        return view.isPresent()
                && cluster.sentinels().stream().allMatch(ours -> isOfSameEpochElsewhere(view.get(), ours, shape))
                && (hasPromoted(sentinel, shape)
                        || wasReplacedByAnother(view.get().currentAddress(), shape));
    }

    private boolean hasPromoted(StockSentinel sentinel, MasterShape shape) {
        return promotions(shape).anyMatch(e -> e.sentinel().equals(sentinel.name()));
    }

    /** Whether one sentinel made a server the master, and another one another: in one epoch that comes only by command. */
    private boolean wasReplacedByAnother(Endpoint address, MasterShape shape) {
        Set<String> itsOwn = promotions(shape)
                .filter(e -> isAbout(e, address, shape))
                .map(SimRecord.Entry::sentinel)
                .collect(Collectors.toSet());
        return !itsOwn.isEmpty()
                && promotions(shape).anyMatch(e -> !isAbout(e, address, shape) && !itsOwn.contains(e.sentinel()));
    }

    private Stream<SimRecord.Entry> promotions(MasterShape shape) {
        return cluster.world().record().since(0).stream()
                .filter(e -> e.event().type() == EventType.PROMOTED_SLAVE
                        && e.event().payload().contains(" @ " + shape.name() + " "));
    }

    private static boolean isAbout(SimRecord.Entry entry, Endpoint address, MasterShape shape) {
        return entry.event().payload().contains(" " + address.spaced() + " @ " + shape.name() + " ");
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
