package io.jsentinel.guard;

import io.jsentinel.topology.InfoReport;
import io.jsentinel.topology.InfoReport.History;
import io.jsentinel.topology.Lineage;

/**
 * Whether a server at the address of a replica is one of the master's nodes. Addresses are given to others: whoever is
 * made to follow loses all that it has.
 */
public enum Belonging {
    /** It has data of this master, or nothing to lose, or there is nothing to tell by. */
    OURS,
    /** It has data of its own, as far as its replication ids tell; the keys themselves have to tell. */
    DOUBTFUL;

    /**
     * Judges by what a server says of itself.
     *
     * <p>An id of the master's data proves that it is ours. The reverse is no proof: after a restart from an
     * append-only file the id is new, and the data are the same.
     *
     * @param report what the server says, which does not follow the master
     * @param lineage the ids that the master's data have had
     */
    public static Belonging of(InfoReport report, Lineage lineage) {
        History history = report.history();
        boolean nothingToTellBy = lineage.isEmpty() || !Lineage.isId(history.replicationId());
        boolean nothingToLose = history.keys().areKnown() && history.keys().all() == 0;
        return nothingToTellBy || nothingToLose || lineage.has(history) ? OURS : DOUBTFUL;
    }
}
