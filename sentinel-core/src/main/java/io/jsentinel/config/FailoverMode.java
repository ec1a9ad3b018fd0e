package io.jsentinel.config;

/** What SENTINEL FAILOVER does with a master that is well, when it does not say so itself. */
public enum FailoverMode {
    /** The master hands over without losing a write. */
    COORDINATED,
    /** As Redis does it: a replica is promoted while the master still takes writes. */
    STOCK
}
