package io.jsentinel.health;

import io.jsentinel.topology.InfoReport.Role;
import io.jsentinel.topology.Master;
import io.jsentinel.topology.Replica;
import io.jsentinel.topology.Times;

/**
 * Whether a master counts as down before {@code down-after-milliseconds} is over ({@code fast-down-milliseconds}, off by
 * default): its address refuses connections again and again for that long, so that its process is gone and its host is
 * not, and a replica says that it has lost it, too. Each sentinel of the quorum must have seen that by itself.
 */
final class FastDown {

    private FastDown() {}

    /** When the master is down because of that; {@link Times#FAR_FUTURE} if it is not. */
    static long downAtMillis(Master master) {
        long period = master.settings().fastDownMillis();
        boolean isGone = period > 0
                && master.refusals().isGoingOn()
                && master.refusals().lastedMillis() >= period
                && isLostToReplicas(master);
        return isGone ? master.refusals().lastMillis() : Times.FAR_FUTURE;
    }

    /** Whether replicas have to be asked often, since it depends on what they see. */
    static boolean isNear(Master master) {
        return master.settings().fastDownMillis() > 0 && master.refusals().isGoingOn();
    }

    /** Whether a replica has lost its master since connections are refused, and none has it still. */
    private static boolean isLostToReplicas(Master master) {
        boolean isLost = false;
        for (Replica replica : master.replicas()) {
            if (isNews(replica, master)) {
                if (replica.report().masterLinkUp()) {
                    return false;
                }
                isLost = true;
            }
        }
        return isLost;
    }

    /** Whether a replica of this master has said something since the first connection was refused. */
    private static boolean isNews(Replica replica, Master master) {
        return replica.link().isUp()
                && !replica.isStranger()
                && replica.infoMillis() >= master.refusals().sinceMillis()
                && replica.report().role() == Role.SLAVE
                && replica.report()
                        .masterEndpoint()
                        .filter(master.location()::isAt)
                        .isPresent();
    }
}
