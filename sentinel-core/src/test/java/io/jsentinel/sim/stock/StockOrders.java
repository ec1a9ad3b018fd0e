package io.jsentinel.sim.stock;

import io.jsentinel.config.MasterConfig;
import io.jsentinel.config.MasterSettings;
import io.jsentinel.event.EventType;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** What people tell a sentinel of Redis; about a master that it does not watch nothing happens. */
public final class StockOrders {

    private final StockSentinel owner;

    StockOrders(StockSentinel owner) {
        this.owner = owner;
    }

    /** {@code SENTINEL FAILOVER}: refused without a word when one is under way or nobody can be promoted. */
    public void failover(String name) {
        owner.master(name).filter(m -> !m.isInProgress()).ifPresent(m -> {
            StockFailover failover = m.watch.failover();
            if (failover.choice().isPresent()) {
                failover.begin();
                m.isForced = true;
            }
        });
    }

    /** {@code SENTINEL RESET}: everything but the master is forgotten; nothing is saved. */
    public void reset(String name) {
        owner.master(name).ifPresent(m -> {
            List.copyOf(m.peers.keySet()).forEach(id -> owner.removePeer(m, id));
            m.restart(m.node.address);
            owner.announce(EventType.RESET_MASTER, m.text(m.node));
        });
    }

    /** {@code SENTINEL SET}. */
    public void set(String name, UnaryOperator<MasterSettings> change) {
        owner.master(name).ifPresent(m -> {
            m.settings = change.apply(m.settings);
            owner.save();
        });
    }

    /** {@code SENTINEL REMOVE}: with all else it forgets in which epoch it voted about that master. */
    public void remove(String name) {
        owner.master(name).ifPresent(m -> {
            owner.announce(EventType.MONITOR_ENDED, m.text(m.node));
            owner.watches(name, Optional.empty());
            owner.file().voteForgotten();
            m.replicas.values().forEach(r -> r.link.close());
            m.node.link.close();
            m.peers.values().forEach(owner::closeUnlessShared);
        });
    }

    /** {@code SENTINEL MONITOR}, with all settings. */
    public void monitor(MasterConfig config) {
        StockMaster added = new StockMaster(owner, config);
        owner.watches(config.name(), Optional.of(added));
        owner.announce(EventType.MONITOR, added.text(added.node) + " quorum " + added.settings.quorum());
    }
}
