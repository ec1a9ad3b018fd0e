package io.jsentinel.failover;

import static io.jsentinel.check.Check.check;

import io.jsentinel.event.EventType;
import io.jsentinel.failover.FailoverRecord.Result;
import io.jsentinel.step.Outbox;
import io.jsentinel.topology.Instance;
import io.jsentinel.topology.Master;
import io.jsentinel.topology.Replica;
import io.jsentinel.topology.Times;
import java.util.Optional;

/** Where a failover of one master stands: its plan, its state, the replica that was chosen. The only writer of the state. */
final class Course {

    private final Master master;
    private final FailoverLog log = new FailoverLog();
    private FailoverState state = FailoverState.NONE;
    private FailoverPlan plan = FailoverPlan.ON_AGREEMENT;
    private Optional<Replica> promoted = Optional.empty();
    private long beganMillis = Times.NEVER;
    private long sinceMillis = Times.NEVER;

    Course(Master master) {
        this.master = master;
    }

    FailoverState state() {
        return state;
    }

    /** What the failover is to do, and why; that of the last one when there is none. */
    FailoverPlan plan() {
        return plan;
    }

    /** The replica that is to be the master, once it is chosen. */
    Optional<Replica> promoted() {
        return promoted;
    }

    /** The replica that is to be the master; it must be chosen. */
    Replica replica() {
        return promoted.orElseThrow();
    }

    /** When the failover began. */
    long beganMillis() {
        return beganMillis;
    }

    /** Since when it is in its state. */
    long sinceMillis() {
        return sinceMillis;
    }

    /** Those that have ended. */
    FailoverLog log() {
        return log;
    }

    /** A failover begins. */
    void begin(FailoverPlan newPlan, long epoch, long nowMillis) {
        plan = newPlan;
        beganMillis = nowMillis;
        log.began(plan.reason(), epoch, master.endpoint(), nowMillis);
    }

    /** It goes on in another way than was planned. */
    void turn(FailoverPlan newPlan) {
        plan = newPlan;
        log.turned(newPlan.reason());
    }

    /** It enters another state. */
    void enter(FailoverState next, Instance subject, Outbox out) {
        check(state.mayBecome(next), "a failover of %s in state %s may not become %s", master.name(), state, next);
        state = next;
        sinceMillis = out.nowMillis();
        log.entered(next, out.nowMillis());
        next.event().ifPresent(event -> out.announce(event, subject));
    }

    /** A replica is chosen, and with that it enters another state. */
    void choose(Replica replica, FailoverState next, Outbox out) {
        promoted = Optional.of(replica);
        out.announce(EventType.SELECTED_SLAVE, replica);
        enter(next, replica, out);
    }

    /** There is no failover any more, whatever it was at. */
    void end(Result result, String why, long nowMillis) {
        log.ended(result, why, promoted.map(Instance::endpoint), nowMillis);
        state = FailoverState.NONE;
        promoted = Optional.empty();
    }

    /** Time in which we ourselves did not run does not count for how long it is in its state. */
    void stalled(long lateMillis) {
        sinceMillis += sinceMillis == Times.NEVER ? 0 : lateMillis;
    }
}
