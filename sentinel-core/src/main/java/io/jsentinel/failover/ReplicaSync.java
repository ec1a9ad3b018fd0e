package io.jsentinel.failover;

import io.jsentinel.address.Endpoint;
import io.jsentinel.event.EventType;
import io.jsentinel.step.Outbox;
import io.jsentinel.topology.InfoReport.Role;
import io.jsentinel.topology.Location;
import io.jsentinel.topology.Master;
import io.jsentinel.topology.Replica;
import io.jsentinel.topology.Replica.Sync;
import io.jsentinel.topology.Self;
import java.util.List;
import java.util.Optional;

/** Makes the other replicas follow a promoted one, at most {@code parallel-syncs} at a time. */
public final class ReplicaSync {

    /** For how long a new master may say that it is none before nobody follows it any more. */
    private static final long STEPPED_DOWN_MILLIS = 2_000;

    private final Master master;
    private final Self self;
    private final Orders orders;
    private final ForeignGuard foreignGuard;

    ReplicaSync(Master master, Self self, Orders orders, ForeignGuard foreignGuard) {
        this.foreignGuard = foreignGuard;
        this.master = master;
        this.self = self;
        this.orders = orders;
    }

    /**
     * Tells as many replicas as may be told now.
     *
     * @param promoted the new master
     * @param sinceMillis since when replicas are told
     * @return whether the failover is over: all who can be reached follow, or the time is
     *     up, or there is nobody to follow any more
     */
    boolean advance(Replica promoted, long sinceMillis, Outbox out) {
        List<Replica> others =
                master.replicas().stream().filter(r -> r != promoted).toList();
        others.forEach(r -> giveUpLate(r, out));
        tell(others, promoted.endpoint(), out);
        if (promoted.isDown() || hasSteppedDown(promoted, out)) {
            // Redis waits for it. But it can only be replaced, or mended, once it is watched as the master that it is.
            return true;
        }
        if (others.stream().allMatch(r -> r.sync() == Sync.DONE || r.isDown() || r.isStranger())) {
            return true;
        }
        long limitAt = sinceMillis + master.settings().failoverTimeoutMillis();
        if (out.nowMillis() <= limitAt) {
            out.lookAgainAt(limitAt + 1);
            return false;
        }
        out.announce(EventType.FAILOVER_END_FOR_TIMEOUT, master);
        tellTheRest(others, promoted.endpoint(), out);
        return true;
    }

    /** Whether the new master has said for a while that it is none any more: somebody else ordered that, or a restart did. */
    private static boolean hasSteppedDown(Replica promoted, Outbox out) {
        if (promoted.reportedRole() == Role.MASTER) {
            return false;
        }
        long limitAt = promoted.reportedRoleSinceMillis() + STEPPED_DOWN_MILLIS;
        out.lookAgainAt(Math.max(limitAt, out.nowMillis()) + 1);
        return out.nowMillis() > limitAt;
    }

    private void giveUpLate(Replica replica, Outbox out) {
        if (replica.sync() != Sync.SENT) {
            return;
        }
        long limitAt = replica.syncSentMillis() + self.timing().slaveReconfTimeoutMillis();
        if (out.nowMillis() > limitAt) {
            replica.syncDone();
            out.announce(EventType.SLAVE_RECONF_SENT_TIMEOUT, replica);
        } else {
            out.lookAgainAt(limitAt + 1);
        }
    }

    private void tell(List<Replica> others, Endpoint newMaster, Outbox out) {
        long free = master.settings().parallelSyncs()
                - others.stream().filter(Replica::isSyncing).count();
        for (Replica replica : others) {
            if (!replica.link().isUp() || !foreignGuard.mayCommand(replica, out)) {
                continue;
            }
            if (replica.sync() == Sync.SENT && !replica.isSyncLost()) {
                orders.repeatIfDue(replica, out);
            } else if (replica.isSyncLost()) {
                orders.give(replica, Optional.of(newMaster), out);
                replica.syncSent(out.nowMillis());
            } else if (free > 0 && replica.sync() == Sync.NONE && replica.link().isUp() && !replica.isDown()) {
                orders.give(replica, Optional.of(newMaster), out);
                replica.syncSent(out.nowMillis());
                out.announce(EventType.SLAVE_RECONF_SENT, replica);
                free--;
            }
        }
    }

    private void tellTheRest(List<Replica> others, Endpoint newMaster, Outbox out) {
        for (Replica replica : others) {
            boolean isLeft = replica.sync() == Sync.NONE && replica.link().isUp();
            if (isLeft && foreignGuard.mayCommand(replica, out)) {
                orders.give(replica, Optional.of(newMaster), out);
                out.announce(EventType.SLAVE_RECONF_SENT_BEST_EFFORT, replica);
            }
        }
    }

    /** What an INFO of a replica says about its way to the new master. */
    public static void observe(Replica replica, Location newMaster, Outbox out) {
        boolean follows =
                replica.report().masterEndpoint().filter(newMaster::isAt).isPresent();
        if (replica.sync() == Sync.SENT && follows) {
            replica.syncBegan();
            out.announce(EventType.SLAVE_RECONF_INPROG, replica);
        }
        if (replica.sync() == Sync.IN_PROGRESS && follows && replica.report().masterLinkUp()) {
            replica.syncDone();
            out.announce(EventType.SLAVE_RECONF_DONE, replica);
        }
    }
}
