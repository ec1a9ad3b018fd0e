package io.jsentinel.vote;

import io.jsentinel.address.RunId;
import io.jsentinel.topology.Master;
import io.jsentinel.topology.Peer;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The count of the votes for one failover.
 *
 * @param mine how many voted for us, ourselves included
 * @param best how many voted for the strongest other candidate
 * @param outstanding how many of those that can be reached have not voted
 * @param unheard how many have not told us their vote and cannot be reached
 * @param needed how many votes win: a majority of all known sentinels, and at least the quorum
 */
public record Tally(int mine, int best, int outstanding, int unheard, int needed) {

    /** What the count means for us. */
    public enum Outcome {
        /** We lead the failover. */
        WON,
        /** Another leads it. */
        LOST,
        /** Nobody can win any more: all who can be reached have voted. */
        SPLIT,
        /** Votes are still to come. */
        OPEN
    }

    /**
     * Counts the votes given in an attempt's own epoch, whatever the newest epoch is: failovers of other masters do
     * not void them.
     *
     * @param master whose sentinels vote
     * @param self who we are
     * @param own our own vote
     * @param epoch the attempt's epoch
     */
    public static Tally count(Master master, RunId self, Ballot own, long epoch) {
        Map<RunId, Integer> votes = votes(master, own, epoch);
        int outstanding = 0;
        int unheard = 0;
        for (Peer peer : master.peers()) {
            if (peer.votedEpoch() < epoch && isReachable(peer)) {
                outstanding++;
            } else if (voteOf(peer, epoch).isEmpty()) {
                unheard++;
            }
        }
        int mine = Optional.ofNullable(votes.remove(self)).orElse(0);
        int best = votes.values().stream().mapToInt(Integer::intValue).max().orElse(0);
        return new Tally(mine, best, outstanding, unheard, needed(master));
    }

    /**
     * Who has the most votes besides us.
     *
     * @return absent = nobody else has any
     */
    public static Optional<RunId> strongestOther(Master master, RunId self, Ballot own, long epoch) {
        Map<RunId, Integer> votes = votes(master, own, epoch);
        votes.remove(self);
        return votes.entrySet().stream().max(Map.Entry.comparingByValue()).map(Map.Entry::getKey);
    }

    private static Map<RunId, Integer> votes(Master master, Ballot own, long epoch) {
        Map<RunId, Integer> votes = new TreeMap<>();
        for (Peer peer : master.peers()) {
            voteOf(peer, epoch).ifPresent(leader -> votes.merge(leader, 1, Integer::sum));
        }
        if (own.epoch() == epoch) {
            own.votedFor().ifPresent(leader -> votes.merge(leader, 1, Integer::sum));
        }
        return votes;
    }

    private static Optional<RunId> voteOf(Peer peer, long epoch) {
        return peer.votedEpoch() == epoch ? peer.votedFor() : Optional.empty();
    }

    private static boolean isReachable(Peer peer) {
        return peer.link().isUp() && !peer.isDown();
    }

    /** Whether enough sentinels can be reached now to win an election. */
    public static boolean mayBeWon(Master master) {
        long reachable = master.peers().stream().filter(Tally::isReachable).count();
        return 1 + reachable >= needed(master);
    }

    /** Whether somebody else may have won by votes that we could not hear of. */
    public boolean mayHaveAnotherWinner() {
        return best > 0 && best + unheard >= needed;
    }

    /** How many votes win an election: a majority of all sentinels that were ever seen, and at least the quorum. */
    public static int needed(Master master) {
        int voters = master.peers().size() + 1;
        return Math.max(voters / 2 + 1, master.settings().quorum());
    }

    /** What the count means for us. */
    public Outcome outcome() {
        if (mine >= needed) {
            return Outcome.WON;
        }
        if (best >= needed) {
            return Outcome.LOST;
        }
        return mine + outstanding < needed && best + outstanding < needed ? Outcome.SPLIT : Outcome.OPEN;
    }
}
