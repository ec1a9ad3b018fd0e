package io.jsentinel.status;

import io.jsentinel.topology.InfoReport;
import io.jsentinel.topology.InfoReport.Role;
import java.util.Optional;

/**
 * A Redis server: the master, or one of its replicas.
 *
 * @param instance who it is and whether it answers
 * @param reportedRole what it last said it is
 * @param reportedRoleSinceMillis since when it has said so
 * @param infoMillis when its last INFO came
 * @param info what that INFO says, or what is assumed before the first
 * @param refusal why it cannot be promoted; nothing when it can, and for a master
 */
public record NodeStatus(
        InstanceStatus instance,
        Role reportedRole,
        long reportedRoleSinceMillis,
        long infoMillis,
        InfoReport info,
        Optional<String> refusal) {

    /** Whether it answers, and says that it is a master. */
    public boolean isServingMaster() {
        return instance.isReachable() && reportedRole == Role.MASTER;
    }
}
