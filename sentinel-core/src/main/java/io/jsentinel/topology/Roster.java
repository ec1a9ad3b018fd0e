package io.jsentinel.topology;

import io.jsentinel.address.Endpoint;
import io.jsentinel.address.RunId;
import io.jsentinel.config.MasterSettings;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** Who is watched: all masters by name, and whom each link belongs to. Members join and leave through it only. */
public final class Roster {

    /** How many addresses are remembered for each master at most. */
    private static final int FOUND_FOR_EACH = 4;

    private final HostNames names = new HostNames();
    private final Openings openings = new Openings();
    private final DownCount downs = new DownCount();
    private final TreeMap<String, Master> masters = new TreeMap<>();

    /** Where masters were found last: other sentinels ask about the same addresses again and again. */
    private final LinkedHashMap<Endpoint, Master> foundAt = new LinkedHashMap<>();

    private final TreeMap<RunId, Shared> byPeer = new TreeMap<>();

    /** By the numbers of their links, which only grow, so that this is their order, too. */
    private final LinkedHashMap<Long, Subject> subjects = new LinkedHashMap<>();

    private List<LinkId> retired = new ArrayList<>();
    private long lastNumber;

    /** Whether another sentinel was ever removed, or moved to another address. */
    private boolean peersLeft;

    /** Whom a link leads to. */
    public sealed interface Subject {

        /** The connection. */
        Link link();

        /** A Redis server of one master. */
        record OfNode(Link link, Master master, Node node) implements Subject {}

        /** Another sentinel, which may watch several masters. */
        record OfPeer(Link link, RunId runId) implements Subject {}

        /** The Redis server or the daemon of a pod, for the sidecar. */
        record OfPod(Link link) implements Subject {}
    }

    /** Another sentinel under all masters that it watches with us. */
    private static final class Shared {

        /** What it is to each of them, by the master's name. */
        private final TreeMap<String, Peer> members = new TreeMap<>();

        /** Where all of them have it; absent when they do not agree. */
        private Optional<Endpoint> at;

        Shared(Endpoint at) {
            this.at = Optional.of(at);
        }

        Peer first() {
            return members.firstEntry().getValue();
        }
    }

    /** What is known of host names. */
    public HostNames names() {
        return names;
    }

    /** The connections that are being made. */
    public Openings openings() {
        return openings;
    }

    /** The masters, by name. */
    public Collection<Master> masters() {
        return Collections.unmodifiableCollection(masters.values());
    }

    public Optional<Master> master(String name) {
        return Optional.ofNullable(masters.get(name));
    }

    /** The master that has this address. Of two that are watched at one, it is the one that was found there before, or the first by name. */
    public Optional<Master> masterAt(Endpoint endpoint) {
        Master before = foundAt.get(endpoint);
        if (before != null && before.location().isAt(endpoint)) {
            return Optional.of(before);
        }
        foundAt.remove(endpoint);
        Optional<Master> found = masters.values().stream()
                .filter(m -> m.location().isAt(endpoint))
                .findFirst();
        found.ifPresent(master -> remember(endpoint, master));
        return found;
    }

    /** Masters move: what was found at old addresses is not kept for ever. */
    private void remember(Endpoint endpoint, Master master) {
        if (foundAt.size() >= FOUND_FOR_EACH * masters.size()) {
            foundAt.clear();
        }
        foundAt.put(endpoint, master);
    }

    /** Whom a connection leads to; nothing when it is an old one. */
    public Optional<Subject> subject(LinkId id) {
        Subject subject = subjects.get(id.number());
        return subject != null && subject.link().id().equals(id) ? Optional.of(subject) : Optional.empty();
    }

    /** Another sentinel, as a member of the first master that it watches with us. */
    public Optional<Peer> peer(RunId runId) {
        return Optional.ofNullable(byPeer.get(runId)).map(Shared::first);
    }

    /** The masters that another sentinel watches with us, by name; a copy. */
    public List<Master> mastersOf(RunId peer) {
        return membershipsOf(peer).stream().map(Peer::master).toList();
    }

    /** What another sentinel is to each master that it watches with us, by the name of the master; a view. */
    public Collection<Peer> membershipsOf(RunId peer) {
        Shared shared = byPeer.get(peer);
        return shared == null ? List.of() : Collections.unmodifiableCollection(shared.members.values());
    }

    /** A master is watched from now on; its name must be new. */
    public Master addMaster(String name, Endpoint endpoint, MasterSettings settings, long nowMillis) {
        NodeLinks links = newLinks(nowMillis);
        Master master = new Master(name, names.locate(endpoint), settings, links, downs);
        masters.put(name, master);
        register(master, master, links);
        return master;
    }

    /** A master is no longer watched. */
    public void removeMaster(Master master) {
        masters.remove(master.name());
        foundAt.values().removeIf(found -> found == master);
        master.forgetDown();
        retire(master);
        retireReplicas(master);
        retirePeers(master);
    }

    /** A replica joins a master; its address must be new. */
    public Replica addReplica(Master master, Endpoint endpoint, long nowMillis) {
        return addReplica(master, names.locate(endpoint), nowMillis);
    }

    /** A replica joins a master; its place must be new. */
    public Replica addReplica(Master master, Location location, long nowMillis) {
        NodeLinks links = newLinks(nowMillis);
        Replica replica = master.addReplica(location, links);
        register(master, replica, links);
        return replica;
    }

    /** A replica of a master is forgotten. */
    public void removeReplica(Master master, Replica replica) {
        retire(replica);
        master.removeReplica(replica);
    }

    /** All replicas of a master are forgotten. */
    public void retireReplicas(Master master) {
        master.replicas().forEach(this::retire);
        master.forgetReplicas();
    }

    /** All other sentinels of a master are forgotten. */
    public void retirePeers(Master master) {
        List.copyOf(master.peers()).forEach(peer -> removePeer(master, peer.runId()));
    }

    /** The server of a master is another one from now on, or is looked at as if it were. */
    public void serveBy(Master master, Location location, long nowMillis) {
        retire(master);
        NodeLinks links = newLinks(nowMillis);
        master.servedBy(location, links);
        register(master, master, links);
    }

    /** Another sentinel joins a master; under all masters it has one link. */
    public Peer addPeer(Master master, RunId runId, Endpoint endpoint, long nowMillis) {
        Location location = names.locate(endpoint);
        Optional<Peer> known = peer(runId);
        Link link = known.map(Instance::link).orElseGet(() -> newPeerLink(runId, nowMillis));
        // One link leads to one place: where a name is followed, it is followed for all masters.
        Location place = known.map(Instance::location)
                .filter(l -> l.told().equals(endpoint))
                .orElse(location);
        Shared everywhere = byPeer.computeIfAbsent(runId, unseen -> new Shared(endpoint));
        everywhere.at = everywhere.at.filter(endpoint::equals);
        Peer peer = master.addPeer(runId, place, link, nowMillis);
        everywhere.members.put(master.name(), peer);
        link.sharedBy(everywhere.members.size());
        return peer;
    }

    /**
     * Another sentinel is reached at another address from now on, under all masters.
     *
     * @return how many masters had it at another address
     */
    public int movePeer(RunId runId, Endpoint endpoint, long nowMillis) {
        Shared shared = byPeer.get(runId);
        if (shared == null
                || shared.at.filter(endpoint::equals).isPresent()
                        && shared.first().location().isAt(endpoint)) {
            // The rule, which costs nothing even where a thousand masters are watched together.
            return 0;
        }
        shared.at = Optional.of(endpoint);
        List<Peer> moved = shared.members.values().stream()
                .filter(p -> !p.location().isAt(endpoint))
                .toList();
        if (!moved.isEmpty()) {
            Location location = names.locate(endpoint);
            retireLink(moved.get(0).link());
            peersLeft = true;
            Link link = newPeerLink(runId, nowMillis);
            link.sharedBy(shared.members.size());
            shared.members.values().forEach(peer -> peer.reachedAt(location, link));
        }
        return moved.size();
    }

    /** Another sentinel leaves a master; its link is closed when it was the last. */
    public void removePeer(Master master, RunId runId) {
        master.peer(runId).ifPresent(peer -> {
            peersLeft = true;
            master.removePeer(runId);
            Shared shared = byPeer.get(runId);
            shared.members.remove(master.name());
            peer.link().sharedBy(shared.members.size());
            if (shared.members.isEmpty()) {
                byPeer.remove(runId);
                retireLink(peer.link());
            }
        });
    }

    /** A connection of the sidecar, which watches nobody. */
    public Link addPodLink(long nowMillis) {
        Link link = new Link(++lastNumber, openings, nowMillis);
        subjects.put(link.id().number(), new Subject.OfPod(link));
        return link;
    }

    /** The sidecar does not need that connection any more. */
    public void retirePodLink(Link link) {
        retireLink(link);
    }

    /** The connections that nobody needs any more, since the last call. */
    public List<LinkId> drainRetired() {
        if (retired.isEmpty()) {
            return List.of();
        }
        List<LinkId> drained = retired;
        retired = new ArrayList<>();
        return drained;
    }

    /** Every link that is in use. */
    public List<Link> links() {
        return subjects.values().stream().map(Subject::link).toList();
    }

    private NodeLinks newLinks(long nowMillis) {
        return new NodeLinks(
                new Link(++lastNumber, openings, nowMillis), new Link(++lastNumber, openings, nowMillis), nowMillis);
    }

    private Link newPeerLink(RunId runId, long nowMillis) {
        Link link = new Link(++lastNumber, openings, nowMillis);
        if (peersLeft) {
            // It may be one that was known before, over a connection that broke.
            link.lost();
        }
        subjects.put(link.id().number(), new Subject.OfPeer(link, runId));
        return link;
    }

    private void register(Master master, Node node, NodeLinks links) {
        subjects.put(links.commands().id().number(), new Subject.OfNode(links.commands(), master, node));
        subjects.put(links.events().id().number(), new Subject.OfNode(links.events(), master, node));
    }

    private void retire(Node node) {
        retireLink(node.link());
        retireLink(node.eventsLink());
    }

    private void retireLink(Link link) {
        subjects.remove(link.id().number());
        link.left();
        if (!link.isClosed()) {
            retired.add(link.id());
        }
    }
}
