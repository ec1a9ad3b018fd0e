package io.jsentinel.boot;

import io.jsentinel.address.RunId;
import io.jsentinel.pod.FreshnessRecord;
import io.jsentinel.pod.PodIdentity;
import java.util.Optional;

/** When a daemon gives its vote to a pod that wants to be the master. */
public final class VoteRule {

    /** For how long a vote keeps us from giving another one after its candidate was last heard of. */
    public static final long LEASE_MILLIS = 5_000;

    /**
     * How old the answers of a majority may be with which one that was elected promotes its server: so much less than
     * {@link #LEASE_MILLIS} that its voters cannot have elected another one meanwhile, however clocks differ.
     */
    public static final long REIGN_MILLIS = 2_000;

    private VoteRule() {}

    /**
     * A wish for our vote.
     *
     * @param pod whose
     * @param candidate that pod's daemon
     * @param epoch in which epoch
     * @param standing how fresh its data are, and whether its server takes writes
     */
    public record Wish(PodIdentity pod, RunId candidate, long epoch, Standing standing) {

        /** How fresh the candidate's data are. */
        public FreshnessRecord record() {
            return standing.record();
        }
    }

    /**
     * What a voter knows.
     *
     * @param record how fresh its own data are
     * @param votedEpoch the newest epoch in which it voted
     * @param bound whom its newest vote binds it to at this moment
     * @param knowsWhomItVotedFor false when a vote of an earlier life may still bind it
     * @param livingMaster the pod of a master that lives, or its address, as far as it knows
     */
    public record Voter(
            FreshnessRecord record,
            long votedEpoch,
            Optional<RunId> bound,
            boolean knowsWhomItVotedFor,
            Optional<String> livingMaster) {}

    /** Why the vote is not given; nothing when it is. */
    public static Optional<String> refusal(Voter voter, Wish wish) {
        if (wish.epoch() <= voter.votedEpoch()) {
            return Optional.of("a vote was given in epoch " + voter.votedEpoch());
        }
        if (!voter.knowsWhomItVotedFor()) {
            return Optional.of("a vote of an earlier life may still count");
        }
        if (voter.bound().filter(other -> !other.equals(wish.candidate())).isPresent()) {
            return Optional.of("the one that was voted for last is still there");
        }
        if (voter.livingMaster().isPresent()
                && !voter.livingMaster().get().equals(wish.pod().name())) {
            return Optional.of("the master " + voter.livingMaster().get() + " lives");
        }
        // Of what it took itself a server that takes writes has everything: only a later reign can have more.
        boolean isBehind = wish.standing().hasMaster()
                ? voter.record().isOfLaterReignThan(wish.record())
                : voter.record().hasBetterDataThan(wish.record());
        return isBehind ? Optional.of("the data here are fresher") : Optional.empty();
    }
}
