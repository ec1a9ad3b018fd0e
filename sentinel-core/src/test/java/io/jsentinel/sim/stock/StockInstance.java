package io.jsentinel.sim.stock;

import io.jsentinel.address.Endpoint;

/** A master, a replica or another sentinel, as a sentinel of Redis keeps it. Times are in milliseconds on its clock. */
class StockInstance {

    /** Where it is; that of a sentinel may change. */
    Endpoint address;

    final StockLink link;
    boolean isDown;

    /** When it went down last; it is kept when it comes up. */
    long downSinceMillis = StockTimes.NEVER;

    /** When it last took our hello. */
    long publishedMillis;

    StockInstance(StockSentinel owner, Endpoint address, StockLink link) {
        this.address = address;
        this.link = link;
        this.publishedMillis = owner.nowMillis();
    }
}
