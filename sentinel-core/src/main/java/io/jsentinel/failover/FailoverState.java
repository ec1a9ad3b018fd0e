package io.jsentinel.failover;

import io.jsentinel.event.EventType;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * Where a failover of ours stands. Source: Redis docs, "Sentinel API", field {@code failover-state}; the
 * states in which a master that is well hands over are ours.
 */
public enum FailoverState {
    /** There is none. */
    NONE("none", Optional.empty()),
    /** We ask for votes. */
    WAIT_START("wait_start", Optional.of(EventType.TRY_FAILOVER)),
    /** We lead and look for the replica to promote. */
    SELECT_SLAVE("select_slave", Optional.of(EventType.FAILOVER_STATE_SELECT_SLAVE)),
    /** The master was told to let writes wait, and has not answered. */
    PAUSE_WRITES("pause_writes", Optional.of(EventType.FAILOVER_STATE_PAUSE_WRITES)),
    /** Writes wait until the replica has read all that the master has. */
    WAIT_OFFSET("wait_offset", Optional.of(EventType.FAILOVER_STATE_WAIT_OFFSET)),
    /** We wait until the replica can be told. */
    SEND_SLAVEOF_NOONE("send_slaveof_noone", Optional.of(EventType.FAILOVER_STATE_SEND_SLAVEOF_NOONE)),
    /** The replica was told, and has not yet said that it is a master. */
    WAIT_PROMOTION("wait_promotion", Optional.of(EventType.FAILOVER_STATE_WAIT_PROMOTION)),
    /** The replica is a master that nobody knows of; the old one was told to follow it. */
    DEMOTE_MASTER("demote_master", Optional.of(EventType.FAILOVER_STATE_DEMOTE_MASTER)),
    /** The replica is a master; the others are told to follow it. */
    RECONF_SLAVES("reconf_slaves", Optional.of(EventType.FAILOVER_STATE_RECONF_SLAVES)),
    /** All is done but the change of the address that we watch. */
    UPDATE_CONFIG("update_config", Optional.empty());

    private final String word;
    private final Optional<EventType> event;

    FailoverState(String word, Optional<EventType> event) {
        this.word = word;
        this.event = event;
    }

    /** The word in listings. */
    public String word() {
        return word;
    }

    /** What is announced when this state is entered. */
    public Optional<EventType> event() {
        return event;
    }

    /** Whether the replica is known to be a master: its address is the one to tell clients. */
    public boolean isPromoted() {
        return this == RECONF_SLAVES || this == UPDATE_CONFIG;
    }

    /** Whether no replica has been told to become a master yet. */
    public boolean isBeforeOrder() {
        return switch (this) {
            case WAIT_START, SELECT_SLAVE, PAUSE_WRITES, WAIT_OFFSET, SEND_SLAVEOF_NOONE -> true;
            case NONE, WAIT_PROMOTION, DEMOTE_MASTER, RECONF_SLAVES, UPDATE_CONFIG -> false;
        };
    }

    /** Whether this state may be followed by another; an end is possible at any time, a step back never. */
    public boolean mayBecome(FailoverState next) {
        return following().contains(next);
    }

    private Set<FailoverState> following() {
        return switch (this) {
            case NONE -> EnumSet.of(WAIT_START);
            case WAIT_START -> EnumSet.of(SELECT_SLAVE, NONE);
            case SELECT_SLAVE -> EnumSet.of(PAUSE_WRITES, SEND_SLAVEOF_NOONE, NONE);
            case PAUSE_WRITES -> EnumSet.of(WAIT_OFFSET, SEND_SLAVEOF_NOONE, NONE);
            case WAIT_OFFSET -> EnumSet.of(SEND_SLAVEOF_NOONE, NONE);
            case SEND_SLAVEOF_NOONE -> EnumSet.of(WAIT_PROMOTION, NONE);
            case WAIT_PROMOTION -> EnumSet.of(DEMOTE_MASTER, RECONF_SLAVES, NONE);
            case DEMOTE_MASTER -> EnumSet.of(RECONF_SLAVES, NONE);
            case RECONF_SLAVES -> EnumSet.of(UPDATE_CONFIG, NONE);
            case UPDATE_CONFIG -> EnumSet.of(NONE);
        };
    }
}
