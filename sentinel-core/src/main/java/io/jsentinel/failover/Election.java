package io.jsentinel.failover;

import io.jsentinel.event.EventType;
import io.jsentinel.failover.FailoverPlan.Mandate;
import io.jsentinel.step.Outbox;
import io.jsentinel.topology.Master;
import io.jsentinel.topology.Peer;
import io.jsentinel.topology.Self;
import io.jsentinel.topology.Times;
import io.jsentinel.vote.Ballot;
import io.jsentinel.vote.Tally;

/** How one attempt of ours gets its leader: by the votes of its epoch, or by an order of somebody. */
final class Election {

    /** What an attempt may do. */
    enum Result {
        /** It waits: for our own vote to be saved, or for votes of others. */
        OPEN,
        /** We lead. */
        WON,
        /** We do not lead, and will not in this epoch. */
        LOST
    }

    private final Master master;
    private final Self self;
    private final Ballot ballot;
    private final Candidacy candidacy;

    private long epoch;
    private long votedMillis = Times.NEVER;

    Election(Master master, Self self, Ballot ballot, Candidacy candidacy) {
        this.master = master;
        this.self = self;
        this.ballot = ballot;
        this.candidacy = candidacy;
    }

    /** The epoch of the newest attempt; zero before the first. */
    long epoch() {
        return epoch;
    }

    /** Whether nobody has our vote in an epoch newer than the attempt's. */
    boolean isNewest() {
        return ballot.epoch() == epoch;
    }

    /** Begins an attempt in an epoch that nobody has used as far as we know. */
    void begin(Outbox out) {
        long used = self.amnesia().safeEpoch(self.currentEpoch());
        out.epochSeen(used + 1, self);
        epoch = self.currentEpoch();
        votedMillis = Times.NEVER;
        candidacy.began(out.nowMillis());
    }

    /** Gives the attempt our own vote, and sees to it that others are asked for theirs. */
    void vote(Outbox out) {
        ballot.give(self.runId(), epoch);
        out.voteGiven(master, epoch);
        announceVote(out);
        master.peers().forEach(Peer::askAgain);
    }

    /** Our newest vote is announced when it is on disk: one that a crash undoes was never heard of. */
    void announceVote(Outbox out) {
        if (!ballot.isAnnounced() && out.isVoteSaved(master)) {
            // Empty when a RESET came in between, which forgets the name.
            ballot.votedFor()
                    .ifPresent(
                            leader -> out.announceOf(master, EventType.VOTE_FOR_LEADER, leader + " " + ballot.epoch()));
            ballot.announced();
        }
    }

    /**
     * What came of it so far. One that is lost decides when we may try again.
     *
     * @param plan whose agreement is needed
     */
    Result result(FailoverPlan plan, Outbox out) {
        if (!out.isVoteSaved(master)) {
            return awaitOwnVote(out);
        }
        if (votedMillis == Times.NEVER) {
            votedMillis = out.nowMillis();
        }
        Tally tally = Tally.count(master, self.runId(), ballot, epoch);
        Tally.Outcome outcome = tally.outcome();
        if (plan.mandate() == Mandate.ORDER || outcome == Tally.Outcome.WON) {
            return Result.WON;
        }
        long limit = Math.min(self.timing().electionTimeoutMillis(), plan.patienceMillis(master));
        if (outcome == Tally.Outcome.OPEN && out.nowMillis() <= votedMillis + limit) {
            out.lookAgainAt(votedMillis + limit + 1);
            return Result.OPEN;
        }
        if (plan.mandate() == Mandate.VOTES_OR_ORDER
                && outcome != Tally.Outcome.LOST
                && !tally.mayHaveAnotherWinner()) {
            return Result.WON;
        }
        if (outcome == Tally.Outcome.LOST) {
            Tally.strongestOther(master, self.runId(), ballot, epoch)
                    .ifPresent(winner -> candidacy.othersTurn(winner, out));
        } else {
            candidacy.split(tally.mayHaveAnotherWinner(), out);
        }
        return Result.LOST;
    }

    /** Nobody is asked before our own vote is on disk; when the disk fails others must lead. */
    private static Result awaitOwnVote(Outbox out) {
        if (out.isSaveFailing()) {
            return Result.LOST;
        }
        out.lookAgainWhenSaved();
        return Result.OPEN;
    }

    /**
     * We ourselves did not run for a while, and that does not count against others.
     *
     * @param lateMillis how long
     */
    void stalled(long lateMillis) {
        votedMillis += votedMillis == Times.NEVER ? 0 : lateMillis;
    }
}
