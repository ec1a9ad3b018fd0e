package io.jsentinel.sim.stock;

import io.jsentinel.address.Endpoint;
import java.util.List;
import java.util.Set;

/** What can be seen from outside of a sentinel of Redis and one of its masters. */
public final class StockView {

    private final StockMaster master;

    StockView(StockMaster master) {
        this.master = master;
    }

    /** Where clients are sent. */
    public Endpoint currentAddress() {
        return master.currentAddress();
    }

    /** The epoch of that configuration. */
    public long configEpoch() {
        return master.configEpoch;
    }

    /** Whether it takes the master for down. */
    public boolean isDown() {
        return master.node.isDown;
    }

    /** Whether it leads a failover. */
    public boolean isInProgress() {
        return master.isInProgress();
    }

    /** Where the replicas are that it knows. */
    public Set<Endpoint> replicas() {
        return master.replicas.keySet();
    }

    /** Where the other sentinels are that it knows. */
    public List<Endpoint> peers() {
        return master.peers.values().stream().map(peer -> peer.address).toList();
    }

    /** Whom it voted for last; empty = nobody that it remembers. */
    public String votedFor() {
        return master.leader;
    }

    /** The epoch of that vote; 0 = none. */
    public long voteEpoch() {
        return master.leaderEpoch;
    }

    /**
     * Whether it knows everybody, and all are well.
     *
     * @param replicas how many replicas there are
     * @param peers how many other sentinels there are
     */
    public boolean isStable(int replicas, int peers) {
        return master.replicas.size() == replicas
                && master.peers.size() == peers
                && !master.isInProgress()
                && master.node.infoMillis != StockTimes.NEVER
                && master.node.saysMaster
                && List.copyOf(master.replicas.values()).stream()
                        .allMatch(r -> r.infoMillis != StockTimes.NEVER && !r.saysMaster && r.isLinkUp)
                && master.all().stream().noneMatch(i -> i.isDown || i.link.isDisconnected());
    }
}
