package io.jsentinel.failover;

import io.jsentinel.event.EventType.Level;
import io.jsentinel.health.Heartbeats;
import io.jsentinel.resp.Resp;
import io.jsentinel.step.OrderForm;
import io.jsentinel.step.Outbox;
import io.jsentinel.step.Request;
import io.jsentinel.step.Requests;
import io.jsentinel.topology.InfoReport.Role;
import io.jsentinel.topology.Master;
import io.jsentinel.topology.Node;
import io.jsentinel.topology.Replica;
import io.jsentinel.topology.Times;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How a master that is well hands over to a replica without losing a write: its writes are paused, the replica reads
 * what it has not read yet and is promoted, and the old master becomes a replica before the pause ends. Until then all of
 * it can be undone, and is when anything is in doubt; only afterwards is the new master told to anybody.
 */
final class HandOver {

    /** The longest pause. A replica that is near needs some milliseconds. */
    static final long MAX_PAUSE_MILLIS = 3_000;

    /**
     * How many pauses fit into {@code down-after-milliseconds}: hellos of other sentinels wait as writes do, and their
     * pings behind them, so that to them the master is silent meanwhile.
     */
    static final int PAUSES_IN_DOWN_AFTER = 2;

    /** How far a replica may be behind when the pause begins: what it reads in some milliseconds. */
    static final long MAX_LAG_BYTES = 4L << 20;

    /** The pause between two looks at how far the replica is, before and during the pause of the writes. */
    static final long APPROACH_MILLIS = 50;

    static final long POLL_MILLIS = 2;

    /** What came of a step. */
    enum Step {
        /** It is under way. */
        OPEN,
        /** It is done. */
        DONE,
        /** This master cannot be paused: there is only the ordinary way. */
        IMPOSSIBLE,
        /** All must be undone; {@link #why} tells the reason. */
        FAILED
    }

    private final Master master;
    private final Orders orders;
    private final WritePause pause;
    private final ClientRelease release;
    private long endMillis;
    private Optional<Request> offsetQuestion = Optional.empty();
    private OptionalLong pausedOffset = OptionalLong.empty();
    private boolean promotionOrdered;
    private boolean demotionOrdered;
    private long demotedMillis = Times.NEVER;
    private String why = "";

    HandOver(Master master, Orders orders) {
        this.master = master;
        this.orders = orders;
        this.pause = new WritePause(master);
        this.release = new ClientRelease(master, pause);
    }

    /** A new one begins. */
    void begin(long timeoutMillis, Outbox out) {
        forget();
        endMillis = out.nowMillis() + timeoutMillis;
    }

    /** What the last step failed of. */
    String why() {
        return why;
    }

    /** Whether the writes of the master may be standing still because of us. */
    boolean holdsWrites(long nowMillis) {
        return pause.mayHold(nowMillis) && !release.isBegun();
    }

    /** Whether clients were sent to the new master, and the nodes told to keep their roles. */
    boolean isComplete() {
        return release.isDone();
    }

    /** Waits, before anything is paused, until the replica has just answered and is near. */
    Step approach(Replica replica, long sinceMillis, Outbox out) {
        if (master.isDown() || !master.link().isUp() || master.reportedRole() != Role.MASTER) {
            why = "the master is not well";
            return Step.IMPOSSIBLE;
        }
        boolean fresh = replica.infoMillis() >= sinceMillis && master.infoMillis() >= sinceMillis;
        String problem = fresh ? distance(replica) : replica.name() + " does not answer";
        if (problem.isEmpty()) {
            return Step.DONE;
        }
        if (out.nowMillis() >= endMillis) {
            why = problem;
            return Step.FAILED;
        }
        ask(replica, APPROACH_MILLIS, out);
        ask(master, APPROACH_MILLIS, out);
        out.lookAgainAt(endMillis);
        return Step.OPEN;
    }

    /** Why a replica is too far away to be waited for in a pause; empty when it is not. */
    private String distance(Replica replica) {
        if (!replica.report().masterLinkUp()) {
            return replica.name() + " is not connected to the master";
        }
        if (followsAnother(replica, master)) {
            return replica.name() + " follows another server than the master";
        }
        if (!replica.report()
                .history()
                .replicationId()
                .equals(master.report().history().replicationId())) {
            return replica.name() + " has another history than the master";
        }
        long lag = master.report().offset() - replica.report().offset();
        return lag > MAX_LAG_BYTES ? replica.name() + " is " + lag + " bytes behind" : "";
    }

    /**
     * Whether a replica is known to follow another server than the master, for example another replica. It may be about
     * to be told to follow the master, by whoever led the failover before: also after it was promoted.
     */
    static boolean followsAnother(Replica replica, Master master) {
        return replica.report()
                .masterEndpoint()
                .filter(master.location()::isElsewhere)
                .isPresent();
    }

    private void ask(Node node, long periodMillis, Outbox out) {
        if (!node.link().isUp() || node.isInfoAwaited()) {
            return;
        }
        long dueAt = node.infoSentMillis() + periodMillis;
        if (out.nowMillis() >= dueAt) {
            Heartbeats.sendInfo(node, master, out);
        } else {
            out.lookAgainAt(dueAt);
        }
    }

    /** Pauses the writes, and asks in the same breath how far they have come. */
    void pause(Replica replica, Outbox out) {
        long usual = Math.min(MAX_PAUSE_MILLIS, master.settings().downAfterMillis() / PAUSES_IN_DOWN_AFTER);
        pause.order(Math.max(1, Math.min(usual, endMillis - out.nowMillis())), out);
        Request question = Requests.of(master).info();
        out.send(master.link(), question);
        master.infoSent(out.nowMillis());
        offsetQuestion = Optional.of(question);
        if (!replica.isInfoAwaited()) {
            Heartbeats.sendInfo(replica, master, out);
        }
    }

    /** The master answered CLIENT PAUSE. */
    void pauseAnswered(Request request, Resp answer) {
        pause.answered(request, answer);
    }

    /** A node has reported: the master's answer to the question behind the pause is where its writes stand still. */
    void reported(Node node, Request request) {
        if (node == master && offsetQuestion.filter(asked -> asked == request).isPresent() && pause.isConfirmed()) {
            pausedOffset = OptionalLong.of(master.report().offset());
        }
    }

    /** Waits until the master pauses. */
    Step awaitPause(Outbox out) {
        if (pause.refusal().isPresent()) {
            why = "the master does not pause its writes: " + pause.refusal().get();
            return Step.IMPOSSIBLE;
        }
        return pause.isConfirmed() ? Step.DONE : inTime("the master does not answer", out);
    }

    /** Waits until the replica has read everything that the master had when it paused. */
    Step awaitOffset(Replica replica, Outbox out) {
        if (pausedOffset.isPresent() && replica.report().offset() >= pausedOffset.getAsLong()) {
            return inTime("the replica has caught up too late", out) == Step.FAILED ? Step.FAILED : Step.DONE;
        }
        if (master.reportedRole() != Role.MASTER || replica.isDown()) {
            why = replica.isDown() ? replica.name() + " is down" : "the master has become a replica";
            return Step.FAILED;
        }
        if (pausedOffset.isPresent()) {
            ask(replica, POLL_MILLIS, out);
        }
        return inTime(replica.name() + " does not reach the offset of the master", out);
    }

    /** Open as long as the pause holds long enough for what comes next, on the connection on which it was ordered. */
    private Step inTime(String late, Outbox out) {
        if (!pause.isConnected()) {
            why = "the connection to the master is lost";
            return Step.FAILED;
        }
        if (out.nowMillis() >= pause.lastStepMillis()) {
            why = late;
            return Step.FAILED;
        }
        out.lookAgainAt(pause.lastStepMillis());
        return Step.OPEN;
    }

    /** The order to the replica to become a master was given. */
    void promotionOrdered() {
        promotionOrdered = true;
    }

    /** Whether the replica that has become a master is still of use. */
    Step awaitPromotion(Outbox out) {
        if (!pause.isConnected() || !pause.holds(out.nowMillis())) {
            why = pause.isConnected() ? "the replica was not promoted in time" : "the connection to the master is lost";
            return Step.FAILED;
        }
        out.lookAgainAt(pause.endMillis());
        return Step.OPEN;
    }

    /**
     * Makes the old master a replica of the new one, with its clients still waiting. Those of the promoted one go now:
     * once the new master is told, clients come that are to stay.
     */
    void demote(Replica promoted, Outbox out) {
        release.sendAway(promoted, out);
        orders.give(master, Optional.of(promoted.endpoint()), OrderForm.ROLE_ONLY, out);
        demotionOrdered = true;
        demotedMillis = out.nowMillis();
    }

    /** Waits until the old master has said that it is a replica. What it says after the pause is worthless. */
    Step awaitDemotion(Outbox out) {
        Step open = awaitPromotion(out);
        if (open == Step.FAILED) {
            why = pause.isConnected() ? "the master did not step down in time" : why;
            return open;
        }
        if (orders.isOpen(master)) {
            orders.repeatIfDue(master, out);
            return Step.OPEN;
        }
        if (master.orderRefusedMillis() >= demotedMillis) {
            why = "the master refuses to step down";
            return Step.FAILED;
        }
        return Step.DONE;
    }

    /** What follows when the new master is told. @return whether all of it is done */
    boolean finish(Replica promoted, Outbox out) {
        return release.advance(promoted, out);
    }

    /**
     * Undoes what was done, as far as nodes can be reached now; the rest is done when the master can be reached again,
     * or ends by itself.
     *
     * @param replica the replica that was chosen, if any
     */
    void undo(Optional<Replica> replica, Outbox out) {
        if (promotionOrdered) {
            replica.filter(r -> r.link().isUp()).ifPresent(r -> {
                orders.give(r, Optional.of(master.endpoint()), OrderForm.ROLE_ONLY, out);
                r.repairSent(out.nowMillis());
            });
        }
        settle(out);
    }

    /** Pays to the master what is still owed to it since a hand-over was given up: its role, and the end of the pause. */
    void settle(Outbox out) {
        boolean owed = demotionOrdered || pause.mayHold(out.nowMillis());
        if (!owed || !master.link().isUp()) {
            return;
        }
        if (demotionOrdered) {
            orders.give(master, Optional.empty(), OrderForm.ROLE_ONLY, out);
        }
        if (pause.mayHold(out.nowMillis())) {
            pause.end(out);
            out.log(Level.NOTICE, "Writes go on at " + master.described());
        }
        forget();
    }

    /** The master is about to be another one: it is only let go. */
    void leave(Outbox out) {
        if (pause.mayHold(out.nowMillis()) && master.link().isUp()) {
            pause.end(out);
        }
        forget();
    }

    /** Nothing is owed to anybody any more. */
    void forget() {
        pause.forget();
        offsetQuestion = Optional.empty();
        pausedOffset = OptionalLong.empty();
        promotionOrdered = false;
        demotionOrdered = false;
        demotedMillis = Times.NEVER;
        release.forget();
    }
}
