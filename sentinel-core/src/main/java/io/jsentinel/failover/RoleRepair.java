package io.jsentinel.failover;

import io.jsentinel.address.Endpoint;
import io.jsentinel.event.EventType;
import io.jsentinel.step.Outbox;
import io.jsentinel.topology.InfoReport.Role;
import io.jsentinel.topology.Master;
import io.jsentinel.topology.Replica;
import io.jsentinel.topology.Self;
import java.util.Optional;

/** Brings a replica back that says it is a master, or follows another one: an old master that returns, above all. */
public final class RoleRepair {

    /** How many hello periods a replica may say that it is a master: time for news of a newer configuration. */
    private static final int PATIENCE_PERIODS = 4;

    /** How many INFO periods the master's INFO may be old. */
    private static final int FRESH_INFO_PERIODS = 2;

    private final Master master;
    private final Self self;
    private final Orders orders;
    private final ForeignGuard foreignGuard;

    RoleRepair(Master master, Self self, Orders orders, ForeignGuard foreignGuard) {
        this.foreignGuard = foreignGuard;
        this.master = master;
        this.self = self;
        this.orders = orders;
    }

    /** Looks at a replica that has just answered an INFO, outside of a failover that concerns it. */
    public void repair(Replica replica, Outbox out) {
        boolean ready = isSane(out.nowMillis()) && out.mayTellConfiguration(master);
        if (!ready || !isAstray(replica) || !replica.link().isUp() || replica.isDown()) {
            return;
        }
        if (!foreignGuard.mayCommand(replica, out)) {
            return;
        }
        if (out.nowMillis() - replica.repairSentMillis() < self.timing().infoPeriodMillis()) {
            // A node that does not obey is told again, but not at once: it may not be allowed to.
            orders.repeatIfDue(replica, out);
        } else if (replica.reportedRole() == Role.MASTER) {
            convert(replica, out);
        } else if (replica.followsItself()) {
            wake(replica, out);
        } else {
            redirect(replica, out);
        }
    }

    /**
     * A server that follows itself waits for its first order. It may have data that we know nothing of, if we were cut off
     * while it was a master: nobody orders it who has not heard since that the others hold with the same master.
     */
    private void wake(Replica replica, Outbox out) {
        long heard = master.peers().stream()
                .filter(peer -> peer.lastHelloMillis() >= replica.link().upSinceMillis())
                .count();
        if (heard + 1 >= (master.peers().size() + 1) / 2 + 1) {
            tell(replica, EventType.FIX_SLAVE_CONFIG, out);
        }
    }

    /** Whether it says that it is a master, or that it follows another one than ours. */
    private boolean isAstray(Replica replica) {
        return replica.reportedRole() == Role.MASTER
                || replica.report()
                        .masterEndpoint()
                        .filter(followed -> isOther(followed, replica.report().masterLinkUp()))
                        .isPresent();
    }

    /** Whether a master is not ours. A name that nobody can resolve is no reason to break a link that stands. */
    private boolean isOther(Endpoint followed, boolean linkUp) {
        return !master.location().isAt(followed) && (master.location().isElsewhere(followed) || !linkUp);
    }

    private void convert(Replica replica, Outbox out) {
        long patience = newsPatienceMillis();
        if (isReachedFor(replica, patience, out.nowMillis())
                && out.nowMillis() - replica.reportedRoleSinceMillis() > patience) {
            tell(replica, EventType.CONVERT_TO_SLAVE, out);
        }
    }

    private void redirect(Replica replica, Outbox out) {
        long patience = redirectPatienceMillis();
        if (isReachedFor(replica, patience, out.nowMillis())
                && out.nowMillis() - replica.masterChangedMillis() > patience) {
            tell(replica, EventType.FIX_SLAVE_CONFIG, out);
        }
    }

    /**
     * Whether a replica was not down, and connected to us, for so long. While we could not reach it others may have made
     * it the master: their hellos come by that connection, and need some time. Redis counts from when it went down.
     */
    private static boolean isReachedFor(Replica replica, long periodMillis, long nowMillis) {
        return nowMillis - replica.downSinceMillis() > periodMillis
                && nowMillis - replica.link().upSinceMillis() > periodMillis;
    }

    /**
     * How long a replica may follow another master than ours. Who did not lead the failover does not know which replicas
     * still wait for their turn, and waits for the failover timeout, as Redis does. The leader knows that all had theirs:
     * a replica that follows another one missed it.
     */
    private long redirectPatienceMillis() {
        long usual = master.settings().failoverTimeoutMillis();
        return master.isOfOurMaking() ? Math.min(usual, newsPatienceMillis()) : usual;
    }

    private long newsPatienceMillis() {
        return PATIENCE_PERIODS * self.timing().publishPeriodMillis();
    }

    private void tell(Replica replica, EventType event, Outbox out) {
        orders.give(replica, Optional.of(master.endpoint()), out);
        replica.repairSent(out.nowMillis());
        out.announce(event, replica);
    }

    /** Whether a master can be trusted with more replicas: it says it is one, is up, and said so a short while ago. */
    private boolean isSane(long nowMillis) {
        return master.reportedRole() == Role.MASTER
                && !master.isDown()
                && nowMillis - master.infoMillis()
                        < FRESH_INFO_PERIODS * self.timing().infoPeriodMillis();
    }
}
