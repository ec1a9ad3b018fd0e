package io.jsentinel.gossip;

import io.jsentinel.address.RunId;
import io.jsentinel.event.EventType;
import io.jsentinel.failover.Failover;
import io.jsentinel.step.Outbox;
import io.jsentinel.topology.Master;
import io.jsentinel.topology.Self;
import io.jsentinel.vote.Ballot;

/** What another sentinel's wish for our vote changes. */
public final class VoteReception {

    private final Self self;
    private final Master master;
    private final Ballot ballot;
    private final Failover failover;

    public VoteReception(Self self, Master master, Ballot ballot, Failover failover) {
        this.self = self;
        this.master = master;
        this.ballot = ballot;
        this.failover = failover;
    }

    /**
     * Gives the vote if it is still to be had, first come, first served, and notes the epoch in any case.
     *
     * <p>Unlike Redis, an epoch that another master's failover has used meanwhile does not void the request: votes are
     * counted for each master on its own.
     *
     * @param candidate who wants to lead
     * @param epoch in which epoch; one that cannot be is ignored
     */
    public void consider(RunId candidate, long epoch, Outbox out) {
        if (!self.isCredible(epoch)) {
            return;
        }
        if (epoch > self.currentEpoch()) {
            out.epochSeen(epoch, self);
            out.announceOf(master, EventType.NEW_EPOCH, Long.toString(epoch));
        }
        if (master.settings().isPaused() && !isWell(out.nowMillis())) {
            // It is being worked on. A candidate that was not told of that may try again and again, and wins nothing.
            return;
        }
        if (self.amnesia().closes(epoch)) {
            return;
        }
        if (self.amnesia().isGuess()) {
            leap(out);
            return;
        }
        if (ballot.isBoundToAnother(candidate, out.nowMillis()) && master.configEpoch() < ballot.epoch()) {
            // A pod was elected that is about to be the master, and the vote for it still counts.
            return;
        }
        if (ballot.isOpen(epoch)) {
            ballot.give(candidate, epoch);
            settle(candidate, epoch, out);
        } else if (isOwnVoteUntold(epoch, out)) {
            ballot.passOn(candidate);
            settle(candidate, epoch, out);
        }
    }

    /** We may have voted in an epoch that nobody here knows of: the next attempt has to be in one that is surely new. */
    private void leap(Outbox out) {
        long safe = self.amnesia().safeEpoch(self.currentEpoch());
        self.amnesia().leapt(safe);
        out.epochSeen(safe, self);
        out.announceOf(master, EventType.NEW_EPOCH, Long.toString(safe));
        master.hellosAreDue();
    }

    /** Whether the master answers: then a candidate can only want what somebody asked for. */
    private boolean isWell(long nowMillis) {
        long silentMillis = nowMillis - master.link().lastAvailableMillis();
        return !master.isDown()
                && master.link().isUp()
                && silentMillis <= master.settings().downAfterMillis() / 2;
    }

    private void settle(RunId candidate, long epoch, Outbox out) {
        out.voteGiven(master, epoch);
        failover.votedFor(candidate, out);
    }

    /**
     * Whether our vote is for ourselves and still on its way to the disk. Then the candidate that asks was quicker; if
     * all insisted on themselves, slow disks would split every election.
     */
    private boolean isOwnVoteUntold(long epoch, Outbox out) {
        return failover.wantsVotes() && failover.epoch() == epoch && !out.isVoteSaved(master) && ballot.isUntold();
    }
}
