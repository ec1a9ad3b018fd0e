package io.jsentinel.guard;

import io.jsentinel.topology.InfoReport;
import io.jsentinel.topology.InfoReport.History;
import io.jsentinel.topology.InfoReport.Keys;
import io.jsentinel.topology.Lineage;

/** How the data of a replica stand to those of its master, when the master's process is another than before. */
public enum DataComparison {
    /** The replica has what the master has lost: if it followed, that would be gone. */
    AHEAD,
    /** The master has all that the replica has. */
    COVERED,
    /** The replica has taken its data from the master as it is now. */
    FOLLOWING,
    /** As far as is known the replica's data never were this master's. */
    UNRELATED,
    /** One of them has not said enough. */
    UNKNOWN;

    /** The part of the keys that may be missing when all that are missing had a time to live: they may be over. */
    private static final int EXPIRED_PART = 10;

    /**
     * Compares.
     *
     * <p>Where both know a common history, the offset decides: that is so after a restart from a snapshot since Redis
     * 7.0. A master that keeps no append-only file and knows no common history is as old as its last snapshot, however
     * many keys that has. One with such a file has a new history, too, and there the keys decide.
     *
     * @param master what the master says of itself
     * @param replica what the replica says of itself
     * @param known the ids that the master's data had before its restart
     */
    public static DataComparison of(InfoReport master, InfoReport replica, Lineage known) {
        History lost = master.history();
        History kept = replica.history();
        if (lost.replicationId().isEmpty() || kept.replicationId().isEmpty() || kept.loading()) {
            return UNKNOWN;
        }
        if (kept.replicationId().equals(lost.replicationId())) {
            return FOLLOWING;
        }
        if (kept.replicationId().equals(lost.secondaryId())) {
            return replica.offset() >= lost.secondaryOffset() ? AHEAD : COVERED;
        }
        if (!known.has(kept.replicationId())) {
            return UNRELATED;
        }
        if (!lost.keys().areKnown() || !kept.keys().areKnown()) {
            return UNKNOWN;
        }
        boolean isOld = lost.snapshotsOnly() ? kept.keys().all() > 0 : isMissing(lost.keys(), kept.keys());
        return isOld ? AHEAD : COVERED;
    }

    /** Whether keys are missing, and not only because their time is over. */
    private static boolean isMissing(Keys lost, Keys kept) {
        long missing = kept.all() - lost.all();
        if (missing <= 0) {
            return false;
        }
        boolean lasting = kept.all() - kept.expiring() > lost.all() - lost.expiring();
        return lasting || missing > kept.all() / EXPIRED_PART;
    }
}
