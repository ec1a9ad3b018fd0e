package io.jsentinel.failover;

import io.jsentinel.event.EventType;
import io.jsentinel.step.Outbox;
import io.jsentinel.topology.Instance;
import io.jsentinel.topology.Location;
import io.jsentinel.topology.Master;
import io.jsentinel.topology.Peer;
import io.jsentinel.topology.Replica;
import io.jsentinel.topology.Roster;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The moment when a master's name means another server. */
public final class MasterSwitch {

    private MasterSwitch() {}

    /** Tells everybody of the new address, then watches it: the old master becomes a replica, like all others. */
    public static void announceAndApply(Master master, Location to, Roster roster, Outbox out) {
        announce(master, to, out);
        apply(master, to, roster, out);
    }

    /** Tells everybody of the new address. */
    static void announce(Master master, Location to, Outbox out) {
        out.announceOf(
                master,
                EventType.SWITCH_MASTER,
                master.name() + " " + master.endpoint().spaced() + " "
                        + to.shown().spaced());
    }

    /** Watches the new master: the old one becomes a replica, like all others. */
    static void apply(Master master, Location to, Roster roster, Outbox out) {
        Location old = master.location();
        List<Location> replicas = new ArrayList<>();
        // Whoever can publish a hello can switch again and again, so the old masters must not pile up.
        master.replicas().stream()
                .map(Instance::location)
                .filter(l -> !l.isAt(to) && !l.isAt(old))
                .limit(Master.MAX_MEMBERS - 1)
                .forEach(replicas::add);
        if (!old.isAt(to)) {
            replicas.add(old);
        }
        replicas.sort(Comparator.comparing(Location::told));
        roster.retireReplicas(master);
        roster.serveBy(master, to, out.nowMillis());
        master.downForgotten();
        master.peers().forEach(Peer::answerExpired);
        master.peers().forEach(Peer::askAgain);
        for (Location location : replicas) {
            Replica replica = roster.addReplica(master, location, out.nowMillis());
            out.announce(EventType.SLAVE, replica);
        }
        out.configurationChanged(master);
    }
}
