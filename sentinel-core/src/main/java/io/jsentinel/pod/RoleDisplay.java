package io.jsentinel.pod;

import io.jsentinel.address.Endpoint;
import io.jsentinel.pod.LocalRedis.Role;
import java.util.Optional;

/**
 * What a pod's label says of the Redis server beside us. Clients are sent to whoever shows a role, so a role is shown only
 * when it is sure: a pod without a label costs a place in a Service for a moment, a wrong label costs writes.
 *
 * @param boot how far the start has come
 * @param local what the server said of itself last; absent when it does not answer
 * @param itself where that server is for us
 * @param isOurMaster whether the sentinels that we know of mean that very server when they name the master
 * @param isFenced whether a master here must not be used, because it sees no majority
 */
public record RoleDisplay(
        BootState boot, Optional<LocalRedis> local, Endpoint itself, boolean isOurMaster, boolean isFenced) {

    /** The role to show; absent for none. */
    public Optional<Role> role() {
        if (local.isEmpty() || local.get().loading() || !boot.isGateOpen()) {
            return Optional.empty();
        }
        LocalRedis redis = local.get();
        if (redis.isMaster()) {
            // While a pod is drained its master is used until it is none any more: nobody else takes the writes yet.
            return isOurMaster && !isFenced ? Optional.of(Role.MASTER) : Optional.empty();
        }
        boolean isReplica =
                !isOurMaster && !redis.isOrphan(itself) && !redis.syncing() && boot.phase() != BootState.Phase.DRAIN;
        return isReplica ? Optional.of(Role.REPLICA) : Optional.empty();
    }
}
