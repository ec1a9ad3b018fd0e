package io.jsentinel.failover;

import io.jsentinel.address.Endpoint;
import io.jsentinel.topology.Master;
import java.util.Optional;

/**
 * What one failover is to do, and why.
 *
 * @param reason why it is led
 * @param mandate whose agreement it needs
 * @param pausesWrites whether the master is alive and hands over: its writes are paused until the replica has them all
 * @param isStrict whether it is given up rather than done in a way that may lose writes
 * @param target the replica to promote; absent for the best one
 * @param timeoutMillis how long it may take until the replica is promoted, 0 for {@code failover-timeout} in each phase
 */
public record FailoverPlan(
        FailoverReason reason,
        Mandate mandate,
        boolean pausesWrites,
        boolean isStrict,
        Optional<Endpoint> target,
        long timeoutMillis) {

    /** Whose agreement a failover needs. */
    public enum Mandate {
        /** That of a majority of the sentinels. */
        VOTES,
        /** That of a majority, or where no majority can be reached that of whoever ordered it. */
        VOTES_OR_ORDER,
        /** Only that of whoever ordered it. */
        ORDER
    }

    /** The failover of a master that enough sentinels see down. */
    public static final FailoverPlan ON_AGREEMENT = voted(FailoverReason.ODOWN);

    /** A failover in the way of Redis because somebody ordered it. */
    public static FailoverPlan manual(Optional<Endpoint> target) {
        return new FailoverPlan(FailoverReason.MANUAL, Mandate.ORDER, false, false, target, 0);
    }

    /**
     * A failover of a master that is well, which hands over without losing a write.
     *
     * @param target the replica to promote, absent for the best one
     * @param timeoutMillis how long it may take until the replica is promoted
     * @param strict whether it is given up where it cannot be done in that way; otherwise it is done in that of Redis
     */
    public static FailoverPlan coordinated(Optional<Endpoint> target, long timeoutMillis, boolean strict) {
        Mandate mandate = strict ? Mandate.VOTES : Mandate.VOTES_OR_ORDER;
        return new FailoverPlan(FailoverReason.COORDINATED, mandate, true, strict, target, timeoutMillis);
    }

    /** A failover without a pause of the writes that a majority votes for, whatever the state of the master is. */
    public static FailoverPlan voted(FailoverReason reason) {
        return new FailoverPlan(reason, Mandate.VOTES, false, false, Optional.empty(), 0);
    }

    /** Whether somebody wants it, whatever the sentinels think of the master. */
    boolean isWanted() {
        return reason == FailoverReason.MANUAL || reason == FailoverReason.COORDINATED;
    }

    /** How long any of its phases may wait. */
    long patienceMillis(Master master) {
        long usual = master.settings().failoverTimeoutMillis();
        return timeoutMillis == 0 ? usual : Math.min(usual, timeoutMillis);
    }

    /** The same for this replica. */
    public FailoverPlan to(Endpoint replica) {
        return new FailoverPlan(reason, mandate, pausesWrites, isStrict, Optional.of(replica), timeoutMillis);
    }
}
