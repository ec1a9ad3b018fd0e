package io.jsentinel.sidecar;

import io.jsentinel.address.Endpoint;
import io.jsentinel.boot.LoadedData;
import io.jsentinel.config.MasterConfig;
import io.jsentinel.config.MasterMemory;
import io.jsentinel.config.SidecarConfig;
import io.jsentinel.event.EventType;
import io.jsentinel.event.EventType.Level;
import io.jsentinel.pod.LocalRedis;
import io.jsentinel.pod.PodIdentity;
import io.jsentinel.step.Outbox;
import io.jsentinel.step.Requests;
import io.jsentinel.topology.Master;
import io.jsentinel.topology.Roster;
import io.jsentinel.topology.Self;
import io.jsentinel.watch.Watch;
import io.jsentinel.watch.Watches;
import java.util.Optional;

/**
 * What the rules of the sidecar share.
 *
 * @param config its settings
 * @param self this daemon
 * @param roster whom it watches
 * @param watches how each master is
 * @param expected the set's master as it was configured, or known in an earlier life
 * @param local the Redis server beside us
 * @param peers the daemons of the other pods
 * @param vote the votes for the first master
 * @param record how fresh our data are
 * @param role what our server is when it starts
 */
record Parts(
        SidecarConfig config,
        Self self,
        Roster roster,
        Watches watches,
        MasterConfig expected,
        LocalServer local,
        PodPeers peers,
        BootVote vote,
        RecordKeeper record,
        RoleKeeper role) {

    /** When an order to stand aside that had no effect is given again. */
    private static final long ASIDE_PERIOD_MILLIS = 2_000;

    /** Our own pod. */
    PodIdentity pod() {
        return new PodIdentity(config.pod().name());
    }

    /** How others call our server. */
    Endpoint place() {
        return placeOf(config);
    }

    static Endpoint placeOf(SidecarConfig config) {
        String ip = config.pod().ip().isEmpty()
                ? config.local().redisHost()
                : config.pod().ip();
        String host = config.usesNames() ? config.pod().stableName(config.pod().name()) : ip;
        return new Endpoint(host, config.local().redisPort());
    }

    /** How others call the server of another pod. */
    Endpoint place(PodPeers.Peer peer) {
        return new Endpoint(hostOf(peer), config.local().redisPort());
    }

    /** How others call another pod. */
    String hostOf(PodPeers.Peer peer) {
        return config.usesNames()
                ? config.pod().stableName(peer.state().orElseThrow().pod().name())
                : peer.address();
    }

    /** The watch of the set's master, once there is one. */
    Optional<Watch> watch() {
        return watches.named(config.local().masterName());
    }

    /** The set's master as it is to be saved while no watch has it; nothing when one has. */
    Optional<MasterConfig> unwatched() {
        if (watch().isPresent()) {
            return Optional.empty();
        }
        MasterMemory memory = expected.memory();
        long voted = Math.max(memory.leaderEpoch(), vote.epoch());
        return Optional.of(new MasterConfig(
                expected.name(),
                expected.address(),
                expected.settings(),
                new MasterMemory(
                        memory.configEpoch(), voted, memory.replicas(), memory.sentinels(), memory.lineage())));
    }

    /** What is wrong with the data of our server, which others still name as the master under that configuration. */
    Optional<String> faultOfMaster(LocalRedis redis, long configEpoch, long nowMillis) {
        long othersKeys = peers.fresh(nowMillis, PodPeers.FRESH_MILLIS).stream()
                .flatMap(peer -> peer.state().orElseThrow().redis().stream())
                .mapToLong(LocalRedis::keys)
                .max()
                .orElse(0);
        return LoadedData.faultOfMaster(record.record(), redis, configEpoch, othersKeys);
    }

    /**
     * Our server takes no writes any more, keeps its data, and waits for being told what it is.
     *
     * @param redis what it said last
     * @param better the pod that is to be the master
     * @return which writes are to be told as lost; nothing when the order was given a moment ago
     */
    Optional<String> standAside(LocalRedis redis, PodIdentity better, Outbox out) {
        if (out.nowMillis() - local.orderedMillis() < ASIDE_PERIOD_MILLIS) {
            return Optional.empty();
        }
        out.log(Level.WARNING, "sidecar: our server takes no more writes: " + better + " has data of a later reign");
        local.order(Optional.of(config.local().redis()), requests(), out);
        return Optional.of("up to offset " + redis.offset() + ", and has " + redis.keys() + " keys");
    }

    /** Our server took writes beside the master. */
    void tellDivergence(Master master, String writes, Outbox out) {
        out.announceOf(
                master,
                EventType.DIVERGENT_MASTER,
                master.described() + " #" + pod() + " took writes too, " + writes + ": it follows the master now");
    }

    /** Which replicas end soon, as the daemons beside them told a short while ago. */
    void noteLeaving(Master master, long nowMillis) {
        for (PodPeers.Peer peer : peers.fresh(nowMillis, PodPeers.FRESH_MILLIS)) {
            boolean leaving = peer.state().orElseThrow().who().leaving();
            Endpoint place = place(peer);
            master.replicas().stream()
                    .filter(replica -> replica.location().isAt(place))
                    .forEach(replica -> replica.leaving(leaving));
        }
    }

    /** What our server is asked and told with. */
    Requests requests() {
        return watch().map(watch -> Requests.of(watch.master()))
                .orElseGet(() -> Requests.of(config.local().masterName(), expected.settings()));
    }
}
