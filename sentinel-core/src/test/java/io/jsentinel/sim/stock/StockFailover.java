package io.jsentinel.sim.stock;

import io.jsentinel.address.Endpoint;
import io.jsentinel.event.EventType;
import io.jsentinel.sim.stock.StockMaster.State;
import io.jsentinel.sim.stock.StockNode.Reconfiguration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A failover as Redis leads it: one state a beat, each with the failover timeout as its limit. */
final class StockFailover {

    private final StockSentinel owner;
    private final StockMaster master;

    StockFailover(StockSentinel owner, StockMaster master) {
        this.owner = owner;
        this.master = master;
    }

    /** Whether an attempt begins by itself: after any attempt, also one that we only voted for, there is a long wait. */
    boolean isDue() {
        return master.isObjectivelyDown
                && !master.isInProgress()
                && owner.nowMillis() - master.startedMillis >= 2 * timeoutMillis();
    }

    private long timeoutMillis() {
        return master.settings.failoverTimeoutMillis();
    }

    /** Begins an attempt in the next epoch; that is saved with our vote. */
    void begin() {
        owner.nextEpoch();
        master.failoverEpoch = owner.epoch();
        owner.announce(EventType.TRY_FAILOVER, master.text(master.node));
        master.startedMillis = owner.nowMillis() + owner.chance(StockTimes.MAX_DESYNC);
        master.enter(State.WAIT_START);
    }

    /** Goes one state on, when it is time. */
    void step() {
        switch (master.state) {
            case WAIT_START -> waitStart();
            case SELECT_SLAVE -> selectReplica();
            case SEND_SLAVEOF_NOONE -> sendSlaveOfNoOne();
            case WAIT_PROMOTION -> {
                if (master.inStateMillis() > timeoutMillis()) {
                    abort(EventType.FAILOVER_ABORT_SLAVE_TIMEOUT);
                }
            }
            case RECONF_SLAVES -> reconfigureReplicas();
            case NONE, UPDATE_CONFIG -> {
                // Nothing to do, or done at the end of the beat.
            }
        }
    }

    private void abort(EventType why) {
        owner.announce(why, master.text(master.node));
        master.abort();
    }

    private void waitStart() {
        boolean isLeader = leader().filter(owner.runId()::equals).isPresent();
        if (isLeader || master.isForced) {
            owner.announce(EventType.ELECTED_LEADER, master.text(master.node));
            master.enter(State.SELECT_SLAVE);
            owner.announce(EventType.FAILOVER_STATE_SELECT_SLAVE, master.text(master.node));
        } else if (owner.nowMillis() - master.startedMillis > Math.min(StockTimes.ELECTION_TIMEOUT, timeoutMillis())) {
            abort(EventType.FAILOVER_ABORT_NOT_ELECTED);
        }
    }

    /** Who has the votes; the votes of others count in the newest epoch that we know, our own in that of the attempt. */
    private Optional<String> leader() {
        TreeMap<String, Integer> votes = new TreeMap<>();
        master.peers.values().stream()
                .filter(p -> !p.votedFor.isEmpty() && p.voteEpoch == owner.epoch())
                .forEach(p -> votes.merge(p.votedFor, 1, Integer::sum));
        String candidate = most(votes).orElse(owner.runId());
        owner.vote(master, master.failoverEpoch, candidate);
        if (!master.leader.isEmpty() && master.leaderEpoch == master.failoverEpoch) {
            votes.merge(master.leader, 1, Integer::sum);
        }
        int voters = master.peers.size() + 1;
        int needed = Math.max(voters / 2 + 1, master.settings.quorum());
        return most(votes).filter(winner -> votes.get(winner) >= needed);
    }

    private static Optional<String> most(TreeMap<String, Integer> votes) {
        return votes.entrySet().stream()
                .max(Comparator.comparingInt(Map.Entry::getValue))
                .map(Map.Entry::getKey);
    }

    private void selectReplica() {
        Optional<StockNode> chosen = choice();
        if (chosen.isEmpty()) {
            abort(EventType.FAILOVER_ABORT_NO_GOOD_SLAVE);
            return;
        }
        owner.announce(EventType.SELECTED_SLAVE, master.text(chosen.get()));
        master.promoted = chosen;
        master.enter(State.SEND_SLAVEOF_NOONE);
        owner.announce(EventType.FAILOVER_STATE_SEND_SLAVEOF_NOONE, master.text(chosen.get()));
    }

    /** The replica that would be promoted now. */
    Optional<StockNode> choice() {
        return master.replicas.values().stream()
                .filter(this::isFit)
                .min(Comparator.<StockNode>comparingInt(r -> r.priority)
                        .thenComparing(r -> -r.offset)
                        .thenComparing(r -> r.runId.isEmpty())
                        .thenComparing(r -> r.runId));
    }

    private boolean isFit(StockNode replica) {
        long now = owner.nowMillis();
        long infoLimit = master.node.isDown ? 5 * StockTimes.PING_PERIOD : 3 * StockTimes.INFO_PERIOD;
        long linkLimit =
                10 * master.settings.downAfterMillis() + (master.node.isDown ? now - master.node.downSinceMillis : 0);
        return !replica.isDown
                && !replica.link.isDisconnected()
                && now - replica.link.availableMillis() <= 5 * StockTimes.PING_PERIOD
                && replica.priority != 0
                && now - replica.infoMillis <= infoLimit
                && replica.linkDownMillis <= linkLimit;
    }

    private void sendSlaveOfNoOne() {
        StockNode replica = master.promoted.orElseThrow();
        if (!replica.link.isDisconnected()) {
            replica.link.slaveOf("NO", "ONE");
            master.enter(State.WAIT_PROMOTION);
            owner.announce(EventType.FAILOVER_STATE_WAIT_PROMOTION, master.text(replica));
        } else if (master.inStateMillis() > timeoutMillis()) {
            abort(EventType.FAILOVER_ABORT_SLAVE_TIMEOUT);
        }
    }

    private List<StockNode> others() {
        return master.replicas.values().stream()
                .filter(r -> master.promoted.orElseThrow() != r)
                .toList();
    }

    private void reconfigureReplicas() {
        long busy = others().stream().filter(StockNode::isBeingReconfigured).count();
        for (StockNode replica : others()) {
            if (busy >= master.settings.parallelSyncs()) {
                break;
            }
            if (replica.reconfiguration == Reconfiguration.SENT
                    && owner.nowMillis() - replica.reconfigurationMillis > StockTimes.RECONF_TIMEOUT) {
                owner.announce(EventType.SLAVE_RECONF_SENT_TIMEOUT, master.text(replica));
                replica.reconfiguration = Reconfiguration.DONE;
            } else if (replica.reconfiguration == Reconfiguration.NONE && !replica.link.isDisconnected()) {
                follow(replica, EventType.SLAVE_RECONF_SENT);
                busy++;
            }
        }
        endWhenDone();
    }

    private void follow(StockNode replica, EventType event) {
        Endpoint address = master.promoted.orElseThrow().address;
        replica.link.slaveOf(address.host(), Integer.toString(address.port()));
        replica.reconfiguration = Reconfiguration.SENT;
        replica.reconfigurationMillis = owner.nowMillis();
        owner.announce(event, master.text(replica));
    }

    private void endWhenDone() {
        if (master.promoted.orElseThrow().isDown) {
            return;
        }
        boolean isDone = others().stream().allMatch(r -> r.isDown || r.reconfiguration == Reconfiguration.DONE);
        boolean isLate = !isDone && master.inStateMillis() > timeoutMillis();
        if (isLate) {
            owner.announce(EventType.FAILOVER_END_FOR_TIMEOUT, master.text(master.node));
        }
        if (isDone || isLate) {
            owner.announce(EventType.FAILOVER_END, master.text(master.node));
            master.enter(State.UPDATE_CONFIG);
        }
        if (isLate) {
            others().stream()
                    .filter(r -> r.reconfiguration == Reconfiguration.NONE && !r.link.isDisconnected())
                    .forEach(r -> follow(r, EventType.SLAVE_RECONF_SENT_BEST_EFFORT));
        }
    }

    /** What stands at the end: clients have been sent to the promoted replica already. */
    void finish() {
        Endpoint to = master.promoted.orElseThrow().address;
        owner.announce(EventType.SWITCH_MASTER, master.name + " " + master.node.address.spaced() + " " + to.spaced());
        owner.switchTo(master, to);
    }
}
