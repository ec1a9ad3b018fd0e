package io.jsentinel.info;

import io.jsentinel.address.Endpoint;
import io.jsentinel.topology.InfoReport;
import io.jsentinel.topology.InfoReport.Role;
import io.jsentinel.topology.Master;
import io.jsentinel.topology.Replica;
import java.util.Optional;

/**
 * Who took over from a master when nobody remembers. Where all sentinels lost their states after a failover, the address
 * in their files leads to a replica of the new master, and it alone can tell of that one. The rest is decided by votes, as
 * ever.
 */
final class Succession {

    private Succession() {}

    /** Whom a master follows that we know nothing of but its address, and that has been no master for too long. */
    static Optional<Endpoint> unremembered(Master master) {
        boolean knowsNothing = master.configEpoch() == 0 && master.replicas().isEmpty();
        return knowsNothing && master.isDown() ? copied(master) : Optional.empty();
    }

    /**
     * Whether a successor has no claim any more, as the master does not copy it. Whoever made that one a master again need
     * not want the other one to follow it, and what that has written since would be lost.
     */
    static boolean isOver(Replica replica, Master master) {
        return replica.isSuccessor()
                && copied(master).filter(replica.location()::isAt).isEmpty();
    }

    private static Optional<Endpoint> copied(Master master) {
        InfoReport report = master.report();
        return report.role() == Role.SLAVE && report.masterLinkUp() && !master.followsItself()
                ? report.masterEndpoint()
                : Optional.empty();
    }
}
