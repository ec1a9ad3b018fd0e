package io.jsentinel.sim.check;

import io.jsentinel.sim.SimCluster;
import io.jsentinel.sim.SimNetwork;
import io.jsentinel.sim.SimRedis;
import io.jsentinel.sim.SimSentinel;
import io.jsentinel.sim.SimWorld;
import java.util.List;

/** What a check may look at: everything. */
public final class StormView {

    private final SimCluster cluster;

    /** The view of a cluster. */
    public StormView(SimCluster cluster) {
        this.cluster = cluster;
    }

    /** All processes. */
    public SimCluster cluster() {
        return cluster;
    }

    /** What they share. */
    public SimWorld world() {
        return cluster.world();
    }

    /** The moment, on the clock of the world, in milliseconds. */
    public long nowMillis() {
        return cluster.world().nowMillis();
    }

    /** Who reaches whom. */
    public SimNetwork network() {
        return cluster.world().network();
    }

    /** All sentinels, running or not; a core is absent (null) before its first start. */
    public List<SimSentinel> sentinels() {
        return cluster.sentinels();
    }

    /** All Redis servers, running or not. */
    public List<SimRedis> redises() {
        return cluster.redises();
    }
}
