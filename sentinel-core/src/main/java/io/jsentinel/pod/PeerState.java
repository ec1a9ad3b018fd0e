package io.jsentinel.pod;

import io.jsentinel.address.Endpoint;
import io.jsentinel.address.RunId;
import java.util.Optional;
import java.util.function.LongPredicate;

/**
 * What a daemon tells the daemons of the other pods of its set: {@code SENTINEL PEERSTATE}.
 *
 * @param who who tells it
 * @param view which master it knows, and how that is
 * @param redis what the Redis server beside it said last; absent when it is not there
 * @param record how fresh its data are
 * @param vote its newest vote that is on disk
 */
public record PeerState(Who who, View view, Optional<LocalRedis> redis, FreshnessRecord record, Vote vote) {

    /**
     * Who tells.
     *
     * @param pod its pod
     * @param sentinel the daemon's own identity
     * @param service the set that it belongs to
     * @param phase how far it is
     * @param leaving whether its pod is about to end
     */
    public record Who(PodIdentity pod, RunId sentinel, String service, BootState.Phase phase, boolean leaving) {}

    /**
     * What it sees.
     *
     * @param master the master that it names, as it is told; absent while it names none
     * @param configEpoch under which configuration, 0 for none
     * @param currentEpoch the newest epoch that it knows
     * @param masterLives whether it is connected to that master, and that says that it is one
     * @param failover whether it takes part in a failover
     * @param reign the epoch in which it was elected and may promote its own server, 0 for none
     */
    public record View(
            Optional<Endpoint> master,
            long configEpoch,
            long currentEpoch,
            boolean masterLives,
            boolean failover,
            long reign) {

        /** Nothing is seen. */
        public static final View NOTHING = new View(Optional.empty(), 0, 0, false, false, 0);
    }

    /**
     * A vote for the pod that is to be the master.
     *
     * @param epoch in which epoch, 0 for none
     * @param leader whom it was given to; absent when that was in an earlier life
     */
    public record Vote(long epoch, Optional<RunId> leader) {

        /** No vote. */
        public static final Vote NONE = new Vote(0, Optional.empty());
    }

    /**
     * The same state without what cannot be. An epoch that is far beyond all that could have been used, from a broken disk
     * or an enemy, would win every comparison of data.
     *
     * @param credible whether an epoch can be
     */
    public PeerState believed(LongPredicate credible) {
        boolean isView = credible.test(view.configEpoch()) && credible.test(view.currentEpoch());
        return new PeerState(
                who,
                isView && credible.test(view.reign()) ? view : View.NOTHING,
                redis,
                credible.test(record.configEpoch()) ? record : FreshnessRecord.none(pod()),
                credible.test(vote.epoch()) ? vote : Vote.NONE);
    }

    /** Its pod. */
    public PodIdentity pod() {
        return who.pod();
    }

    /** Whether the Redis server beside it takes writes. */
    public boolean hasMaster() {
        return redis.filter(LocalRedis::isMaster).isPresent();
    }
}
