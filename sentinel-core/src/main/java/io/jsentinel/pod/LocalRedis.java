package io.jsentinel.pod;

import io.jsentinel.address.Endpoint;
import io.jsentinel.address.RunId;
import java.util.Optional;

/**
 * What the Redis server beside us said of itself last.
 *
 * @param role what it is
 * @param runId the identity of its process
 * @param following whose replica it is, as it says it; absent for a master
 * @param linkUp whether it is connected to whom it follows
 * @param syncing whether it is being sent all data
 * @param replid the identity of its history
 * @param replid2 that of the history before
 * @param offset how far it is in its history, in bytes
 * @param keys how many keys all its databases have
 * @param loading whether it still reads its data from disk, so that it has not all of them yet
 * @param replicas how many replicas are connected to it
 */
public record LocalRedis(
        Role role,
        Optional<RunId> runId,
        Optional<Endpoint> following,
        boolean linkUp,
        boolean syncing,
        String replid,
        String replid2,
        long offset,
        long keys,
        boolean loading,
        int replicas) {

    /** What a server is. */
    public enum Role {
        /** It takes writes. */
        MASTER,
        /** It follows another one, or nobody that is there. */
        REPLICA
    }

    /** Whether it takes writes: nothing on disk is waited for any more. */
    public boolean isMaster() {
        return role == Role.MASTER;
    }

    /** Whether it follows itself: the state in which a server waits for being told what it is. */
    public boolean isOrphan(Endpoint itself) {
        return following.filter(itself::equals).isPresent();
    }
}
