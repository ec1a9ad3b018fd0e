package io.jsentinel.failover;

import io.jsentinel.event.EventType;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** Where a failover of ours stands. Source: Redis docs, "Sentinel API", field {@code failover-state}. */
public enum FailoverState {
    /** There is none. */
    NONE("none", Optional.empty()),
    /** We ask for votes. */
    WAIT_START("wait_start", Optional.of(EventType.TRY_FAILOVER)),
    /** We lead and look for the replica to promote. */
    SELECT_SLAVE("select_slave", Optional.of(EventType.FAILOVER_STATE_SELECT_SLAVE)),
    /** We wait until the replica can be told. */
    SEND_SLAVEOF_NOONE("send_slaveof_noone", Optional.of(EventType.FAILOVER_STATE_SEND_SLAVEOF_NOONE)),
    /** The replica was told, and has not yet said that it is a master. */
    WAIT_PROMOTION("wait_promotion", Optional.of(EventType.FAILOVER_STATE_WAIT_PROMOTION)),
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

    /** Whether nobody has been told to do anything yet. */
    public boolean isBeforeOrder() {
        return this == WAIT_START || this == SELECT_SLAVE || this == SEND_SLAVEOF_NOONE;
    }

    /** Whether this state may be followed by another; an end is possible at any time, a step back never. */
    public boolean mayBecome(FailoverState next) {
        return following().contains(next);
    }

    private Set<FailoverState> following() {
        return switch (this) {
            case NONE -> EnumSet.of(WAIT_START);
            case WAIT_START -> EnumSet.of(SELECT_SLAVE, NONE);
            case SELECT_SLAVE -> EnumSet.of(SEND_SLAVEOF_NOONE, NONE);
            case SEND_SLAVEOF_NOONE -> EnumSet.of(WAIT_PROMOTION, NONE);
            case WAIT_PROMOTION -> EnumSet.of(RECONF_SLAVES, NONE);
            case RECONF_SLAVES -> EnumSet.of(UPDATE_CONFIG, NONE);
            case UPDATE_CONFIG -> EnumSet.of(NONE);
        };
    }
}
