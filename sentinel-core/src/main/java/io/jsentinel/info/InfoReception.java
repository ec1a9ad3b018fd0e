package io.jsentinel.info;

import io.jsentinel.address.Endpoint;
import io.jsentinel.address.RunId;
import io.jsentinel.event.EventType;
import io.jsentinel.event.EventType.Level;
import io.jsentinel.failover.Failover;
import io.jsentinel.failover.FailoverState;
import io.jsentinel.failover.ReplicaSync;
import io.jsentinel.step.Outbox;
import io.jsentinel.topology.InfoReport;
import io.jsentinel.topology.InfoReport.History;
import io.jsentinel.topology.InfoReport.Role;
import io.jsentinel.topology.Instance;
import io.jsentinel.topology.Location;
import io.jsentinel.topology.Master;
import io.jsentinel.topology.Node;
import io.jsentinel.topology.Replica;
import io.jsentinel.topology.Roster;
import java.util.List;
import java.util.Optional;

/** What the INFO of a Redis server changes: who it is, which role it has, which replicas there are. */
public final class InfoReception {

    private final Roster roster;

    public InfoReception(Roster roster) {
        this.roster = roster;
    }

    /** Takes in a report. */
    public void receive(Node node, InfoReport report, Scene scene, Outbox out) {
        node.reported(report, out.nowMillis());
        if (node == scene.master()) {
            noticeRebirth(scene.master(), out);
        }
        report.runId().ifPresent(id -> identify(node, id, scene.master(), out));
        rememberLineage(node, scene, out);
        if (node == scene.master()) {
            discoverAgain(scene.master(), scene.failover(), out);
        }
        if (report.role() != node.reportedRole()) {
            node.roleReported(report.role(), out.nowMillis());
            out.announce(
                    report.role() == node.role() ? EventType.ROLE_CHANGE : EventType.ROLE_CHANGE_UNEXPECTED,
                    node,
                    "new reported role is " + report.role().word());
        }
        if (node instanceof Replica replica && scene.trusted()) {
            act(replica, scene, out);
        }
    }

    /**
     * Where a report comes in.
     *
     * @param master the master that the node belongs to, or is
     * @param failover that master's failover
     * @param trusted false in a tilt: facts are noted, but nothing is done about them
     */
    public record Scene(Master master, Failover failover, boolean trusted) {}

    /** What a master has is its data, unless it just began anew: then that has to be looked at first. */
    private static void rememberLineage(Node node, Scene scene, Outbox out) {
        Master master = scene.master();
        History history = node.report().history();
        // A replica that was promoted has a new id beside one that is known, and others may already follow it.
        boolean isOf = node == master
                ? !master.isReborn() && (node.report().role() == Role.MASTER || copiesReplica(master))
                : master.lineage().has(history);
        // What a promotion changes is saved with the new master: a save of its own would make clients wait for two.
        boolean savedSoon = scene.failover().state() == FailoverState.WAIT_PROMOTION
                && scene.failover().promoted().filter(r -> r == node).isPresent();
        // Whoever knows nothing of a master yet trusts its address, and does so again: with many masters each would
        // have its save.
        boolean isFirst = master.lineage().isEmpty();
        if (isOf && master.lineage().add(history) && !savedSoon) {
            if (isFirst) {
                out.learned();
            } else {
                out.stateChanged();
            }
        }
    }

    /**
     * Whether a master copies what one of its replicas has: a hand-over undone by crashes can leave them so. Whatever that
     * one was before, its data are the master's now.
     */
    private static boolean copiesReplica(Master master) {
        return master.report().masterLinkUp()
                && !master.followsItself()
                && master.report().masterEndpoint().flatMap(master::replica).isPresent();
    }

    /** A master that we meet for the first time since we run may have begun anew while we did not. */
    private static void noticeRebirth(Master master, Outbox out) {
        History history = master.report().history();
        boolean isNew = master.runId().isEmpty()
                && !master.lineage().isEmpty()
                && !history.replicationId().isEmpty()
                && !master.lineage().has(history);
        if (isNew) {
            master.reborn(out.nowMillis());
        }
    }

    private static void identify(Node node, RunId id, Master master, Outbox out) {
        if (node.runId().filter(id::equals).isPresent()) {
            return;
        }
        if (node.runId().isPresent()) {
            out.announce(EventType.REBOOT, node);
            if (node == master) {
                master.reborn(out.nowMillis());
            }
            if (node == master && master.settings().rebootDownAfterMillis() > 0) {
                master.rebooted(out.nowMillis());
            }
        }
        node.identified(id);
    }

    /** Finds the replicas that the master tells of: when it tells, and when a name was answered, as they may be told by name. */
    public void discoverAgain(Master master, Failover failover, Outbox out) {
        master.report().replicas().forEach(endpoint -> discover(endpoint, master, out));
        if (roster.names().areResolved() && !failover.isInProgress()) {
            uniteTwins(master, out);
        }
    }

    /** One that we knew by name before we knew where it is may be the one that the master has told of by its address. */
    private void uniteTwins(Master master, Outbox out) {
        List<Replica> named =
                master.replicas().stream().filter(r -> r.location().isNamed()).toList();
        for (Replica one : named) {
            master.replicas().stream()
                    .filter(r -> !r.location().isNamed())
                    .filter(r -> r.location().isAt(one.location().told()))
                    .findFirst()
                    .ifPresent(twin -> {
                        out.log(Level.NOTICE, twin.described() + " is " + one.described());
                        roster.removeReplica(master, twin);
                        out.learned();
                    });
        }
    }

    private void discover(Endpoint endpoint, Master master, Outbox out) {
        if (!roster.names().takes(endpoint.host()) || master.location().isAt(endpoint)) {
            return;
        }
        Optional<Replica> known = master.replica(endpoint);
        if (known.isPresent()) {
            master.nameReplica(known.get(), endpoint);
            return;
        }
        Location place = roster.names().locate(endpoint);
        // One that cannot be resolved cannot be told from those that we know; it joins when its name is answered.
        if (place.target().isEmpty() || master.replicas().size() >= Master.MAX_MEMBERS) {
            return;
        }
        Replica replica = roster.addReplica(master, place, out.nowMillis());
        out.announce(EventType.SLAVE, replica);
        out.learned();
    }

    private void act(Replica replica, Scene scene, Outbox out) {
        Failover failover = scene.failover();
        failover.foreignGuard().observe(replica);
        boolean chosen = failover.promoted().filter(r -> r == replica).isPresent();
        if (chosen) {
            if (replica.reportedRole() == Role.MASTER && failover.state() == FailoverState.WAIT_PROMOTION) {
                failover.replicaIsMaster(out);
            }
            return;
        }
        Optional<Location> newMaster = failover.promoted().map(Instance::location);
        newMaster.ifPresent(to -> ReplicaSync.observe(replica, to, out));
        if (!failover.isInProgress()) {
            failover.roleRepair().repair(replica, out);
        }
    }
}
