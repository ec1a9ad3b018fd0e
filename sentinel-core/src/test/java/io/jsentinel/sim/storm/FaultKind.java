package io.jsentinel.sim.storm;

/** What can happen to a cluster. */
public enum FaultKind {
    /** A sentinel ends at once, and comes back with its state file. */
    SENTINEL_CRASH(Aim.SENTINEL),
    /** A sentinel ends and comes back as at its very first start. */
    SENTINEL_LOSES_STATE(Aim.SENTINEL),
    /** A sentinel gets no processor. */
    SENTINEL_FREEZE(Aim.SENTINEL),
    /** A sentinel comes back at another address, with its state file. */
    SENTINEL_MOVES(Aim.SENTINEL),
    /** The clock of a sentinel runs faster or slower. */
    CLOCK_DRIFT(Aim.SENTINEL),
    /** Saves take long. */
    DISK_SLOW(Aim.SENTINEL),
    /** Saves fail. */
    DISK_FAILS(Aim.SENTINEL),
    /** Saves are slow, and the sentinel crashes in one: what was not synced may be there afterwards, or not. */
    DISK_TORN(Aim.SENTINEL),
    /** A server ends at once, and comes back with its data. */
    SERVER_CRASH(Aim.SERVER),
    /** A server ends at once and comes back empty. */
    SERVER_EMPTIED(Aim.SERVER),
    /** A server gets no processor. */
    SERVER_FREEZE(Aim.SERVER),
    /** A server is back at once, as under a supervisor. */
    SERVER_RESTART(Aim.SERVER),
    /** A server loads its data: it answers everything with LOADING. */
    SERVER_LOADING(Aim.SERVER),
    /** A script blocks a server: it answers everything with BUSY. */
    SERVER_BUSY(Aim.SERVER),
    /** A server takes long for every command. */
    SERVER_SLOW(Aim.SERVER),
    /** A server carries out no order to change its role. */
    SERVER_REFUSES(Aim.SERVER),
    /** A replica gets another priority, for good. */
    PRIORITY(Aim.SERVER),
    /** The host of a process is gone without a word, and comes back. */
    POWER_OFF(Aim.ANY),
    /** A process reaches nobody, and nobody reaches it. */
    ISOLATED(Aim.ANY),
    /** What one process sends does not reach another. */
    CUT_ONE_WAY(Aim.PAIR),
    /** Two processes do not reach each other. */
    CUT(Aim.PAIR),
    /** The processes fall into two parts that do not reach each other. */
    SPLIT(Aim.NOBODY),
    /** All messages take long. */
    DELAY(Aim.NOBODY),
    /** Many packets get lost and are sent again. */
    LOSS(Aim.NOBODY),
    /** All connections between two processes are reset. */
    RESET(Aim.PAIR),
    /** Connections between two processes stand, but nothing passes any more. */
    HALF_OPEN(Aim.PAIR),
    /** Every question for a name fails. */
    DNS_FAILS(Aim.NAME),
    /** Questions for names are not answered. */
    DNS_SILENT(Aim.NAME),
    /** A server comes back at another address, and its name follows. */
    DNS_MOVES(Aim.NAME),
    /** Somebody wants another master. */
    OPERATOR_FAILOVER(Aim.COMMAND),
    /** Somebody has a sentinel forget all but the master. */
    OPERATOR_RESET(Aim.COMMAND),
    /** Somebody changes how a master is watched, for a while. */
    OPERATOR_SET(Aim.COMMAND),
    /** Somebody has a sentinel forget a master, and watch it again later. */
    OPERATOR_REMOVES(Aim.COMMAND);

    /** Whom it happens to. */
    public enum Aim {
        SENTINEL,
        SERVER,
        ANY,
        PAIR,
        NOBODY,
        NAME,
        COMMAND
    }

    private final Aim aim;

    FaultKind(Aim aim) {
        this.aim = aim;
    }

    /** Whom it happens to. */
    public Aim aim() {
        return aim;
    }
}
