package io.jsentinel.sidecar;

import io.jsentinel.address.RunId;
import io.jsentinel.boot.VoteRule;
import io.jsentinel.boot.VoteRule.Voter;
import io.jsentinel.boot.VoteRule.Wish;
import io.jsentinel.event.EventType.Level;
import io.jsentinel.pod.FreshnessRecord;
import io.jsentinel.pod.PeerState;
import io.jsentinel.pod.RecordText;
import io.jsentinel.step.Outbox;
import io.jsentinel.topology.Self;
import io.jsentinel.topology.Times;
import io.jsentinel.vote.Ballot;
import io.jsentinel.watch.Watch;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * The votes for the first master: those that we give, one in each epoch and on disk before it is told, and those that we
 * ask for. They are on the ballot of the master's failovers, so that no epoch has two votes, whatever they are for.
 */
final class BootVote {

    private static final long CAMPAIGN_MILLIS = 2_000;
    private static final int PAUSE_MILLIS = 500;

    private final Self self;
    private final RandomGenerator random;
    private final Ballot ballot;
    private long voteState;

    /** The newest epoch of a vote of which it is known in which state it is saved. */
    private long knownEpoch;

    private long heardMillis = Times.NEVER;
    private long doubtEndMillis;

    /** The epoch in which we ask for votes; 0 while we do not. */
    private long campaign;

    private long campaignEndMillis;
    private long nextCampaignMillis = Times.NEVER;

    /** The epoch in which we were elected, until our server is the master or another one is; 0 when we are not. */
    private long reign;

    /**
     * The votes of a daemon that starts.
     *
     * @param ballot all our votes about the set's master, those for its failovers, too
     * @param recordEpoch under which configuration its data were written: a vote in it has done its work
     */
    BootVote(Self self, RandomGenerator random, Ballot ballot, long recordEpoch, long nowMillis) {
        this.self = self;
        this.random = random;
        this.ballot = ballot;
        this.knownEpoch = ballot.epoch();
        this.doubtEndMillis = ballot.epoch() > recordEpoch ? nowMillis + VoteRule.LEASE_MILLIS : Times.NEVER;
    }

    /** The newest epoch in which we voted, 0 for none. */
    long epoch() {
        return ballot.epoch();
    }

    /** All pods are here, and nobody is what a vote of an earlier life may have made it: so no such vote counts. */
    void endDoubt() {
        doubtEndMillis = Times.NEVER;
    }

    private boolean isSaved(Optional<Watch> watch, Outbox out) {
        if (watch.isEmpty() && ballot.epoch() > knownEpoch) {
            // It was given for a failover of a master that is not watched any more.
            knownEpoch = ballot.epoch();
            voteState = out.stateChanged();
        }
        return out.isSaved(voteState)
                && (watch.isEmpty() || out.isVoteSaved(watch.get().master()));
    }

    private void give(RunId candidate, long epoch, Optional<Watch> watch, Outbox out) {
        out.epochSeen(epoch, self);
        ballot.give(candidate, epoch);
        if (watch.isPresent()) {
            out.voteGiven(watch.get().master());
            watch.get().failover().votedFor(candidate, out);
        } else {
            ballot.announced();
        }
        voteState = out.stateChanged();
        knownEpoch = epoch;
        heard(out);
    }

    /** Whom we voted for is there. */
    private void heard(Outbox out) {
        heardMillis = out.nowMillis();
        ballot.bindUntil(heardMillis + VoteRule.LEASE_MILLIS);
    }

    /** Our newest vote, if it is on disk. */
    PeerState.Vote told(Optional<Watch> watch, Outbox out) {
        return isSaved(watch, out) ? new PeerState.Vote(ballot.epoch(), ballot.votedFor()) : PeerState.Vote.NONE;
    }

    /**
     * Another pod wants our vote.
     *
     * @param watch the watch of the set's master, if there is one
     * @param record how fresh our own data are
     * @param livingMaster the pod of a master that lives, or its address
     */
    void consider(Wish wish, Optional<Watch> watch, FreshnessRecord record, Optional<String> livingMaster, Outbox out) {
        if (!self.isCredible(wish.epoch())) {
            return;
        }
        Optional<RunId> leader = ballot.votedFor();
        if (ballot.epoch() == wish.epoch()
                && leader.filter(wish.candidate()::equals).isPresent()) {
            heard(out);
            return;
        }
        boolean bound = out.nowMillis() - heardMillis < VoteRule.LEASE_MILLIS;
        boolean failsOver = watch.filter(w -> failsOver(w, out.nowMillis())).isPresent();
        Voter voter = new Voter(
                record,
                Math.max(ballot.epoch(), self.amnesia().floor()),
                leader.filter(id -> failsOver || bound && (!id.equals(self.runId()) || campaign > 0 || reign > 0)),
                out.nowMillis() >= doubtEndMillis && !self.amnesia().isOpen(),
                livingMaster);
        Optional<String> refusal = VoteRule.refusal(voter, wish);
        if (refusal.isEmpty()) {
            give(wish.candidate(), wish.epoch(), watch, out);
            out.log(Level.NOTICE, "sidecar: our vote in epoch " + wish.epoch() + " is for " + wish.pod());
        } else {
            out.log(
                    Level.DEBUG,
                    "sidecar: no vote in epoch " + wish.epoch() + " for " + wish.pod() + ": " + refusal.get());
        }
    }

    /** Whether whoever has our vote may be promoting a server by it: we ourselves, or another sentinel. */
    private static boolean failsOver(Watch watch, long nowMillis) {
        boolean isLedByUs = watch.failover().isInProgress() && !watch.failover().wantsVotes();
        return isLedByUs || watch.failover().isOthersTurn(nowMillis);
    }

    /**
     * Asks for votes: begins to, or counts those that came.
     *
     * @param others what the others told a short while ago
     * @param needed how many votes win, our own included
     */
    void campaign(List<PeerState> others, int needed, Outbox out) {
        long now = out.nowMillis();
        if (campaign == 0) {
            if (now >= nextCampaignMillis
                    && now >= doubtEndMillis
                    && !self.amnesia().isOpen()
                    && !isBoundToAnother(now)) {
                begin(others, out);
            }
            return;
        }
        if (votes(campaign, others, out) >= needed) {
            reign = campaign;
            campaign = 0;
            out.log(Level.NOTICE, "sidecar: elected in epoch " + reign);
        } else if (now > campaignEndMillis) {
            giveUp(now);
        }
    }

    /** Whom we voted for is still there, so we do not stand ourselves. */
    private boolean isBoundToAnother(long now) {
        return now - heardMillis < VoteRule.LEASE_MILLIS
                && ballot.votedFor().filter(id -> !id.equals(self.runId())).isPresent();
    }

    private void begin(List<PeerState> others, Outbox out) {
        long newest = Math.max(self.currentEpoch(), ballot.epoch());
        for (PeerState other : others) {
            long seen = Math.max(other.view().currentEpoch(), other.vote().epoch());
            newest = self.isCredible(seen) ? Math.max(newest, seen) : newest;
        }
        campaign = newest + 1;
        campaignEndMillis = out.nowMillis() + CAMPAIGN_MILLIS + random.nextInt(PAUSE_MILLIS);
        give(self.runId(), campaign, Optional.empty(), out);
    }

    /** How many votes of an epoch are for us, our own included as soon as it is on disk. */
    int votes(long epoch, List<PeerState> others, Outbox out) {
        boolean mine = ballot.epoch() == epoch
                && ballot.votedFor().filter(self.runId()::equals).isPresent();
        int count = mine && isSaved(Optional.empty(), out) ? 1 : 0;
        for (PeerState other : others) {
            boolean forUs = other.vote().epoch() == epoch
                    && other.vote().leader().filter(self.runId()::equals).isPresent();
            count += forUs ? 1 : 0;
        }
        return count;
    }

    /** We do not ask for votes any more. */
    void giveUp(long nowMillis) {
        if (campaign > 0) {
            campaign = 0;
            nextCampaignMillis = nowMillis + random.nextInt(PAUSE_MILLIS);
        }
    }

    /** Whether we ask for votes, or have them and are not the master yet. */
    boolean wantsVotes() {
        return campaign > 0 || reign > 0;
    }

    /** In which epoch we were elected; 0 when we are not. */
    long reign() {
        return reign;
    }

    /** It is over, for whatever reason. */
    void endReign() {
        reign = 0;
    }

    /** The words that ask for a vote; none while no vote is wanted, or our own is not on disk. */
    List<String> wish(FreshnessRecord record, Outbox out) {
        long epoch = Math.max(campaign, reign);
        return epoch == 0 || !isSaved(Optional.empty(), out)
                ? List.of()
                : List.of("vote", Long.toString(epoch), self.runId().value(), RecordText.format(record));
    }
}
