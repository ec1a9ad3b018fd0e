package io.jsentinel.failover;

import static io.jsentinel.check.Check.check;

import io.jsentinel.address.Endpoint;
import io.jsentinel.address.RunId;
import io.jsentinel.event.EventType;
import io.jsentinel.event.EventType.Level;
import io.jsentinel.health.Heartbeats;
import io.jsentinel.step.Outbox;
import io.jsentinel.step.Script;
import io.jsentinel.topology.CrashPoint;
import io.jsentinel.topology.Instance;
import io.jsentinel.topology.LinkId;
import io.jsentinel.topology.Master;
import io.jsentinel.topology.Peer;
import io.jsentinel.topology.Replica;
import io.jsentinel.topology.Self;
import io.jsentinel.topology.Times;
import io.jsentinel.vote.Ballot;
import io.jsentinel.vote.Tally;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** A failover of one master that we try to lead, or lead. The only writer of its {@link FailoverState}. */
public final class Failover {

    /** How long the choice of a replica waits for answers to the INFO that the attempt began with. */
    static final long SELECT_PATIENCE_MILLIS = 200;

    private final Master master;
    private final Self self;
    private final Ballot ballot;
    private final Candidacy candidacy;
    private final Orders orders;
    private final ReplicaSync replicaSync;
    private final RoleRepair roleRepair;

    private FailoverState state = FailoverState.NONE;
    private long sinceMillis = Times.NEVER;
    private long epoch;
    private long votedMillis = Times.NEVER;
    private boolean forced;
    private Optional<Replica> promoted = Optional.empty();
    private Optional<LinkId> orderedOn = Optional.empty();
    private boolean orderIsDoubtful;

    public Failover(Master master, Self self, Ballot ballot, RandomGenerator random) {
        this.master = master;
        this.self = self;
        this.ballot = ballot;
        this.candidacy = new Candidacy(master, self.runId(), random);
        this.orders = new Orders(master);
        this.replicaSync = new ReplicaSync(master, self, orders);
        this.roleRepair = new RoleRepair(master, self, orders);
    }

    /** The orders to the master's nodes. */
    public Orders orders() {
        return orders;
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
        return forced;
    }

    /** The attempt's epoch. */
    public long epoch() {
        return epoch;
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
        return state == FailoverState.WAIT_START && !forced;
    }

    /** Starts a failover without the agreement of others. */
    public void force(Outbox out) {
        start(true, out);
    }

    /**
     * Acts on what is known now.
     *
     * @return whether the failover is over, and the promoted replica is to be watched as the master
     */
    public boolean advance(Outbox out) {
        if (state == FailoverState.NONE && candidacy.isDue(out)) {
            start(false, out);
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

    private void start(boolean byCommand, Outbox out) {
        out.epochSeen(self.currentEpoch() + 1, self);
        epoch = self.currentEpoch();
        votedMillis = Times.NEVER;
        forced = byCommand;
        candidacy.began();
        out.announceOf(master, EventType.NEW_EPOCH, Long.toString(epoch));
        enter(FailoverState.WAIT_START, master, out);
        ballot.give(self.runId(), epoch);
        out.voteGiven(master);
        master.peers().forEach(Peer::askAgain);
        for (Replica replica : master.replicas()) {
            if (replica.link().isUp()) {
                Heartbeats.sendInfo(replica, master, out);
            }
        }
    }

    private void elect(Outbox out) {
        if (!out.isVoteSaved(master)) {
            awaitOwnVote(out);
            return;
        }
        if (votedMillis == Times.NEVER) {
            votedMillis = out.nowMillis();
        }
        Tally tally = Tally.count(master, self.runId(), ballot, epoch);
        Tally.Outcome outcome = tally.outcome();
        if (forced || outcome == Tally.Outcome.WON) {
            out.announce(EventType.ELECTED_LEADER, master);
            out.crashIfTold(CrashPoint.AFTER_ELECTION, self);
            enter(FailoverState.SELECT_SLAVE, master, out);
            return;
        }
        long limit = Math.min(
                self.timing().electionTimeoutMillis(), master.settings().failoverTimeoutMillis());
        if (outcome == Tally.Outcome.OPEN && out.nowMillis() <= votedMillis + limit) {
            out.lookAgainAt(votedMillis + limit + 1);
            return;
        }
        if (outcome == Tally.Outcome.LOST) {
            candidacy.othersTurn(out.nowMillis());
        } else {
            candidacy.split(tally.mayHaveAnotherWinner(), out.nowMillis());
        }
        abort(EventType.FAILOVER_ABORT_NOT_ELECTED, out);
    }

    /** Nobody is asked before our own vote is on disk; when the disk fails others must lead. */
    private void awaitOwnVote(Outbox out) {
        if (out.isSaveFailing()) {
            abort(EventType.FAILOVER_ABORT_NOT_ELECTED, out);
        } else {
            out.lookAgainWhenSaved();
        }
    }

    private void select(Outbox out) {
        long patienceEnds = sinceMillis + SELECT_PATIENCE_MILLIS;
        if (out.nowMillis() < patienceEnds && isNewsAwaited()) {
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

    /** Whether a replica that could be chosen has not yet said how far it has read. */
    private boolean isNewsAwaited() {
        return master.replicas().stream()
                .anyMatch(r -> r.isInfoAwaited() && r.link().isUp() && !r.isDown());
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
            orderPromotion(replica, out);
            enter(FailoverState.WAIT_PROMOTION, replica, out);
        } else {
            abortIfHopeless(replica, out);
        }
    }

    private void orderPromotion(Replica replica, Outbox out) {
        orders.give(replica, Optional.empty(), out);
        orderedOn = Optional.of(replica.link().id());
    }

    /**
     * The order may have been lost with its connection, so it is repeated on the next one; twice does no harm, unless
     * we have voted for somebody else since.
     */
    private void awaitPromotion(Outbox out) {
        Replica replica = promoted.orElseThrow();
        if (ballot.epoch() == epoch && replica.link().isUp() && !orderIsDoubtful) {
            if (orderedOn.filter(replica.link().id()::equals).isEmpty()) {
                orderPromotion(replica, out);
            } else {
                orders.repeatIfDue(replica, out);
            }
        }
        abortIfHopeless(replica, out);
    }

    /** A replica that went down, or refuses, will not be promoted, so there is no need to wait for the time-out as Redis does. */
    private void abortIfHopeless(Replica replica, Outbox out) {
        long limitAt = sinceMillis + master.settings().failoverTimeoutMillis();
        boolean refuses = orderedOn.isPresent() && replica.orderRefusedMillis() >= sinceMillis;
        if (replica.isDown() || refuses || out.nowMillis() > limitAt) {
            candidacy.failed(out.nowMillis());
            abort(EventType.FAILOVER_ABORT_SLAVE_TIMEOUT, out);
        } else {
            out.lookAgainAt(limitAt + 1);
        }
    }

    /** The promoted replica says that it is a master: from now on clients and other sentinels are sent to it. */
    public void replicaIsMaster(Outbox out) {
        check(state == FailoverState.WAIT_PROMOTION, "a promotion was confirmed in state %s", state);
        master.configuredIn(epoch);
        master.ledIn(epoch);
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

    private void abort(EventType why, Outbox out) {
        out.announce(why, master);
        end();
    }

    /** There is no failover any more, whatever it was at. */
    private void end() {
        state = FailoverState.NONE;
        forced = false;
        promoted = Optional.empty();
        orderedOn = Optional.empty();
        orderIsDoubtful = false;
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
        votedMillis += votedMillis == Times.NEVER ? 0 : lateMillis;
        if (longAgo && state.isBeforeOrder()) {
            abort(EventType.FAILOVER_ABORT_NOT_ELECTED, out);
        } else if (longAgo && state == FailoverState.WAIT_PROMOTION) {
            orderIsDoubtful = true;
        }
    }

    /** The master is another one, or is to be looked at anew: nothing of ours holds any more. */
    public void forget() {
        end();
        candidacy.forget();
    }

    /** Another sentinel has our vote in a newer epoch: an attempt of ours that has ordered nothing yet is given up. */
    public void votedFor(RunId leader, Outbox out) {
        if (leader.equals(self.runId())) {
            return;
        }
        candidacy.othersTurn(out.nowMillis());
        if (state.isBeforeOrder() && !forced) {
            abort(EventType.FAILOVER_ABORT_NOT_ELECTED, out);
        }
    }

    private void enter(FailoverState next, Instance subject, Outbox out) {
        check(state.mayBecome(next), "a failover of %s in state %s may not become %s", master.name(), state, next);
        state = next;
        sinceMillis = out.nowMillis();
        next.event().ifPresent(event -> out.announce(event, subject));
    }
}
