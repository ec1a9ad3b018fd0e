package io.jsentinel.topology;

import io.jsentinel.address.Endpoint;
import io.jsentinel.address.RunId;
import java.util.List;
import java.util.Optional;

/**
 * The facts of one INFO of a Redis server.
 *
 * @param runId who the process is; absent in a cut or foreign text
 * @param role what it says it is; a text without a role counts as replica, as in Redis
 * @param replicas the replicas that a master lists
 * @param masterEndpoint the master that a replica follows
 * @param masterLinkUp whether a replica's link to it stands
 * @param masterLinkDownMillis how long that link has been down; 0 when it is up or unknown, negative when it never was up
 * @param priority the replica's {@code replica-priority}; 0 = never promote
 * @param offset how far the replica has read, or how far the master has written
 * @param announced whether the replica wants to be listed
 * @param history the replication ids and the state of the data
 */
public record InfoReport(
        Optional<RunId> runId,
        Role role,
        List<Endpoint> replicas,
        Optional<Endpoint> masterEndpoint,
        boolean masterLinkUp,
        long masterLinkDownMillis,
        int priority,
        long offset,
        boolean announced,
        History history) {

    /** What a Redis server says it is. */
    public enum Role {
        MASTER("master"),
        SLAVE("slave");

        private final String word;

        Role(String word) {
            this.word = word;
        }

        /** The word on the wire. */
        public String word() {
            return word;
        }
    }

    /**
     * Which data a node holds.
     *
     * @param replicationId the id of the history that it is in, empty when unknown
     * @param secondaryId the id of the history that it was in before, empty when unknown or none
     * @param secondaryOffset the first offset that it does not share with that history any more, -1 for none
     * @param syncInProgress whether it is receiving a full copy
     * @param loading whether it is loading its data set
     * @param snapshotsOnly whether it said that it keeps no append-only file
     * @param keys how much is in the data set
     */
    public record History(
            String replicationId,
            String secondaryId,
            long secondaryOffset,
            boolean syncInProgress,
            boolean loading,
            boolean snapshotsOnly,
            Keys keys) {

        /** Nothing known. */
        public static final History UNKNOWN = new History("", "", -1, false, false, false, Keys.UNKNOWN);

        /** Whether that replication id is the present one or the one before. */
        public boolean has(String id) {
            return !id.isEmpty() && (id.equals(replicationId) || id.equals(secondaryId));
        }
    }

    /**
     * How many keys a node holds in all its databases.
     *
     * @param all how many, -1 when it did not say
     * @param expiring how many of them have a time to live
     */
    public record Keys(long all, long expiring) {

        /** Not known. */
        public static final Keys UNKNOWN = new Keys(-1, 0);

        /** An empty data set. */
        public static final Keys NONE = new Keys(0, 0);

        /** Whether the node said how many there are. */
        public boolean areKnown() {
            return all >= 0;
        }

        /** These and those of another database. */
        public Keys plus(long more, long moreExpiring) {
            return new Keys(all + more, expiring + moreExpiring);
        }
    }

    /** Redis' default of {@code replica-priority}. */
    public static final int DEFAULT_PRIORITY = 100;

    /** What is assumed of a node that has not answered an INFO yet. */
    public static InfoReport assumed(Role role) {
        return new InfoReport(
                Optional.empty(),
                role,
                List.of(),
                Optional.empty(),
                false,
                0,
                DEFAULT_PRIORITY,
                0,
                true,
                History.UNKNOWN);
    }

    public InfoReport {
        replicas = List.copyOf(replicas);
    }
}
