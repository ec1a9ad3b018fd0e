package io.jsentinel.sim.stock;

import io.jsentinel.address.Endpoint;

/** A Redis server, with what its INFO said. */
class StockNode extends StockInstance {

    /** What became of the order to follow the new master. */
    enum Reconfiguration {
        NONE,
        SENT,
        IN_PROGRESS,
        DONE
    }

    String runId = "";
    long infoMillis = StockTimes.NEVER;
    boolean saysMaster;
    long roleMillis;

    /** Whom it follows, {@code host:port}; empty = not known. */
    String follows = "";

    /** Since when it follows that one. */
    long followsMillis;

    boolean isLinkUp;
    long linkDownMillis;
    int priority = 100;
    long offset;
    Reconfiguration reconfiguration = Reconfiguration.NONE;
    long reconfigurationMillis;

    StockNode(StockSentinel owner, Endpoint address, boolean isMaster) {
        super(owner, address, new StockLink(owner, address, true));
        this.saysMaster = isMaster;
        this.roleMillis = owner.nowMillis();
        this.followsMillis = owner.nowMillis();
    }

    boolean isBeingReconfigured() {
        return reconfiguration == Reconfiguration.SENT || reconfiguration == Reconfiguration.IN_PROGRESS;
    }
}
