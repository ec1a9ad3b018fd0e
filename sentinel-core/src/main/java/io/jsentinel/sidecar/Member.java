package io.jsentinel.sidecar;

import io.jsentinel.address.Endpoint;
import io.jsentinel.boot.Standing;
import io.jsentinel.event.EventType.Level;
import io.jsentinel.pod.BootState;
import io.jsentinel.pod.BootState.Phase;
import io.jsentinel.pod.LocalRedis;
import io.jsentinel.pod.PeerState;
import io.jsentinel.pod.PodIdentity;
import io.jsentinel.step.Outbox;
import io.jsentinel.topology.Master;
import io.jsentinel.topology.Times;
import io.jsentinel.watch.Watch;
import java.util.List;
import java.util.Optional;

/** A daemon whose set has a master: keeps the server beside us in its place, and its record. */
final class Member {

    /** For how long a server may be something else: time for a failover to be heard of. */
    private static final long ASTRAY_MILLIS = 2_000;

    private static final long REPEAT_MILLIS = 2_000;

    private final Parts parts;
    private final Seeker seeker;
    private long astraySinceMillis = Times.NEVER;
    private boolean hasJoined;
    private Optional<String> toldFault = Optional.empty();

    Member(Parts parts, Seeker seeker) {
        this.parts = parts;
        this.seeker = seeker;
    }

    /** There is no master any more. */
    void left() {
        hasJoined = false;
        astraySinceMillis = Times.NEVER;
    }

    /** Looks after the server. @return how far it is */
    BootState advance(Watch watch, Outbox out) {
        Master master = watch.master();
        boolean isOurs = master.location().isAt(parts.place());
        parts.role().follow(isOurs ? Optional.empty() : Optional.of(master.endpoint()));
        Optional<LocalRedis> redis = parts.local().now(out.nowMillis());
        if (redis.isEmpty()) {
            return new BootState(Phase.JOIN, "the Redis server beside us is not there yet");
        }
        Optional<PodIdentity> elected = isOurs && redis.get().isMaster() ? electedBeside(watch, out) : Optional.empty();
        if (elected.isPresent()) {
            parts.standAside(redis.get(), elected.get(), out)
                    .ifPresent(writes -> parts.tellDivergence(master, writes, out));
            return new BootState(Phase.RUN, elected.get() + " was elected and has data of a later reign");
        }
        boolean inPlace = isOurs ? redis.get().isMaster() : follows(redis.get(), master);
        if (inPlace) {
            astraySinceMillis = Times.NEVER;
            hasJoined = true;
            toldFault = Optional.empty();
            observe(redis.get(), watch, out);
            return new BootState(
                    Phase.RUN, isOurs ? "our server is the master" : "our server follows " + master.endpoint());
        }
        if (astraySinceMillis == Times.NEVER) {
            astraySinceMillis = out.nowMillis();
        }
        if (isOurs) {
            return resume(redis.get(), watch, out);
        }
        bringBack(redis.get(), watch, out);
        return new BootState(hasJoined ? Phase.RUN : Phase.JOIN, "our server is made to follow " + master.endpoint());
    }

    /** A pod with data of a later reign that was elected, while no majority holds our server for the master any more. */
    private Optional<PodIdentity> electedBeside(Watch watch, Outbox out) {
        Standing ours = new Standing(parts.record().record(), true);
        return isNamedByMajority(watch, out)
                ? Optional.empty()
                : fresh(out).stream()
                        .filter(state -> state.view().reign() > 0 && ours.isOutdoneBy(state.record()))
                        .map(PeerState::pod)
                        .findFirst();
    }

    private static boolean follows(LocalRedis redis, Master master) {
        return redis.following().filter(master.location()::isAt).isPresent();
    }

    /** A record is of what the server has: a replica has what the master has only while it is connected to it. */
    private void observe(LocalRedis redis, Watch watch, Outbox out) {
        if (redis.loading() || redis.replid().isEmpty() || !redis.isMaster() && (!redis.linkUp() || redis.syncing())) {
            return;
        }
        Master master = watch.master();
        parts.record().observe(redis, master.endpoint(), master.configEpoch(), this::bornOf, out.nowMillis());
    }

    private long bornOf(String replid) {
        return parts.peers().all().stream()
                .flatMap(peer -> peer.state().stream())
                .map(PeerState::record)
                .filter(record -> record.replid().equals(replid))
                .mapToLong(record -> record.bornMillis())
                .max()
                .orElse(0);
    }

    /** The master named is ours, and its server was started again: it goes on if it has its data, and nobody else does. */
    private BootState resume(LocalRedis redis, Watch watch, Outbox out) {
        boolean isAsleep = redis.isOrphan(parts.config().local().redis());
        if (!isAsleep || redis.loading() || !parts.local().hasAnsweredOrder()) {
            return new BootState(Phase.JOIN, "our server is the master and is not ready yet");
        }
        Optional<String> fault = parts.faultOfMaster(redis, watch.master().configEpoch(), out.nowMillis());
        if (fault.isPresent()) {
            if (!fault.equals(toldFault)) {
                out.log(Level.WARNING, "sidecar: our server does not become the master again: " + fault.get());
            }
            toldFault = fault;
            return new BootState(Phase.JOIN, "a replica takes over: " + fault.get());
        }
        if (isQuiet(watch, out) && isNamedByMajority(watch, out) && isDue(out)) {
            parts.local().callItself(parts.place(), parts.requests(), out);
            parts.local().order(Optional.empty(), parts.requests(), out);
        }
        return new BootState(Phase.JOIN, "our server was started again and becomes the master again");
    }

    private void bringBack(LocalRedis redis, Watch watch, Outbox out) {
        boolean patient = hasJoined && out.nowMillis() - astraySinceMillis < ASTRAY_MILLIS;
        if (patient || redis.loading() || !isQuiet(watch, out) || !isDue(out)) {
            return;
        }
        Endpoint master = watch.master().endpoint();
        if (redis.isMaster()) {
            if (!isNamedByMajority(watch, out)) {
                return;
            }
            parts.tellDivergence(
                    watch.master(), "up to offset " + redis.offset() + ", and has " + redis.keys() + " keys", out);
        }
        parts.local().callItself(parts.place(), parts.requests(), out);
        parts.local().order(Optional.of(master), parts.requests(), out);
    }

    private boolean isDue(Outbox out) {
        return out.nowMillis() - parts.local().orderedMillis() >= REPEAT_MILLIS;
    }

    /** Whether nobody changes roles at this moment. */
    private boolean isQuiet(Watch watch, Outbox out) {
        return !watch.failover().isInProgress()
                && fresh(out).stream().noneMatch(state -> state.view().failover());
    }

    /** Whether a majority of the pods, we among them, has the configuration that we have. */
    private boolean isNamedByMajority(Watch watch, Outbox out) {
        Master master = watch.master();
        long agreeing = fresh(out).stream()
                .filter(state -> state.view().configEpoch() == master.configEpoch()
                        && state.view().master().filter(master.location()::isAt).isPresent())
                .count();
        return seeker.pods() > 0 && agreeing + 1 >= seeker.pods() / 2 + 1;
    }

    private List<PeerState> fresh(Outbox out) {
        return parts.peers().fresh(out.nowMillis(), PodPeers.FRESH_MILLIS).stream()
                .map(peer -> peer.state().orElseThrow())
                .toList();
    }
}
