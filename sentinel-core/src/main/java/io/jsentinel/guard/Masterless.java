package io.jsentinel.guard;

import io.jsentinel.address.Endpoint;
import io.jsentinel.topology.InfoReport;
import io.jsentinel.topology.InfoReport.Role;
import io.jsentinel.topology.Master;
import io.jsentinel.topology.Replica;
import io.jsentinel.topology.Self;
import io.jsentinel.topology.Times;
import java.util.Optional;

/**
 * Whether nobody is the master, which all nodes together prove: the one that is configured says that it is a replica, of
 * itself or of one of its own replicas, and no other says that it is a master.
 */
public final class Masterless {

    /** How many failover timeouts others have who know a replica: members like Redis' own wait for two after a vote. */
    private static final int OTHERS_TIMEOUTS = 3;

    /** How many INFO periods later than us such a member may see that nobody is the master, besides the down-after. */
    private static final int OTHERS_INFO_PERIODS = 4;

    private Masterless() {}

    /** Whether it is so as far as the nodes have said since the master says that it is none. */
    public static boolean isProven(Master master) {
        Optional<Endpoint> followed = master.report().masterEndpoint();
        if (master.reportedRole() != Role.SLAVE || followed.isEmpty() || !isSaidNow(master)) {
            return false;
        }
        boolean isAmongOurs = master.followsItself()
                || master.replica(followed.get())
                        .filter(r -> saysReplica(r, master))
                        .isPresent();
        return isAmongOurs && master.replicas().stream().noneMatch(Masterless::mayBeMaster);
    }

    /**
     * Whether nobody can end it but the master itself: it follows itself, or for all that time somebody whom it does not reach, so
     * that it lists no replica; we know none; and nobody who does has promoted one in the time that all others had for it. In a set of pods its
     * members find each other otherwise, and elect the one with the freshest data.
     */
    public static boolean isForsaken(Master master, Self self, long nowMillis) {
        boolean isCutOff = master.cutOffMillis() != Times.NEVER;
        boolean isAlone = master.replicas().isEmpty() && (master.followsItself() || isCutOff) && isSaidNow(master);
        if (!isAlone || !master.isDown() || self.process().sidecar().isOn()) {
            return false;
        }
        long downAfter = master.settings().downAfterMillis();
        long sinceMillis =
                isCutOff ? Math.max(master.downSinceMillis(), master.cutOffMillis()) : master.downSinceMillis();
        long forsakenMillis =
                nowMillis - sinceMillis - OTHERS_INFO_PERIODS * self.timing().infoPeriodMillis();
        return forsakenMillis > downAfter
                && (forsakenMillis - downAfter) / OTHERS_TIMEOUTS
                        > master.settings().failoverTimeoutMillis();
    }

    /** Whether the master says that it is a replica, of another one than itself, without a connection to it or a copy on its way. */
    public static boolean isCutOff(Master master) {
        InfoReport report = master.report();
        return master.reportedRole() == Role.SLAVE
                && !master.followsItself()
                && !report.masterLinkUp()
                && !report.history().syncInProgress()
                && !report.history().loading()
                && isSaidNow(master);
    }

    /** A process that is gone proves nothing, and the next one at its place has a moment to become what it is to be. */
    private static boolean isSaidNow(Master master) {
        return master.link().isUp() && master.infoMillis() >= master.link().upSinceMillis();
    }

    private static boolean saysReplica(Replica replica, Master master) {
        return replica.reportedRole() == Role.SLAVE
                && replica.infoMillis() != Times.NEVER
                && replica.infoMillis() >= master.reportedRoleSinceMillis();
    }

    private static boolean mayBeMaster(Replica replica) {
        return !replica.isDown() && !replica.isStranger() && replica.reportedRole() == Role.MASTER;
    }
}
