package io.jsentinel.status;

import io.jsentinel.address.RunId;
import io.jsentinel.failover.Failover;
import io.jsentinel.failover.ReplicaSelection;
import io.jsentinel.guard.Fencing;
import io.jsentinel.health.QuorumCheck;
import io.jsentinel.pod.BootState;
import io.jsentinel.sidecar.Sidecar;
import io.jsentinel.status.InstanceStatus.Contact;
import io.jsentinel.status.MasterStatus.FailoverStatus;
import io.jsentinel.status.MasterStatus.Health;
import io.jsentinel.topology.CrashPoint;
import io.jsentinel.topology.Instance;
import io.jsentinel.topology.Link;
import io.jsentinel.topology.Location;
import io.jsentinel.topology.Master;
import io.jsentinel.topology.Node;
import io.jsentinel.topology.Peer;
import io.jsentinel.topology.Replica;
import io.jsentinel.watch.Realm;
import io.jsentinel.watch.Watch;
import java.util.Optional;

/** Takes a {@link Status} of what is known at one moment. */
public final class StatusReading {

    private final Realm realm;
    private final Sidecar sidecar;
    private final long nowMillis;

    private StatusReading(Realm realm, Sidecar sidecar, long nowMillis) {
        this.realm = realm;
        this.sidecar = sidecar;
        this.nowMillis = nowMillis;
    }

    /**
     * Takes the picture.
     *
     * @param of what is known
     * @param past what happened before
     * @param saveFailing whether the state cannot be saved
     * @param nowMillis the moment
     */
    public static Status take(Subject of, Past past, boolean saveFailing, long nowMillis) {
        StatusReading reading = new StatusReading(of.realm(), of.sidecar(), nowMillis);
        return new Status(
                nowMillis,
                reading.own(saveFailing),
                of.realm().watches().all().stream().map(reading::master).toList(),
                past);
    }

    /**
     * What the picture is of.
     *
     * @param realm all that is watched
     * @param sidecar the Redis server beside us
     */
    public record Subject(Realm realm, Sidecar sidecar) {}

    private Optional<BootState> boot() {
        return sidecar.isOn() ? Optional.of(sidecar.state()) : Optional.empty();
    }

    private boolean isFenced() {
        return realm.watches().all().stream().anyMatch(watch -> watch.fence().state() != Fencing.NONE);
    }

    private OwnStatus own(boolean saveFailing) {
        return new OwnStatus(
                realm.self().runId().value(),
                realm.self().currentEpoch(),
                realm.stall().isTilted(),
                saveFailing,
                new OwnStatus.Duty(realm.self().isLeaving(), isFenced(), boot()),
                new OwnStatus.Scripts(
                        realm.scripts().runningCount(), realm.scripts().jobs().size()),
                realm.self().crashPoints().stream().mapToInt(CrashPoint::flag).sum());
    }

    private MasterStatus master(Watch watch) {
        Master master = watch.master();
        return new MasterStatus(
                master.name(),
                master.settings(),
                watch.failover().currentAddress(),
                master.configEpoch(),
                health(master),
                failover(watch.failover()),
                QuorumCheck.of(master),
                node(master, watch, Optional.empty()),
                master.replicas().stream()
                        .map(r -> node(r, watch, refusal(r, master)))
                        .toList(),
                master.peers().stream().map(p -> peer(p, watch)).toList());
    }

    private Optional<String> refusal(Replica replica, Master master) {
        return ReplicaSelection.refusal(replica, master, realm.self().timing(), nowMillis);
    }

    private static Health health(Master master) {
        if (master.isObjectivelyDown()) {
            return Health.OBJECTIVELY_DOWN;
        }
        return master.isDown() ? Health.SUBJECTIVELY_DOWN : Health.OK;
    }

    private static FailoverStatus failover(Failover failover) {
        return new FailoverStatus(
                failover.state(),
                failover.epoch(),
                failover.isInProgress() ? Optional.of(failover.plan().reason()) : Optional.empty(),
                failover.promoted().map(Instance::endpoint));
    }

    private static NodeStatus node(Node node, Watch watch, Optional<String> refusal) {
        return new NodeStatus(
                instance(node, watch),
                node.reportedRole(),
                node.reportedRoleSinceMillis(),
                node.infoMillis(),
                node.report(),
                refusal);
    }

    private static PeerStatus peer(Peer peer, Watch watch) {
        return new PeerStatus(
                instance(peer, watch),
                peer.lastHelloMillis(),
                peer.saysMasterDown(),
                peer.votedFor().map(RunId::value));
    }

    private static InstanceStatus instance(Instance instance, Watch watch) {
        Link link = instance.link();
        return new InstanceStatus(
                instance.name(),
                instance.endpoint(),
                instance.location().target(),
                instance.shownRunId(),
                Flags.of(instance, watch),
                new Contact(
                        instance.isDown(),
                        link.isUp(),
                        link.lastAvailableMillis(),
                        instance.downSinceMillis(),
                        isOnThisMachine(instance.location(), link)));
    }

    /** A connection to an address of this machine itself comes from that very address. */
    private static boolean isOnThisMachine(Location location, Link link) {
        return !link.localHost().isEmpty()
                && location.target()
                        .filter(to -> to.host().equals(link.localHost()))
                        .isPresent();
    }
}
