package io.jsentinel.failover;

import static io.jsentinel.check.Check.check;

import io.jsentinel.address.Endpoint;
import io.jsentinel.address.RunId;
import io.jsentinel.event.EventType;
import io.jsentinel.event.EventType.Level;
import io.jsentinel.failover.FailoverRecord.Result;
import io.jsentinel.health.Heartbeats;
import io.jsentinel.step.Outbox;
import io.jsentinel.step.Script;
import io.jsentinel.topology.CrashPoint;
import io.jsentinel.topology.Instance;
import io.jsentinel.topology.Master;
import io.jsentinel.topology.Replica;
import io.jsentinel.topology.Self;
import io.jsentinel.topology.Times;
import io.jsentinel.vote.Ballot;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** A failover of one master that we try to lead, or lead. The only writer of its {@link FailoverState}. */
public final class Failover {

    /** How long the choice of a replica waits for answers to the INFO that the attempt began with. */
    static final long SELECT_PATIENCE_MILLIS = 200;

    private static final FailoverPlan ON_REBOOT = FailoverPlan.voted(FailoverReason.REBOOT_GUARD);

    private final Master master;
    private final Self self;
    private final Candidacy candidacy;
    private final Election election;
    private final Orders orders;
    private final Promotion promotion;
    private final ReplicaSync replicaSync;
    private final RoleRepair roleRepair;
    private final RebootGuard rebootGuard;
    private final ForeignGuard foreignGuard;
    private final FailoverLog log = new FailoverLog();

    private FailoverState state = FailoverState.NONE;
    private long sinceMillis = Times.NEVER;
    private FailoverPlan plan = FailoverPlan.ON_AGREEMENT;
    private Optional<Replica> promoted = Optional.empty();

    public Failover(Master master, Self self, Ballot ballot, RandomGenerator random) {
        this.master = master;
        this.self = self;
        this.candidacy = new Candidacy(master, self.runId(), random);
        this.election = new Election(master, self, ballot, candidacy);
        this.orders = new Orders(master);
        this.foreignGuard = new ForeignGuard(master, self);
        this.promotion = new Promotion(orders);
        this.replicaSync = new ReplicaSync(master, self, orders, foreignGuard);
        this.roleRepair = new RoleRepair(master, self, orders, foreignGuard);
        this.rebootGuard = new RebootGuard(master, self, orders);
    }

    /** The orders to the master's nodes. */
    public Orders orders() {
        return orders;
    }

    /** Who may be told to follow. */
    public ForeignGuard foreignGuard() {
        return foreignGuard;
    }

    /** What brings replicas back outside of a failover. */
    public RoleRepair roleRepair() {
        return roleRepair;
    }

    public FailoverState state() {
        return state;
    }

    public boolean isInProgress() {
        return state != FailoverState.NONE;
    }

    /** Whether we were told to do it, without the agreement of others. */
    public boolean isForced() {
        return isInProgress() && plan.mandate() == FailoverPlan.Mandate.ORDER;
    }

    /** What it is to do, and why; only while one is in progress. */
    public FailoverPlan plan() {
        return plan;
    }

    /** Those that have ended. */
    public FailoverLog log() {
        return log;
    }

    /** The attempt's epoch. */
    public long epoch() {
        return election.epoch();
    }

    /** The replica that is to be the master, once it is chosen. */
    public Optional<Replica> promoted() {
        return promoted;
    }

    /** Where clients and other sentinels find the master now. */
    public Endpoint currentAddress() {
        return promoted.filter(r -> state.isPromoted()).map(Instance::endpoint).orElse(master.endpoint());
    }

    /** Whether votes are asked for. */
    public boolean wantsVotes() {
        return state == FailoverState.WAIT_START && !isForced();
    }

    /** Starts a failover that is due for another reason than that the master is down; none may be in progress. */
    public void begin(FailoverPlan newPlan, Outbox out) {
        start(newPlan, out);
    }

    /**
     * Acts on what is known now.
     *
     * @return whether the failover is over, and the promoted replica is to be watched as the master
     */
    public boolean advance(Outbox out) {
        rebootGuard.look(out);
        if (state == FailoverState.NONE && candidacy.isDue(rebootGuard.wantsFailover(), out)) {
            start(rebootGuard.wantsFailover() ? ON_REBOOT : FailoverPlan.ON_AGREEMENT, out);
        }
        FailoverState before;
        do {
            before = state;
            act(out);
        } while (state != before);
        return state == FailoverState.UPDATE_CONFIG;
    }

    private void act(Outbox out) {
        switch (state) {
            case WAIT_START -> elect(out);
            case SELECT_SLAVE -> select(out);
            case SEND_SLAVEOF_NOONE -> promote(out);
            case WAIT_PROMOTION -> awaitPromotion(out);
            case RECONF_SLAVES -> reconfigureOthers(out);
            case NONE, UPDATE_CONFIG -> {
                // Nothing to do: not begun, or over.
            }
        }
    }

    private void start(FailoverPlan newPlan, Outbox out) {
        election.begin(out);
        plan = newPlan;
        log.began(plan.reason(), epoch(), master.endpoint(), out.nowMillis());
        out.announceOf(master, EventType.NEW_EPOCH, Long.toString(epoch()));
        enter(FailoverState.WAIT_START, master, out);
        election.vote(out);
        for (Replica replica : master.replicas()) {
            if (replica.link().isUp()) {
                Heartbeats.sendInfo(replica, master, out);
            }
        }
    }

    private void elect(Outbox out) {
        switch (election.result(isForced(), out)) {
            case WON -> {
                out.announce(EventType.ELECTED_LEADER, master);
                out.crashIfTold(CrashPoint.AFTER_ELECTION, self);
                enter(FailoverState.SELECT_SLAVE, master, out);
            }
            case LOST -> abort(EventType.FAILOVER_ABORT_NOT_ELECTED, out);
            case OPEN -> {
                // Votes, or the save of our own, are on their way.
            }
        }
    }

    private void select(Outbox out) {
        long patienceEnds = sinceMillis + SELECT_PATIENCE_MILLIS;
        if (out.nowMillis() < patienceEnds && ReplicaSelection.isNewsAwaited(master)) {
            out.lookAgainAt(patienceEnds);
            return;
        }
        Optional<Replica> choice = ReplicaSelection.select(master, self.timing(), out.nowMillis());
        if (choice.isEmpty()) {
            master.replicas().forEach(r -> logRefusal(r, out));
            candidacy.failed(out.nowMillis());
            abort(EventType.FAILOVER_ABORT_NO_GOOD_SLAVE, out);
            return;
        }
        promoted = choice;
        out.announce(EventType.SELECTED_SLAVE, choice.get());
        enter(FailoverState.SEND_SLAVEOF_NOONE, choice.get(), out);
    }

    private void logRefusal(Replica replica, Outbox out) {
        ReplicaSelection.refusal(replica, master, self.timing(), out.nowMillis())
                .ifPresent(why -> out.log(
                        Level.NOTICE,
                        "Replica " + replica.name() + " of " + master.name() + " cannot be promoted: it " + why));
    }

    private void promote(Outbox out) {
        Replica replica = promoted.orElseThrow();
        if (!out.isVoteSaved(master)) {
            out.lookAgainWhenSaved();
            abortIfHopeless(replica, out);
        } else if (replica.link().isUp()) {
            promotion.order(replica, out);
            enter(FailoverState.WAIT_PROMOTION, replica, out);
        } else {
            abortIfHopeless(replica, out);
        }
    }

    /** The order is repeated where it may be lost, unless we have voted for somebody else since. */
    private void awaitPromotion(Outbox out) {
        Replica replica = promoted.orElseThrow();
        if (election.isNewest()) {
            promotion.repeat(replica, out);
        }
        abortIfHopeless(replica, out);
    }

    /** A replica that went down, or refuses, will not be promoted, so there is no need to wait for the time-out as Redis does. */
    private void abortIfHopeless(Replica replica, Outbox out) {
        long limitAt = sinceMillis + master.settings().failoverTimeoutMillis();
        if (replica.isDown() || promotion.isRefused(replica, sinceMillis) || out.nowMillis() > limitAt) {
            candidacy.failed(out.nowMillis());
            abort(EventType.FAILOVER_ABORT_SLAVE_TIMEOUT, out);
        } else {
            out.lookAgainAt(limitAt + 1);
        }
    }

    /** The promoted replica says that it is a master: from now on clients and other sentinels are sent to it. */
    public void replicaIsMaster(Outbox out) {
        check(state == FailoverState.WAIT_PROMOTION, "a promotion was confirmed in state %s", state);
        master.configuredIn(epoch());
        master.ledIn(epoch());
        out.configurationChanged(master);
        out.announce(EventType.PROMOTED_SLAVE, promoted.orElseThrow());
        out.crashIfTold(CrashPoint.AFTER_PROMOTION, self);
        enter(FailoverState.RECONF_SLAVES, master, out);
        out.runClientScript(master, Script.Part.LEADER, master.endpoint(), currentAddress());
        helloEverybody();
    }

    private void helloEverybody() {
        master.helloIsDue();
        master.replicas().forEach(Instance::helloIsDue);
        master.peers().forEach(Instance::helloIsDue);
    }

    private void reconfigureOthers(Outbox out) {
        if (!out.mayTellConfiguration(master)) {
            return;
        }
        if (replicaSync.advance(promoted.orElseThrow(), sinceMillis, out)) {
            out.announce(EventType.FAILOVER_END, master);
            enter(FailoverState.UPDATE_CONFIG, master, out);
        }
    }

    private void abort(EventType event, Outbox out) {
        out.announce(event, master);
        switch (event) {
            case FAILOVER_ABORT_NOT_ELECTED -> end(Result.NOT_ELECTED, "no majority voted for us", out);
            case FAILOVER_ABORT_NO_GOOD_SLAVE -> end(Result.NO_GOOD_REPLICA, "no replica can be promoted", out);
            default -> end(Result.NOT_PROMOTED, "the replica did not become a master", out);
        }
    }

    /** There is no failover any more, whatever it was at. */
    private void end(Result result, String why, Outbox out) {
        log.ended(result, why, promoted.map(Instance::endpoint), out.nowMillis());
        state = FailoverState.NONE;
        promoted = Optional.empty();
        promotion.forget();
        orders.forget();
        master.replicas().forEach(Replica::syncForgotten);
    }

    /**
     * We ourselves did not run for a while. That time does not count against others. After a long while others may have
     * chosen another leader: then nobody is told any more to become a master because of what we knew before.
     *
     * @param lateMillis how long
     * @param longAgo whether nothing of what was seen before holds any more
     */
    public void stalled(long lateMillis, boolean longAgo, Outbox out) {
        sinceMillis += sinceMillis == Times.NEVER ? 0 : lateMillis;
        election.stalled(lateMillis);
        if (longAgo && state.isBeforeOrder()) {
            abort(EventType.FAILOVER_ABORT_NOT_ELECTED, out);
        } else if (longAgo && state == FailoverState.WAIT_PROMOTION) {
            promotion.doubt();
        }
    }

    /** The promoted replica is watched as the master from now on. */
    public void completed(Outbox out) {
        end(Result.DONE, "", out);
        candidacy.forget();
    }

    /** The master is another one, or is to be looked at anew: nothing of ours holds any more. */
    public void forget(Outbox out) {
        end(Result.OVERTAKEN, "another configuration is in force", out);
        candidacy.forget();
    }

    /** Another sentinel has our vote in a newer epoch: an attempt of ours that has ordered nothing yet is given up. */
    public void votedFor(RunId leader, Outbox out) {
        if (leader.equals(self.runId())) {
            return;
        }
        candidacy.othersTurn(out.nowMillis());
        if (state.isBeforeOrder() && !isForced()) {
            abort(EventType.FAILOVER_ABORT_NOT_ELECTED, out);
        }
    }

    private void enter(FailoverState next, Instance subject, Outbox out) {
        check(state.mayBecome(next), "a failover of %s in state %s may not become %s", master.name(), state, next);
        state = next;
        sinceMillis = out.nowMillis();
        log.entered(next, out.nowMillis());
        next.event().ifPresent(event -> out.announce(event, subject));
    }
}
