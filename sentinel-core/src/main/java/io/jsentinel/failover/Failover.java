package io.jsentinel.failover;

import static io.jsentinel.check.Check.check;

import io.jsentinel.address.Endpoint;
import io.jsentinel.address.RunId;
import io.jsentinel.event.EventType;
import io.jsentinel.failover.FailoverRecord.Result;
import io.jsentinel.health.Heartbeats;
import io.jsentinel.resp.Resp;
import io.jsentinel.step.Outbox;
import io.jsentinel.step.Request;
import io.jsentinel.step.Script;
import io.jsentinel.topology.CrashPoint;
import io.jsentinel.topology.Instance;
import io.jsentinel.topology.Location;
import io.jsentinel.topology.Master;
import io.jsentinel.topology.Node;
import io.jsentinel.topology.Replica;
import io.jsentinel.topology.Roster;
import io.jsentinel.topology.Self;
import io.jsentinel.vote.Ballot;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** A failover of one master that we try to lead, or lead. */
public final class Failover {

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
    private final Reinstatement reinstatement;
    private final ForeignGuard foreignGuard;
    private final HandOver handOver;
    private final FailoverSteps steps;
    private final Course course;
    private boolean switchTold;

    public Failover(Master master, Self self, Ballot ballot, RandomGenerator random) {
        this.master = master;
        this.self = self;
        this.candidacy = new Candidacy(master, self, random);
        this.election = new Election(master, self, ballot, candidacy);
        this.orders = new Orders(master);
        this.foreignGuard = new ForeignGuard(master, self);
        this.promotion = new Promotion(orders);
        this.replicaSync = new ReplicaSync(master, self, orders, foreignGuard);
        this.roleRepair = new RoleRepair(master, self, orders, foreignGuard);
        this.rebootGuard = new RebootGuard(master, self, orders);
        this.reinstatement = new Reinstatement(master, self, orders);
        this.handOver = new HandOver(master, orders);
        this.course = new Course(master);
        this.steps = new FailoverSteps(master, course, new ReplicaChoice(master, self), promotion, handOver);
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
        return course.state();
    }

    public boolean isInProgress() {
        return course.state() != FailoverState.NONE;
    }

    /** Whether one is in progress because somebody wants it. */
    public boolean isForced() {
        return isInProgress() && course.plan().isWanted();
    }

    private boolean needsVotes() {
        return course.plan().mandate() != FailoverPlan.Mandate.ORDER;
    }

    /** What it is to do, and why; only while one is in progress. */
    public FailoverPlan plan() {
        return course.plan();
    }

    /** Whether another sentinel got our vote a short while ago, and nothing came of that yet. */
    public boolean isOthersTurn(long nowMillis) {
        return candidacy.isOthersTurn(nowMillis);
    }

    /** Whether the master may be keeping writes waiting because of us: what we publish there would wait, too. */
    public boolean holdsWrites(long nowMillis) {
        return handOver.holdsWrites(nowMillis);
    }

    /** Whether clients were sent to the promoted replica already. */
    public boolean isSwitchTold() {
        return switchTold;
    }

    /** Whether others can finish what is left if this process ends now: nothing of it is known to us alone. */
    public boolean isSafeToLeave(Outbox out) {
        boolean told = course.state().isPromoted() && out.mayTellConfiguration(master);
        return !isInProgress() || told && (!course.plan().pausesWrites() || handOver.isComplete());
    }

    /** Those that have ended. */
    public FailoverLog log() {
        return course.log();
    }

    /** Our newest vote about this master, for whomever, is announced if it is on disk. */
    public void announceVote(Outbox out) {
        election.announceVote(out);
    }

    /** The attempt's epoch. */
    public long epoch() {
        return election.epoch();
    }

    /** The replica that is to be the master, once it is chosen. */
    public Optional<Replica> promoted() {
        return course.promoted();
    }

    /** Where clients and other sentinels find the master now. */
    public Endpoint currentAddress() {
        return course.promoted()
                .filter(r -> course.state().isPromoted())
                .map(Instance::endpoint)
                .orElse(master.endpoint());
    }

    /** Whether votes are asked for. */
    public boolean wantsVotes() {
        return course.state() == FailoverState.WAIT_START && needsVotes();
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
        if (course.state() == FailoverState.NONE && candidacy.isDue(rebootGuard.wantsFailover(), out)) {
            start(rebootGuard.wantsFailover() ? ON_REBOOT : FailoverPlan.ON_AGREEMENT, out);
        }
        FailoverState before;
        do {
            before = course.state();
            act(out);
        } while (course.state() != before);
        return course.state() == FailoverState.UPDATE_CONFIG;
    }

    private void act(Outbox out) {
        switch (course.state()) {
            case NONE -> handOver.settle(out);
            case WAIT_START -> elect(out);
            case SELECT_SLAVE -> settle(steps.select(out), out);
            case PAUSE_WRITES -> settle(steps.awaitPause(out), out);
            case WAIT_OFFSET -> settle(steps.awaitOffset(out), out);
            case SEND_SLAVEOF_NOONE -> settle(steps.promote(out), out);
            case WAIT_PROMOTION -> settle(steps.awaitPromotion(election.isNewest(), out), out);
            case DEMOTE_MASTER -> settle(steps.awaitDemotion(out), out);
            case RECONF_SLAVES -> reconfigureOthers(out);
            case UPDATE_CONFIG -> {
                // All is done but the change of the address that we watch.
            }
        }
    }

    /** Draws the consequence of a step. */
    private void settle(FailoverSteps.Outcome outcome, Outbox out) {
        switch (outcome) {
            case GOES_ON -> {
                // The step itself asked to be looked at again.
            }
            case NO_GOOD_REPLICA -> {
                candidacy.failed(out);
                reinstatement.attempt(out);
                abort(EventType.FAILOVER_ABORT_NO_GOOD_SLAVE, out);
            }
            case NOT_PROMOTED -> {
                candidacy.failed(out);
                abort(EventType.FAILOVER_ABORT_SLAVE_TIMEOUT, out);
            }
            case GIVEN_UP -> {
                String why = handOver.why();
                out.announce(EventType.FAILOVER_ABORT_COORDINATED, master, "#" + why);
                end(Result.ABORTED, why, out);
            }
            case PROMOTED -> commit(out);
        }
    }

    private void start(FailoverPlan newPlan, Outbox out) {
        election.begin(out);
        handOver.begin(newPlan.timeoutMillis(), out);
        course.begin(newPlan, epoch(), out.nowMillis());
        out.announceOf(master, EventType.NEW_EPOCH, Long.toString(epoch()));
        course.enter(FailoverState.WAIT_START, master, out);
        election.vote(out);
        for (Replica replica : master.replicas()) {
            if (replica.link().isUp()) {
                Heartbeats.sendInfo(replica, master, out);
            }
        }
    }

    private void elect(Outbox out) {
        switch (election.result(course.plan(), out)) {
            case WON -> {
                out.announce(EventType.ELECTED_LEADER, master);
                out.crashIfTold(CrashPoint.AFTER_ELECTION, self);
                course.enter(FailoverState.SELECT_SLAVE, master, out);
            }
            case LOST -> abort(EventType.FAILOVER_ABORT_NOT_ELECTED, out);
            case OPEN -> {
                // Votes, or the save of our own, are on their way.
            }
        }
    }

    /** The promoted replica says that it is a master. */
    public void replicaIsMaster(Outbox out) {
        check(course.state() == FailoverState.WAIT_PROMOTION, "a promotion was confirmed in state %s", course.state());
        out.announce(EventType.PROMOTED_SLAVE, course.replica());
        settle(steps.confirm(out), out);
    }

    /** There is no way back: from now on clients and other sentinels are sent to the promoted replica. */
    private void commit(Outbox out) {
        master.configuredIn(epoch());
        master.ledIn(epoch());
        out.configurationChanged(master);
        out.crashIfTold(CrashPoint.AFTER_PROMOTION, self);
        course.enter(FailoverState.RECONF_SLAVES, master, out);
        out.runClientScript(master, Script.Part.LEADER, master.endpoint(), currentAddress());
        master.hellosAreDue();
    }

    private void reconfigureOthers(Outbox out) {
        if (!out.mayTellConfiguration(master)) {
            return;
        }
        Replica replica = course.replica();
        if (!switchTold) {
            // Clients need not wait for the other replicas, too.
            MasterSwitch.announce(master, replica.location(), out);
            switchTold = true;
        }
        boolean complete = !course.plan().pausesWrites() || handOver.finish(replica, out);
        if (replicaSync.advance(replica, course.sinceMillis(), out) && complete) {
            out.announce(EventType.FAILOVER_END, master);
            course.enter(FailoverState.UPDATE_CONFIG, master, out);
        }
    }

    /** The promoted replica is watched as the master from now on; the failover must be over, or its master told. */
    public void follow(Roster roster, Outbox out) {
        Location to = course.replica().location();
        if (!switchTold) {
            MasterSwitch.announce(master, to, out);
        }
        handOver.leave(out);
        end(Result.DONE, "", out);
        candidacy.forget();
        MasterSwitch.apply(master, to, roster, out);
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
        Optional<Replica> chosen = course.promoted();
        course.end(result, why, out.nowMillis());
        switchTold = false;
        promotion.forget();
        orders.forget();
        master.replicas().forEach(Replica::syncForgotten);
        handOver.undo(chosen, out);
    }

    /**
     * We ourselves did not run for a while. That time does not count against others. After a long while others may have
     * chosen another leader: then nobody is told any more to become a master because of what we knew before.
     *
     * @param lateMillis how long
     * @param longAgo whether nothing of what was seen before holds any more
     */
    public void stalled(long lateMillis, boolean longAgo, Outbox out) {
        course.stalled(lateMillis);
        election.stalled(lateMillis);
        if (longAgo && course.state().isBeforeOrder()) {
            abort(EventType.FAILOVER_ABORT_NOT_ELECTED, out);
        } else if (longAgo && course.state() == FailoverState.WAIT_PROMOTION) {
            promotion.doubt();
        }
    }

    /**
     * The master is another one, or is to be looked at anew: nothing of ours holds any more.
     *
     * @param masterStays whether the master is still the one that we know: then it gets back what we took from it
     */
    public void forget(boolean masterStays, Outbox out) {
        if (!masterStays) {
            handOver.leave(out);
        }
        end(Result.OVERTAKEN, "another configuration is in force", out);
        candidacy.forget();
    }

    /** The master answered the order to let writes wait. */
    public void pauseAnswered(Request request, Resp answer) {
        handOver.pauseAnswered(request, answer);
    }

    /** A node has answered that INFO. */
    public void reported(Node node, Request request) {
        handOver.reported(node, request);
    }

    /** Another sentinel has our vote in a newer epoch: an attempt of ours that has ordered nothing yet is given up. */
    public void votedFor(RunId leader, Outbox out) {
        if (leader.equals(self.runId())) {
            return;
        }
        candidacy.othersTurn(leader, out);
        if (course.state().isBeforeOrder() && needsVotes()) {
            abort(EventType.FAILOVER_ABORT_NOT_ELECTED, out);
        }
    }
}
