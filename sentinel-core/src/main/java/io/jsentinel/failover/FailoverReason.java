package io.jsentinel.failover;

/** Why a failover is led: what people, metrics and histories call it. */
public enum FailoverReason {
    /** Enough sentinels agreed that the master is down. */
    ODOWN("odown"),
    /** Somebody ordered it, in the way of Redis: without a look at the master. */
    MANUAL("manual"),
    /** Somebody ordered it, and the master is well: it hands over without losing a write. */
    COORDINATED("coordinated"),
    /** The master came back with less data than its replicas have. */
    REBOOT_GUARD("reboot_guard"),
    /** Everything was down, and nobody is a master. */
    COLD_START("cold_start");

    private final String word;

    FailoverReason(String word) {
        this.word = word;
    }

    /** The word in metrics and histories. */
    public String word() {
        return word;
    }
}
