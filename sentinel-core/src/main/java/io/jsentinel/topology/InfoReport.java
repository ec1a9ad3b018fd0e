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
     * @param secondaryId the id of the history that it was in before, empty when unknown
     * @param syncInProgress whether it is receiving a full copy
     * @param loading whether it is loading its data set
     */
    public record History(String replicationId, String secondaryId, boolean syncInProgress, boolean loading) {

        /** Nothing known. */
        public static final History UNKNOWN = new History("", "", false, false);
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
