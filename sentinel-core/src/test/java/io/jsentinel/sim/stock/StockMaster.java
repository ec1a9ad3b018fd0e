package io.jsentinel.sim.stock;

import io.jsentinel.address.Endpoint;
import io.jsentinel.address.RunId;
import io.jsentinel.config.KnownSentinel;
import io.jsentinel.config.MasterConfig;
import io.jsentinel.config.MasterMemory;
import io.jsentinel.config.MasterSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** A master with its replicas, its sentinels, our vote and our failover. */
final class StockMaster {

    /** How far a failover is. */
    enum State {
        NONE,
        WAIT_START,
        SELECT_SLAVE,
        SEND_SLAVEOF_NOONE,
        WAIT_PROMOTION,
        RECONF_SLAVES,
        UPDATE_CONFIG
    }

    final StockSentinel owner;
    final String name;
    final StockWatch watch;
    final TreeMap<Endpoint, StockNode> replicas = new TreeMap<>();
    final TreeMap<String, StockPeer> peers = new TreeMap<>();
    MasterSettings settings;
    StockNode node;
    long configEpoch;

    boolean isObjectivelyDown;

    /** Whom we voted for; empty = nobody that we know of. */
    String leader = "";

    long leaderEpoch;

    State state = State.NONE;
    boolean isForced;
    long failoverEpoch;
    long stateMillis;

    /** When an attempt began, ours or one of somebody that we voted for; with the chance on top. */
    long startedMillis = StockTimes.NEVER;

    Optional<StockNode> promoted = Optional.empty();

    StockMaster(StockSentinel owner, MasterConfig config) {
        this.owner = owner;
        this.name = config.name();
        this.watch = new StockWatch(owner, this);
        this.settings = config.settings();
        this.node = new StockNode(owner, config.address(), true);
        MasterMemory memory = config.memory();
        configEpoch = memory.configEpoch();
        leaderEpoch = memory.leaderEpoch();
        memory.replicas().forEach(this::addReplica);
        for (KnownSentinel known : memory.sentinels()) {
            String id = known.runId().value();
            StockPeer peer = new StockPeer(owner, known.endpoint(), id, owner.linkTo(id, known.endpoint()));
            peers.put(id, peer);
        }
    }

    StockNode addReplica(Endpoint address) {
        StockNode replica = new StockNode(owner, address, false);
        replicas.put(address, replica);
        return replica;
    }

    boolean isInProgress() {
        return state != State.NONE;
    }

    void enter(State next) {
        state = next;
        stateMillis = owner.nowMillis();
    }

    long inStateMillis() {
        return owner.nowMillis() - stateMillis;
    }

    /** Where clients are sent: the promoted replica as soon as it said that it is a master. */
    Endpoint currentAddress() {
        boolean isConfirmed = state == State.RECONF_SLAVES || state == State.UPDATE_CONFIG;
        return isConfirmed ? promoted.orElseThrow().address : node.address;
    }

    /** Everybody, the master first. */
    List<StockInstance> all() {
        List<StockInstance> all = new ArrayList<>(List.of(node));
        all.addAll(replicas.values());
        all.addAll(peers.values());
        return all;
    }

    /** Everything but the sentinels, the epochs and the last INFO is forgotten. @param address of the master from now on */
    void restart(Endpoint address) {
        replicas.values().forEach(r -> r.link.close());
        replicas.clear();
        StockNode before = node;
        before.link.close();
        node = new StockNode(owner, address, true);
        node.infoMillis = before.infoMillis;
        node.downSinceMillis = before.downSinceMillis;
        node.publishedMillis = before.publishedMillis;
        isObjectivelyDown = false;
        leader = "";
        startedMillis = StockTimes.NEVER;
        abort();
    }

    /** Another server is the master; the one before becomes its replica. */
    void switchTo(Endpoint address) {
        List<Endpoint> others = new ArrayList<>(replicas.keySet());
        others.add(node.address);
        restart(address);
        node.downSinceMillis = StockTimes.NEVER;
        others.stream().filter(other -> !other.equals(address)).forEach(this::addReplica);
    }

    /** Whether the master is what it should be, so that servers may be sent to it. */
    boolean looksSane() {
        return node.saysMaster
                && !node.isDown
                && !isObjectivelyDown
                && owner.nowMillis() - node.infoMillis < 2 * StockTimes.INFO_PERIOD;
    }

    /** Gives our own attempt up; the next one waits from the beginning of this one. */
    void abort() {
        state = State.NONE;
        isForced = false;
        stateMillis = owner.nowMillis();
        promoted = Optional.empty();
    }

    /** Whom it is about, as events name it. */
    String text(StockInstance instance) {
        String master = name + " " + node.address.host() + " " + node.address.port();
        if (instance == node) {
            return "master " + master;
        }
        String place = instance.address.host() + " " + instance.address.port();
        return instance instanceof StockPeer peer
                ? "sentinel " + peer.runId + " " + place + " @ " + master
                : "slave " + instance.address.host() + ":" + instance.address.port() + " " + place + " @ " + master;
    }

    /** What is saved of it. */
    MasterConfig saved() {
        Endpoint current = currentAddress();
        List<Endpoint> others = replicas.keySet().stream()
                .map(r -> r.equals(current) ? node.address : r)
                .toList();
        List<KnownSentinel> known = peers.values().stream()
                .map(p -> new KnownSentinel(p.address, new RunId(p.runId)))
                .toList();
        return new MasterConfig(name, current, settings, new MasterMemory(configEpoch, leaderEpoch, others, known));
    }
}
