package io.jsentinel.topology;

import static io.jsentinel.topology.Times.NEVER;

import io.jsentinel.address.Endpoint;
import io.jsentinel.address.RunId;
import io.jsentinel.config.MasterSettings;
import io.jsentinel.topology.InfoReport.Role;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** A monitored master, with its replicas and the other sentinels that watch it. */
public final class Master extends Node {

    /** The most replicas or sentinels that one master may have: whoever can publish a hello could invent more. */
    public static final int MAX_MEMBERS = 1024;

    private final String name;
    private final TreeMap<Endpoint, Replica> replicas = new TreeMap<>();
    private final TreeMap<RunId, Peer> peers = new TreeMap<>();
    private MasterSettings settings;
    private long configEpoch;
    private final VoteSaves votes = new VoteSaves();
    private long configurationState;
    private long ledEpoch;
    private long configuredMillis = NEVER;
    private boolean objectivelyDown;
    private long objectivelyDownSinceMillis = NEVER;
    private long rebootedMillis = NEVER;
    private long lostMillis = NEVER;
    private long rebornMillis = NEVER;
    private long masterlessMillis = NEVER;
    private long cutOffMillis = NEVER;
    private final Lineage lineage = new Lineage();
    private final Refusals refusals = new Refusals();
    private boolean moved;
    private int setSize;
    private List<Instance> instances = List.of();
    private final DownCount downs;

    Master(String name, Location location, MasterSettings settings, NodeLinks links, DownCount downs) {
        super(location, links.commands(), links.events(), links.nowMillis());
        this.downs = downs;
        this.name = name;
        this.settings = settings;
        countVoters();
    }

    @Override
    public Role role() {
        return Role.MASTER;
    }

    @Override
    public Master master() {
        return this;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String described() {
        return "master " + name + " " + endpoint().spaced();
    }

    public MasterSettings settings() {
        return settings;
    }

    /** It is watched in another way from now on. */
    public void settings(MasterSettings newSettings) {
        settings = newSettings;
        countVoters();
    }

    /**
     * One voter is in each pod of a set, whether we know it or not.
     *
     * @param pods how many pods there are to be, 0 when it is no set or nobody told
     * @return whether the quorum is another one now
     */
    public boolean isOfSet(int pods) {
        int before = settings.quorum();
        setSize = pods;
        countVoters();
        return settings.quorum() != before;
    }

    /** A quorum that follows the voters is a majority of the set, or of those that are known where there is no set. */
    private void countVoters() {
        int voters = setSize > 0 ? setSize : peers.size() + 1;
        if (settings.isQuorumAuto() && settings.quorum() != MasterSettings.majorityOf(voters)) {
            settings = settings.withAutoQuorum(voters);
        }
    }

    /** The epoch of the configuration in force. */
    public long configEpoch() {
        return configEpoch;
    }

    /** A configuration of that epoch is in force. */
    public void configuredIn(long epoch) {
        configEpoch = epoch;
    }

    /** The configuration of that epoch is the work of a failover that we lead. */
    public void ledIn(long epoch) {
        ledEpoch = epoch;
    }

    /** Whether the configuration in force is the work of a failover that we led. */
    public boolean isOfOurMaking() {
        return configEpoch > 0 && configEpoch == ledEpoch;
    }

    /** Which state has our newest vote for a failover of it. */
    public VoteSaves votes() {
        return votes;
    }

    /** The number of the state that has the configuration in force. */
    public long configurationState() {
        return configurationState;
    }

    /** When the configuration in force was adopted, or {@link Times#NEVER}. */
    public long configuredMillis() {
        return configuredMillis;
    }

    /** That state has the configuration in force. */
    public void configuredInState(long stateNumber, long nowMillis) {
        configurationState = stateNumber;
        configuredMillis = nowMillis;
    }

    @Override
    public void forgive(long lateMillis) {
        super.forgive(lateMillis);
        refusals.forgive(lateMillis);
        if (rebootedMillis != NEVER) {
            rebootedMillis += lateMillis;
        }
        if (configuredMillis != NEVER) {
            configuredMillis += lateMillis;
        }
        if (masterlessMillis != NEVER) {
            masterlessMillis += lateMillis;
        }
        if (cutOffMillis != NEVER) {
            cutOffMillis += lateMillis;
        }
        if (rebornMillis != NEVER) {
            rebornMillis += lateMillis;
        }
    }

    /** The server is another one from now on: what the old one said, and whether it was down, is forgotten. */
    void servedBy(Location newLocation, NodeLinks links) {
        moved |= !newLocation.isAt(location());
        startedAnew(newLocation, links.commands(), links.events(), links.nowMillis());
        rebootedMillis = NEVER;
        lostMillis = NEVER;
        rebornMillis = NEVER;
        masterlessMillis = NEVER;
        cutOffMillis = NEVER;
        refusals.ended();
        objectivelyDown = false;
        cameUp();
    }

    /**
     * Host and port as they are saved: as people wrote them as long as it is the master that they meant, so that a name
     * in their file stays; else as members are saved.
     */
    public Endpoint written() {
        return moved ? location().saved() : location().told();
    }

    /** The stamps of when it was down are forgotten, too. */
    public void downForgotten() {
        forgetDown();
        objectivelyDownSinceMillis = NEVER;
    }

    @Override
    public void wentDown(long nowMillis) {
        if (!isDown()) {
            downs.wentDown();
        }
        super.wentDown(nowMillis);
    }

    @Override
    public void cameUp() {
        countUp();
        super.cameUp();
    }

    @Override
    void forgetDown() {
        countUp();
        super.forgetDown();
    }

    private void countUp() {
        if (isDown()) {
            downs.cameUp();
        }
    }

    /** How many masters that are watched together with it are subjectively down, itself among them. */
    public int mastersDown() {
        return downs.masters();
    }

    /** Whether enough sentinels agree that it is down. */
    public boolean isObjectivelyDown() {
        return objectivelyDown;
    }

    /** Enough sentinels agree from now on. */
    public void wentObjectivelyDown(long nowMillis) {
        objectivelyDown = true;
        objectivelyDownSinceMillis = nowMillis;
    }

    /** Not enough sentinels agree any more; the stamp stays. */
    public void cameObjectivelyUp() {
        objectivelyDown = false;
    }

    /** When enough sentinels last agreed that it is down, or {@link Times#NEVER}. */
    public long objectivelyDownSinceMillis() {
        return objectivelyDownSinceMillis;
    }

    /** It is another process than before at the same address. */
    public void rebooted(long nowMillis) {
        rebootedMillis = nowMillis;
    }

    /** It serves again after a reboot. */
    public void rebootOver() {
        rebootedMillis = NEVER;
    }

    /** When it was restarted and has not served since, or {@link Times#NEVER}. */
    public long rebootedMillis() {
        return rebootedMillis;
    }

    /** A connection for commands that stood is gone: the process may be, too. */
    public void lost(long nowMillis) {
        lostMillis = nowMillis;
    }

    /** When such a connection was last gone since it serves, or {@link Times#NEVER}. */
    public long lostMillis() {
        return lostMillis;
    }

    /** It is another process than before at the same address, whose data nobody has looked at yet. */
    public void reborn(long nowMillis) {
        rebornMillis = nowMillis;
    }

    /** Its data are as good as those of its replicas, or nobody cares. */
    public void rebirthOver() {
        rebornMillis = NEVER;
    }

    /** Whether it began anew, and may have lost what its replicas have. */
    public boolean isReborn() {
        return rebornMillis != NEVER;
    }

    /** When it was seen that it began anew, or {@link Times#NEVER}. */
    public long rebornMillis() {
        return rebornMillis;
    }

    /** It was looked at whether all nodes together say that nobody is the master. */
    public void masterless(boolean isSo, long nowMillis) {
        if (!isSo) {
            masterlessMillis = NEVER;
        } else if (masterlessMillis == NEVER) {
            masterlessMillis = nowMillis;
        }
    }

    /** Since when all nodes together have said that nobody is the master, or {@link Times#NEVER}. */
    public long masterlessMillis() {
        return masterlessMillis;
    }

    /** It was looked at whether it is a replica that does not reach whom it follows. */
    public void cutOff(boolean isSo, long nowMillis) {
        if (!isSo) {
            cutOffMillis = NEVER;
        } else if (cutOffMillis == NEVER) {
            cutOffMillis = nowMillis;
        }
    }

    /** Since when it has been a replica that does not reach whom it follows, as it says, or {@link Times#NEVER}. */
    public long cutOffMillis() {
        return cutOffMillis;
    }

    /** The connections that it refused last. */
    public Refusals refusals() {
        return refusals;
    }

    /** The ids that its data have had. */
    public Lineage lineage() {
        return lineage;
    }

    /** Everybody is told of our configuration at once. */
    public void hellosAreDue() {
        helloIsDue();
        replicas.values().forEach(Instance::helloIsDue);
        peers.values().forEach(Instance::helloIsDue);
    }

    /** Itself, its replicas, and the other sentinels, as they are now: who joins or leaves later is not in or still in it. */
    public List<Instance> instances() {
        if (instances.isEmpty()) {
            List<Instance> all = new ArrayList<>(1 + memberCount());
            all.add(this);
            all.addAll(replicas.values());
            all.addAll(peers.values());
            instances = List.copyOf(all);
        }
        return instances;
    }

    /** The replicas, by address. */
    public Collection<Replica> replicas() {
        return Collections.unmodifiableCollection(replicas.values());
    }

    /** The replica at that host and port, under whatever name. */
    public Optional<Replica> replica(Endpoint endpoint) {
        Replica told = replicas.get(endpoint);
        return told != null || !location().names().areResolved()
                ? Optional.ofNullable(told)
                : replicas().stream().filter(r -> r.location().isAt(endpoint)).findFirst();
    }

    /** A replica joins; its address must be new. */
    Replica addReplica(Location location, NodeLinks links) {
        Replica replica = new Replica(this, location, links.commands(), links.events(), links.nowMillis());
        replicas.put(location.told(), replica);
        instances = List.of();
        return replica;
    }

    /** A replica that is known by its address is called by a name: from now on the name is followed. */
    public void nameReplica(Replica replica, Endpoint called) {
        Endpoint before = replica.location().told();
        replica.location().nameFrom(called);
        if (!replica.location().told().equals(before)) {
            replicas.remove(before);
            replicas.put(replica.location().told(), replica);
            instances = List.of();
        }
    }

    /** A replica is forgotten. */
    void removeReplica(Replica replica) {
        replicas.remove(replica.location().told());
        instances = List.of();
    }

    /** All replicas are forgotten. */
    public void forgetReplicas() {
        replicas.clear();
        instances = List.of();
    }

    /** The other sentinels, by identity. */
    public Collection<Peer> peers() {
        return Collections.unmodifiableCollection(peers.values());
    }

    public Optional<Peer> peer(RunId runId) {
        return Optional.ofNullable(peers.get(runId));
    }

    /** The sentinel that gave a connection that name, as all do ({@link Peer#connectionName}), if it can be only one. */
    public Optional<Peer> peerNamed(String connection) {
        List<Peer> named = peers.values().stream()
                .filter(p -> Peer.connectionName(p.runId(), Peer.COMMANDS).equals(connection))
                .toList();
        return named.size() == 1 ? Optional.of(named.get(0)) : Optional.empty();
    }

    /** How many replicas and other sentinels it has. */
    public int memberCount() {
        return replicas.size() + peers.size();
    }

    /** Another sentinel joins, or the same one at another address. */
    Peer addPeer(RunId runId, Location location, Link link, long nowMillis) {
        Peer peer = new Peer(this, runId, location, link, nowMillis);
        peers.put(runId, peer);
        instances = List.of();
        countVoters();
        return peer;
    }

    /** Another sentinel is forgotten. */
    public void removePeer(RunId runId) {
        peers.remove(runId);
        instances = List.of();
        countVoters();
    }
}
