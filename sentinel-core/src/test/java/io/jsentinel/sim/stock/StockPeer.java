package io.jsentinel.sim.stock;

import io.jsentinel.address.Endpoint;

/** Another sentinel of one master. */
final class StockPeer extends StockInstance {

    final String runId;

    /** The newest configuration of the master that it told of. */
    long configEpoch;

    boolean saysDown;

    /** Whom it voted for last; empty = nobody, as far as we know. */
    String votedFor = "";

    long voteEpoch;
    long answeredMillis;

    StockPeer(StockSentinel owner, Endpoint address, String runId, StockLink link) {
        super(owner, address, link);
        this.runId = runId;
        this.answeredMillis = owner.nowMillis();
    }
}
