package io.jsentinel.failover;

import io.jsentinel.address.Endpoint;
import io.jsentinel.config.Timing;
import io.jsentinel.event.EventType;
import io.jsentinel.step.Outbox;
import io.jsentinel.topology.InfoReport.Role;
import io.jsentinel.topology.Master;
import io.jsentinel.topology.Replica;
import java.util.Optional;

/** Brings a replica back that says it is a master, or follows another one: an old master that returns, above all. */
public final class RoleRepair {

    /** How many hello periods a replica may say that it is a master: time for news of a newer configuration. */
    private static final int PATIENCE_PERIODS = 4;

    /** How many INFO periods the master's INFO may be old. */
    private static final int FRESH_INFO_PERIODS = 2;

    private RoleRepair() {}

    /** Looks at a replica that has just answered an INFO, outside of a failover that concerns it. */
    public static void repair(Replica replica, Master master, Timing timing, Outbox out) {
        boolean ready = isSane(master, timing, out.nowMillis()) && out.mayTellConfiguration(master);
        // A node that does not obey is told again, but not at once: it may not be allowed to.
        boolean told = out.nowMillis() - replica.repairSentMillis() < timing.infoPeriodMillis();
        if (!ready || told || !replica.link().isUp() || replica.isDown()) {
            return;
        }
        if (replica.reportedRole() == Role.MASTER) {
            convert(replica, master, timing, out);
        } else {
            redirect(replica, master, out);
        }
    }

    private static void convert(Replica replica, Master master, Timing timing, Outbox out) {
        long patience = PATIENCE_PERIODS * timing.publishPeriodMillis();
        if (out.nowMillis() - replica.downSinceMillis() > patience
                && out.nowMillis() - replica.reportedRoleSinceMillis() > patience) {
            tell(replica, master, EventType.CONVERT_TO_SLAVE, out);
        }
    }

    private static void redirect(Replica replica, Master master, Outbox out) {
        Optional<Endpoint> followed = replica.report().masterEndpoint();
        long patience = master.settings().failoverTimeoutMillis();
        if (followed.isPresent()
                && !followed.get().equals(master.endpoint())
                && out.nowMillis() - replica.downSinceMillis() > patience
                && out.nowMillis() - replica.masterChangedMillis() > patience) {
            tell(replica, master, EventType.FIX_SLAVE_CONFIG, out);
        }
    }

    private static void tell(Replica replica, Master master, EventType event, Outbox out) {
        ReplicaSync.reconfigure(replica, master, Optional.of(master.endpoint()), out);
        replica.repairSent(out.nowMillis());
        out.announce(event, replica);
    }

    /** Whether a master can be trusted with more replicas: it says it is one, is up, and said so a short while ago. */
    private static boolean isSane(Master master, Timing timing, long nowMillis) {
        return master.reportedRole() == Role.MASTER
                && !master.isDown()
                && nowMillis - master.infoMillis() < FRESH_INFO_PERIODS * timing.infoPeriodMillis();
    }
}
