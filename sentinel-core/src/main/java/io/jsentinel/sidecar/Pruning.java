package io.jsentinel.sidecar;

import io.jsentinel.address.RunId;
import io.jsentinel.event.EventType.Level;
import io.jsentinel.pod.PeerState;
import io.jsentinel.pod.PodIdentity;
import io.jsentinel.step.Input;
import io.jsentinel.step.Outbox;
import io.jsentinel.topology.Instance;
import io.jsentinel.topology.Master;
import io.jsentinel.topology.Peer;
import io.jsentinel.topology.Replica;
import io.jsentinel.topology.Roster;
import io.jsentinel.watch.Watch;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Forgets pods that are gone, each by its name. A replica is gone when it has long been down and its name is not there
 * any more: an answer that nobody gave says nothing. A voter is only forgotten when its pod is not to be any more, or has
 * another voter now: else a partition would make the majority smaller on both of its sides.
 */
final class Pruning {

    /** The most names of which is remembered that they are not there. */
    private static final int MAX_ABSENT = 1024;

    private final Parts parts;
    private final TreeSet<String> absent = new TreeSet<>();
    private final TreeMap<PodIdentity, RunId> voters = new TreeMap<>();

    Pruning(Parts parts) {
        this.parts = parts;
    }

    /** An answer about a name came. */
    void onResolved(Input.Resolved input) {
        String name = input.name().toLowerCase(Locale.ROOT);
        if (!input.addresses().isEmpty()) {
            absent.remove(name);
        } else if (!input.isFailure() && absent.size() < MAX_ABSENT) {
            absent.add(name);
        }
    }

    /**
     * Forgets who is gone.
     *
     * @param pods how many pods there are to be, 0 when nobody told
     */
    void advance(Watch watch, int pods, Outbox out) {
        Master master = watch.master();
        Roster roster = parts.roster();
        if (watch.failover().isInProgress()) {
            return;
        }
        for (Replica replica : List.copyOf(master.replicas())) {
            if (isLongDown(replica, out) && isAbsent(replica)) {
                tell(replica, "its pod is not there any more", out);
                roster.removeReplica(master, replica);
            }
        }
        for (Peer peer : List.copyOf(master.peers())) {
            if (isLongDown(peer, out) && isLeftOver(peer, pods)) {
                tell(peer, "its pod is not to be any more", out);
                roster.removePeer(master, peer.runId());
            }
        }
        forgetReplaced(master, out);
    }

    private boolean isLongDown(Instance instance, Outbox out) {
        return instance.isDown()
                && out.nowMillis() - instance.downSinceMillis()
                        > parts.config().guard().pruneAfterMillis();
    }

    private boolean isAbsent(Instance instance) {
        return instance.location().isNamed()
                && absent.contains(instance.location().told().host().toLowerCase(Locale.ROOT));
    }

    /** Whether it is in a pod of ours beyond those that are to be. */
    private boolean isLeftOver(Peer peer, int pods) {
        return pods > 0
                && podOf(peer)
                        .filter(pod -> pod.ordinal().isPresent() && !pod.isAmong(pods))
                        .isPresent();
    }

    private Optional<PodIdentity> podOf(Peer peer) {
        String end = "." + parts.config().pod().service().toLowerCase(Locale.ROOT);
        String host = peer.location().told().host().toLowerCase(Locale.ROOT);
        Optional<PodIdentity> named = host.endsWith(end)
                ? Optional.of(new PodIdentity(host.substring(0, host.length() - end.length())))
                : Optional.empty();
        return named.or(() -> voters.entrySet().stream()
                .filter(entry -> entry.getValue().equals(peer.runId()))
                .map(entry -> entry.getKey())
                .findFirst());
    }

    /** A pod that came back with another voter has only that one: the one before will not vote again. */
    private void forgetReplaced(Master master, Outbox out) {
        for (PodPeers.Peer told : parts.peers().fresh(out.nowMillis(), PodPeers.FRESH_MILLIS)) {
            PeerState.Who who = told.state().orElseThrow().who();
            RunId before = voters.put(who.pod(), who.sentinel());
            if (before == null || before.equals(who.sentinel())) {
                continue;
            }
            master.peer(before).ifPresent(peer -> {
                tell(peer, "its pod has another sentinel now", out);
                parts.roster().removePeer(master, before);
            });
        }
    }

    private static void tell(Instance gone, String why, Outbox out) {
        out.log(Level.NOTICE, "sidecar: " + gone.described() + " is forgotten: " + why);
        out.stateChanged();
    }
}
