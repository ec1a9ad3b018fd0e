package io.jsentinel.sidecar;

import io.jsentinel.address.Endpoint;
import io.jsentinel.boot.BootDecider;
import io.jsentinel.boot.BootDecision;
import io.jsentinel.boot.BootPicture;
import io.jsentinel.boot.LoadedData;
import io.jsentinel.boot.VoteRule;
import io.jsentinel.config.KnownSentinel;
import io.jsentinel.config.MasterConfig;
import io.jsentinel.config.MasterMemory;
import io.jsentinel.event.EventType;
import io.jsentinel.event.EventType.Level;
import io.jsentinel.pod.BootState;
import io.jsentinel.pod.BootState.Phase;
import io.jsentinel.pod.LocalRedis;
import io.jsentinel.pod.PeerState;
import io.jsentinel.pod.PodIdentity;
import io.jsentinel.step.Outbox;
import io.jsentinel.topology.Times;
import java.util.List;
import java.util.Optional;

/** A daemon that has no master yet: carries out what {@link BootDecider} says. */
final class Seeker {

    private final Parts parts;
    private int pods;
    private long togetherSinceMillis = Times.NEVER;
    private boolean lossPossible;

    /** Which writes our server took beside the master, to be told as soon as that is watched. */
    private Optional<String> divergence = Optional.empty();

    Seeker(Parts parts) {
        this.parts = parts;
        this.pods = parts.config().boot().replicas();
    }

    /** How many pods there are to be, as somebody told who knows. */
    void podsTold(int count) {
        pods = count;
    }

    /** How many pods there are to be, 0 when nobody told. */
    int pods() {
        return pods;
    }

    /** Looks at what is known and acts. @return how far it is */
    BootState advance(Outbox out) {
        List<PodPeers.Peer> fresh = parts.peers().fresh(out.nowMillis(), PodPeers.FRESH_MILLIS);
        BootPicture picture = picture(fresh, out.nowMillis());
        if (pods > 0 && picture.present() >= pods && picture.others().stream().noneMatch(Seeker::isChosen)) {
            parts.vote().endDoubt();
        }
        BootDecision decision = BootDecider.decide(picture);
        if (parts.vote().reign() > 0) {
            return reign(picture, decision, out);
        }
        if (decision instanceof BootDecision.Resume resume) {
            return resume(resume, out);
        }
        if (decision instanceof BootDecision.Elect elect) {
            lossPossible = elect.lossPossible();
            parts.vote().campaign(states(fresh), picture.majority(), out);
            return new BootState(Phase.ELECTION, elect.reason());
        }
        parts.vote().giveUp(out.nowMillis());
        if (decision instanceof BootDecision.Adopt adopt) {
            adopt(adopt.master(), adopt.configEpoch(), out);
            return new BootState(Phase.JOIN, adopt.reason());
        }
        parts.role().follow(Optional.empty());
        standAside(picture, out);
        BootDecision.Wait wait = (BootDecision.Wait) decision;
        return new BootState(wait.phase(), wait.reason());
    }

    /**
     * Our server takes writes, and another pod is to be the master: what it takes from now on would be lost. Its data stay
     * as they are, so it can still be elected if the other turns out to have none.
     */
    private void standAside(BootPicture picture, Outbox out) {
        Optional<LocalRedis> redis = picture.own().redis().filter(LocalRedis::isMaster);
        if (redis.isEmpty()
                || picture.present() < picture.majority()
                || picture.best().equals(parts.pod())) {
            return;
        }
        divergence = parts.standAside(redis.get(), picture.best(), out).or(() -> divergence);
    }

    /** Whether somebody may have been made a master by votes, or is being made one at this moment. */
    private static boolean isChosen(BootPicture.Other other) {
        return other.state().hasMaster()
                || other.state().view().reign() > 0
                || other.state().view().failover();
    }

    private static List<PeerState> states(List<PodPeers.Peer> peers) {
        return peers.stream().map(peer -> peer.state().orElseThrow()).toList();
    }

    private BootPicture picture(List<PodPeers.Peer> fresh, long now) {
        Optional<LocalRedis> redis = parts.local().now(now);
        redis.ifPresent(this::lookForData);
        BootPicture.Own own = new BootPicture.Own(parts.place(), parts.record().record(), redis);
        List<BootPicture.Other> others = fresh.stream()
                .map(peer -> new BootPicture.Other(peer.state().orElseThrow(), parts.place(peer)))
                .toList();
        boolean together = pods > 0 && others.size() + 1 >= pods / 2 + 1;
        togetherSinceMillis = !together ? Times.NEVER : togetherSinceMillis == Times.NEVER ? now : togetherSinceMillis;
        return new BootPicture(own, others, pods, parts.config().boot(), together ? now - togetherSinceMillis : 0);
    }

    /** A server that has read nothing although there was something has lost its disk: then the record is void, too. */
    private void lookForData(LocalRedis redis) {
        boolean isAsleep =
                !redis.loading() && redis.isOrphan(parts.config().local().redis());
        if (isAsleep && LoadedData.fault(parts.record().record(), redis).isPresent()) {
            parts.record().forget();
        }
    }

    /** We were elected: our server becomes the master as soon as it has its data, while the voters still say so. */
    private BootState reign(BootPicture picture, BootDecision decision, Outbox out) {
        long epoch = parts.vote().reign();
        boolean overtaken = decision instanceof BootDecision.Adopt || picture.isOvertaken();
        int votes = parts.vote().votes(epoch, states(parts.peers().fresh(out.nowMillis(), VoteRule.LEASE_MILLIS)), out);
        if (overtaken || votes < picture.majority()) {
            parts.vote().endReign();
            return new BootState(Phase.ASK, "elected in epoch " + epoch + ", but not any more");
        }
        int certain =
                parts.vote().votes(epoch, states(parts.peers().fresh(out.nowMillis(), VoteRule.REIGN_MILLIS)), out);
        String reason = "elected in epoch " + epoch + " by " + votes + " of " + picture.pods() + " pods";
        Optional<PodIdentity> other = picture.otherMaster();
        if (other.isPresent() && !picture.own().hasMaster()) {
            // It sees that we are elected, and stands aside. Two must not take writes, not even for a moment.
            return new BootState(Phase.ELECTION, reason + "; " + other.get() + " takes writes still and is waited for");
        }
        return makeMaster(new Claim(epoch, certain >= picture.majority(), reason), out);
    }

    private BootState resume(BootDecision.Resume resume, Outbox out) {
        boolean quiet = parts.peers().fresh(out.nowMillis(), PodPeers.FRESH_MILLIS).stream()
                .noneMatch(peer -> peer.state().orElseThrow().view().failover());
        return makeMaster(new Claim(resume.configEpoch(), quiet, resume.reason()), out);
    }

    /**
     * Why our server is to be the master.
     *
     * @param epoch under which configuration
     * @param certain whether nobody else can be meant at this moment
     */
    private record Claim(long epoch, boolean certain, String reason) {}

    private BootState makeMaster(Claim claim, Outbox out) {
        parts.role().follow(Optional.empty());
        BootState joining = new BootState(Phase.JOIN, claim.reason());
        Optional<LocalRedis> redis = parts.local().now(out.nowMillis());
        if (redis.isEmpty() || redis.get().loading() || !parts.local().hasAnsweredOrder()) {
            return joining;
        }
        if (redis.get().isMaster()) {
            enthrone(claim, out);
            return joining;
        }
        boolean elected = parts.vote().reign() > 0;
        Optional<String> fault = elected
                ? LoadedData.fault(parts.record().record(), redis.get())
                : parts.faultOfMaster(redis.get(), claim.epoch(), out.nowMillis());
        if (fault.isPresent()) {
            out.log(Level.WARNING, "sidecar: our server does not become the master: " + fault.get());
            giveUp(claim, elected, out);
            return new BootState(Phase.JOIN, fault.get());
        }
        if (claim.certain()) {
            parts.local().callItself(parts.place(), parts.requests(), out);
            parts.local().order(Optional.empty(), parts.requests(), out);
        }
        return joining;
    }

    /** One that was elected has no data to speak of; one that others still name is watched as a master that is down. */
    private void giveUp(Claim claim, boolean elected, Outbox out) {
        if (elected) {
            parts.record().forget();
            parts.vote().endReign();
        } else {
            adopt(parts.place(), claim.epoch(), out);
        }
    }

    private void enthrone(Claim claim, Outbox out) {
        boolean elected = parts.vote().reign() > 0;
        parts.vote().endReign();
        adopt(parts.place(), claim.epoch(), out);
        if (elected && lossPossible) {
            parts.watch()
                    .ifPresent(watch -> out.announceOf(
                            watch.master(),
                            EventType.POSSIBLE_DATA_LOSS,
                            watch.master().described() + " #the last known master did not come back: "
                                    + claim.reason()));
        }
    }

    /** The set's master is watched from now on. */
    private void adopt(Endpoint master, long configEpoch, Outbox out) {
        List<PodPeers.Peer> known = parts.peers().fresh(out.nowMillis(), PodPeers.FRESH_MILLIS);
        MasterConfig expected = parts.expected();
        MasterMemory memory = new MasterMemory(
                configEpoch,
                Math.max(expected.memory().leaderEpoch(), parts.vote().epoch()),
                known.stream()
                        .map(parts::place)
                        .filter(place -> !place.equals(master))
                        .toList(),
                known.stream().map(this::sentinel).toList(),
                expected.memory().lineage());
        parts.watches().add(new MasterConfig(expected.name(), master, expected.settings(), memory), out);
        parts.role().follow(Optional.of(master).filter(place -> !place.equals(parts.place())));
        togetherSinceMillis = Times.NEVER;
        divergence
                .filter(writes -> !master.equals(parts.place()))
                .ifPresent(
                        writes -> parts.watch().ifPresent(watch -> parts.tellDivergence(watch.master(), writes, out)));
        divergence = Optional.empty();
    }

    private KnownSentinel sentinel(PodPeers.Peer peer) {
        return new KnownSentinel(
                new Endpoint(parts.hostOf(peer), parts.self().announcedPort()),
                peer.state().orElseThrow().who().sentinel());
    }
}
