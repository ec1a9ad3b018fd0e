package io.jsentinel.failover;

import io.jsentinel.address.Endpoint;
import io.jsentinel.event.EventType;
import io.jsentinel.step.Outbox;
import io.jsentinel.topology.Instance;
import io.jsentinel.topology.Master;
import io.jsentinel.topology.Peer;
import io.jsentinel.topology.Replica;
import io.jsentinel.topology.Roster;
import java.util.TreeSet;

/** The moment when a master's name means another server. */
public final class MasterSwitch {

    private MasterSwitch() {}

    /** Tells everybody of the new address, then watches it: the old master becomes a replica, like all others. */
    public static void announceAndApply(Master master, Endpoint to, Roster roster, Outbox out) {
        out.announceOf(
                master,
                EventType.SWITCH_MASTER,
                master.name() + " " + master.endpoint().spaced() + " " + to.spaced());
        TreeSet<Endpoint> replicas = new TreeSet<>();
        // Whoever can publish a hello can switch again and again, so the old masters must not pile up.
        master.replicas().stream()
                .map(Instance::endpoint)
                .filter(e -> !e.equals(to))
                .limit(Master.MAX_MEMBERS - 1)
                .forEach(replicas::add);
        replicas.add(master.endpoint());
        replicas.remove(to);
        roster.retireReplicas(master);
        roster.serveBy(master, to, out.nowMillis());
        master.downForgotten();
        master.peers().forEach(Peer::answerExpired);
        master.peers().forEach(Peer::askAgain);
        for (Endpoint endpoint : replicas) {
            Replica replica = roster.addReplica(master, endpoint, out.nowMillis());
            out.announce(EventType.SLAVE, replica);
        }
        out.configurationChanged(master);
    }
}
