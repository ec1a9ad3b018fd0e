package io.jsentinel.status;

import io.jsentinel.address.Endpoint;
import io.jsentinel.failover.Failover;
import io.jsentinel.status.FailoverRecord.Phase;
import io.jsentinel.status.FailoverRecord.Reason;
import io.jsentinel.status.FailoverRecord.Result;
import io.jsentinel.topology.Instance;
import io.jsentinel.topology.Master;
import io.jsentinel.topology.Replica;
import io.jsentinel.topology.Times;
import io.jsentinel.watch.Watch;
import java.util.EnumMap;
import java.util.Optional;

/** A failover that we try to lead, as far as it has come. */
final class Attempt {

    private final Master master;
    private final Failover failover;
    private final Reason reason;
    private final long epoch;
    private final Endpoint from;
    private final long beganMillis;
    private final EnumMap<Phase, Long> phases = new EnumMap<>(Phase.class);
    private Optional<Endpoint> to = Optional.empty();
    private Optional<Long> lostBytes = Optional.empty();
    private long phaseBeganMillis;
    private boolean promoted;

    /** An attempt that begins now. */
    Attempt(Watch watch, long nowMillis) {
        master = watch.master();
        failover = watch.failover();
        reason = failover.isForced() ? Reason.MANUAL : Reason.ODOWN;
        epoch = failover.epoch();
        from = master.endpoint();
        phaseBeganMillis = nowMillis;
        long agreed = master.objectivelyDownSinceMillis();
        if (reason == Reason.ODOWN && agreed != Times.NEVER) {
            beganMillis = agreed;
            phases.put(Phase.DETECT, Math.max(0, agreed - master.downSinceMillis()));
            phases.put(Phase.WAIT, Math.max(0, nowMillis - agreed));
        } else {
            beganMillis = nowMillis;
        }
    }

    String masterName() {
        return master.name();
    }

    /** Whether the chosen replica has become a master. */
    boolean isPromoted() {
        return promoted;
    }

    /** We were elected. */
    void elected(long nowMillis) {
        end(Phase.ELECT, nowMillis);
    }

    /** A replica was chosen: what it has not read of what the master was last known to have written may be lost. */
    void selected(long nowMillis) {
        end(Phase.SELECT, nowMillis);
        Optional<Replica> chosen = failover.promoted();
        to = chosen.map(Instance::endpoint);
        lostBytes = chosen.map(replica ->
                Math.max(0, master.report().offset() - replica.report().offset()));
    }

    /** The replica has become a master. */
    void promoted(long nowMillis) {
        end(Phase.PROMOTE, nowMillis);
        promoted = true;
    }

    private void end(Phase phase, long nowMillis) {
        phases.put(phase, Math.max(0, nowMillis - phaseBeganMillis));
        phaseBeganMillis = nowMillis;
    }

    /** What there is to say of it when it has ended. */
    FailoverRecord record(long number, Result result, long nowMillis) {
        if (result == Result.SWITCHED) {
            end(Phase.RECONFIGURE, nowMillis);
            phases.put(Phase.TOTAL, Math.max(0, nowMillis - beganMillis));
        }
        return new FailoverRecord(
                number,
                master.name(),
                reason,
                result,
                true,
                epoch,
                from,
                to,
                beganMillis,
                nowMillis,
                phases,
                lostBytes);
    }
}
