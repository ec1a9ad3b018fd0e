package io.jsentinel.sidecar;

import io.jsentinel.address.Endpoint;
import io.jsentinel.config.SidecarConfig.Fence;
import io.jsentinel.guard.Fencing;
import io.jsentinel.pod.BootState;
import io.jsentinel.pod.LocalRedis;
import io.jsentinel.pod.LocalRedis.Role;
import io.jsentinel.pod.RoleDisplay;
import io.jsentinel.step.Effect;
import io.jsentinel.step.Outbox;
import io.jsentinel.topology.Master;
import io.jsentinel.watch.Watch;
import java.util.Optional;

/** Keeps what the cluster is told of our pod: the role that its labels show, and whether it wants the master's lease. */
final class LabelKeeper {

    private Optional<Role> shown = Optional.empty();
    private boolean isLeaseWanted;

    /**
     * Tells what is new; at the end of every step, so that nothing is told late.
     *
     * @param state how far the sidecar is
     * @return whether the server beside us is something else than what it should be, so that it is worth asking it again soon
     */
    boolean advance(Parts parts, BootState state, Outbox out) {
        Optional<LocalRedis> redis = parts.local().now(out.nowMillis());
        Optional<Watch> watch = parts.watch();
        boolean isOurs = watch.filter(seen -> isOurs(seen, parts)).isPresent();
        boolean isFenced =
                watch.filter(seen -> seen.fence().state() != Fencing.NONE).isPresent();
        Optional<Role> role =
                new RoleDisplay(state, redis, parts.config().local().redis(), isOurs, isFenced).role();
        if (!role.equals(shown)) {
            shown = role;
            out.add(new Effect.ShowRole(role));
        }
        boolean isMaster = redis.filter(LocalRedis::isMaster).isPresent();
        wantLease(parts.config().guard().fence() == Fence.LEASE && isOurs && isMaster, out);
        return watch.isPresent() && redis.isPresent() && isOurs != isMaster;
    }

    private void wantLease(boolean wanted, Outbox out) {
        if (wanted != isLeaseWanted) {
            isLeaseWanted = wanted;
            out.add(new Effect.HoldLease(wanted));
        }
    }

    /** Whether clients are sent to our server as the master. */
    private static boolean isOurs(Watch watch, Parts parts) {
        Master master = watch.master();
        Endpoint told = watch.failover().currentAddress();
        return told.equals(parts.place())
                || told.equals(master.endpoint()) && master.location().isAt(parts.place());
    }
}
