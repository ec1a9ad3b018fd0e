package io.jsentinel.sidecar;

import io.jsentinel.boot.Amnesia;
import io.jsentinel.config.MasterConfig;
import io.jsentinel.config.SidecarConfig;
import io.jsentinel.event.EventType.Level;
import io.jsentinel.pod.BootState;
import io.jsentinel.pod.FreshnessRecord;
import io.jsentinel.pod.LocalRedis;
import io.jsentinel.pod.PeerState;
import io.jsentinel.pod.PodIdentity;
import io.jsentinel.resp.Resp;
import io.jsentinel.step.Input;
import io.jsentinel.step.KeptFile;
import io.jsentinel.step.Outbox;
import io.jsentinel.topology.LinkId;
import io.jsentinel.topology.Roster;
import io.jsentinel.topology.Self;
import io.jsentinel.watch.Realm;
import io.jsentinel.watch.Watch;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * The daemon beside a Redis server in a pod. Until it knows the set's master it seeks it with the daemons of the other
 * pods; from then on the master is watched like any other, and this keeps the server beside us in its place. Without a
 * pod it does nothing at all.
 */
public final class Sidecar {

    private static final long BOOT_TICK_MILLIS = 100;
    private static final long BOOT_PERIOD_MILLIS = 250;
    private static final long RUN_TICK_MILLIS = 250;
    private static final long RUN_PERIOD_MILLIS = 1_000;
    private static final long UNSETTLED_PERIOD_MILLIS = 100;

    private final SidecarStart start;
    private final Realm realm;
    private final RandomGenerator random;
    private Optional<Parts> parts = Optional.empty();
    private Seeker seeker;
    private Member member;
    private Discovery discovery;
    private PodTalk talk;
    private Connections connections;
    private final LabelKeeper labels = new LabelKeeper();
    private Pruning pruning;
    private BootState state = BootState.BEGINNING;
    private long nextLookMillis = Long.MAX_VALUE;
    private boolean touched;

    /** A sidecar that has done nothing. */
    public Sidecar(SidecarStart start, Realm realm, RandomGenerator random) {
        this.start = start;
        this.realm = realm;
        this.random = random;
    }

    /** Whether there is a Redis server beside us to look after. */
    public boolean isOn() {
        return start.config().isOn();
    }

    /** How far it is. */
    public BootState state() {
        return state;
    }

    /** What the server beside us said last; absent when it is not there. @param nowMillis the moment */
    public Optional<LocalRedis> localRedis(long nowMillis) {
        return parts.flatMap(kept -> kept.local().now(nowMillis));
    }

    /** What the daemons of other pods told a short while ago. @param nowMillis the moment */
    public List<PeerState> peers(long nowMillis) {
        return parts.map(kept -> kept.peers().fresh(nowMillis, PodPeers.FRESH_MILLIS).stream()
                        .map(peer -> peer.state().orElseThrow())
                        .toList())
                .orElse(List.of());
    }

    /** How many pods there are to be, 0 when nobody told. */
    public int pods() {
        return parts.isPresent() ? seeker.pods() : start.config().boot().replicas();
    }

    /** Somebody who knows tells how many pods there are to be; one that cannot be is ignored. */
    public void podsTold(int count) {
        if (parts.isPresent() && count > 0 && count <= SidecarConfig.MAX_REPLICAS) {
            seeker.podsTold(count);
        }
    }

    /** The master that is not to be watched at once, because it is sought. */
    public boolean seeks(MasterConfig master) {
        return isOn() && master.name().equals(start.config().local().masterName());
    }

    /** Begins. @param expected what is known of the set's master: settings, and memory of an earlier life */
    public void start(MasterConfig expected, Outbox out) {
        long now = out.nowMillis();
        SidecarConfig config = start.config();
        PodIdentity pod = new PodIdentity(config.pod().name());
        Roster roster = realm.roster();
        Self self = realm.self();
        Optional<FreshnessRecord> read = start.record(pod, self, out);
        long votedEpoch = expected.memory().leaderEpoch();
        if (self.currentEpoch() == 0 && votedEpoch == 0) {
            // The identity is the pod's, and what it did under it in an earlier life may have gone with its disk.
            self.forgot(Amnesia.until(now + self.timing().electionTimeoutMillis()));
        }
        out.epochSeen(Math.max(expected.memory().configEpoch(), votedEpoch), self);
        Parts made = new Parts(
                config,
                self,
                roster,
                realm.watches(),
                expected,
                new LocalServer(roster, config.local().redis(), now),
                new PodPeers(),
                new BootVote(
                        self,
                        random,
                        realm.watches().lastingBallot(expected.name(), votedEpoch),
                        read.map(FreshnessRecord::configEpoch).orElse(0L),
                        now),
                new RecordKeeper(pod, read, start.wallMillis() - now),
                new RoleKeeper(config.local().redis(), Parts.placeOf(config)));
        parts = Optional.of(made);
        seeker = new Seeker(made);
        member = new Member(made, seeker);
        talk = new PodTalk(made);
        connections = new Connections(made, talk);
        pruning = new Pruning(made);
        discovery = new Discovery(config.pod().service());
        touched = true;
    }

    /** Goes on with what is due. Called at the end of every step. */
    public void advance(Outbox out) {
        if (parts.isEmpty() || !touched && out.nowMillis() < nextLookMillis) {
            return;
        }
        touched = false;
        Parts kept = parts.get();
        Optional<Watch> watch = kept.watch();
        boolean runs = watch.isPresent();
        int known = kept.peers().fresh(out.nowMillis(), PodPeers.FRESH_MILLIS).size() + 1;
        discovery.advance(seeker.pods() > 0 && known >= seeker.pods(), out);
        connections.maintain(runs ? RUN_PERIOD_MILLIS : BOOT_PERIOD_MILLIS, out);
        remember(kept, out);
        if (watch.isEmpty()) {
            member.left();
        }
        watch.ifPresent(running -> {
            kept.noteLeaving(running.master(), out.nowMillis());
            pruning.advance(running, seeker.pods(), out);
            if (running.master().isOfSet(seeker.pods())) {
                out.stateChanged();
            }
        });
        BootState found = watch.isPresent() ? member.advance(watch.get(), out) : seeker.advance(out);
        kept.role().advance(out);
        kept.record().advance(out);
        become(gated(kept, found), out);
        nextLookMillis = Math.min(
                out.nowMillis() + tickMillis(kept, runs), kept.local().link().retryAtMillis(out.nowMillis()));
    }

    /** Everybody who told something told his epoch; those who are gone from the set cannot. */
    private void remember(Parts kept, Outbox out) {
        List<PeerState> told = peers(out.nowMillis());
        Self self = kept.self();
        long newest = self.currentEpoch();
        for (PeerState state : told) {
            long known = Math.max(state.view().currentEpoch(), state.vote().epoch());
            newest = self.isCredible(known) ? Math.max(newest, known) : newest;
        }
        boolean wasOpen = self.amnesia().isOpen();
        int all = Math.max(seeker.pods(), kept.peers().all().size() + 1);
        self.amnesia().look(told.size(), seeker.pods() > 0 ? all - 1 : -1, newest, out.nowMillis());
        if (wasOpen && !self.amnesia().isOpen()) {
            out.epochSeen(newest, self);
        }
    }

    private static long tickMillis(Parts kept, boolean runs) {
        if (runs) {
            return RUN_TICK_MILLIS;
        }
        return kept.vote().wantsVotes() ? Connections.WISH_PERIOD_MILLIS : BOOT_TICK_MILLIS;
    }

    /** Tells the cluster what is new of our pod. Called at the very end of every step. */
    public void show(Outbox out) {
        if (parts.isEmpty() || !labels.advance(parts.get(), state, out)) {
            return;
        }
        // It is about to change: what shows its role must not wait for the next round of questions.
        parts.get().local().ask(parts.get().requests(), UNSETTLED_PERIOD_MILLIS, out);
        nextLookMillis = Math.min(nextLookMillis, out.nowMillis() + UNSETTLED_PERIOD_MILLIS);
    }

    /** What is decided counts when it is in the role file, where the server will find it. */
    private BootState gated(Parts kept, BootState found) {
        if (kept.self().isLeaving()) {
            return new BootState(BootState.Phase.DRAIN, "the pod is about to end");
        }
        return found.phase() != BootState.Phase.JOIN || kept.role().isKept()
                ? found
                : new BootState(BootState.Phase.ASK, "the role file is being written");
    }

    private void become(BootState found, Outbox out) {
        if (!found.equals(state)) {
            out.log(Level.NOTICE, "sidecar: " + found.phase() + ": " + found.reason());
        }
        state = found;
    }

    /** When this must go on at the latest. */
    public long nextLookMillis() {
        return parts.isEmpty() ? Long.MAX_VALUE : nextLookMillis;
    }

    /** The set's master as it is to be saved while no watch has it; nothing when one has. */
    public Optional<MasterConfig> unwatched() {
        return parts.flatMap(Parts::unwatched);
    }

    /** A connection stands. @return whether it is one of ours */
    public boolean onUp(Input.LinkUp input, Outbox out) {
        boolean mine = isMine(input.link());
        if (mine) {
            connections.onUp(input, out);
        }
        return mine;
    }

    /** A connection is gone. @return whether it is one of ours */
    public boolean onDown(Input.LinkDown input) {
        boolean mine = isMine(input.link());
        if (mine) {
            connections.onDown(input);
        }
        return mine;
    }

    /** A request was answered. @return whether it was on a connection of ours */
    public boolean onAnswered(Input.Answered input, Outbox out) {
        boolean mine = isMine(input.link());
        if (mine) {
            connections.onAnswered(input, out);
        }
        return mine;
    }

    private boolean isMine(LinkId id) {
        boolean mine = parts.isPresent()
                && realm.roster()
                        .subject(id)
                        .filter(Roster.Subject.OfPod.class::isInstance)
                        .isPresent();
        touched |= mine;
        return mine;
    }

    /** An answer about a name came. */
    public void onResolved(Input.Resolved input, Outbox out) {
        parts.ifPresent(kept -> pruning.onResolved(input));
        parts.ifPresent(kept -> discovery.onResolved(input).ifPresent(addresses -> {
            List<String> others = addresses.stream()
                    .filter(address -> !address.equals(kept.config().pod().ip()))
                    .toList();
            kept.peers().found(others, kept.self().announcedPort(), realm.roster(), out.nowMillis());
            touched = true;
        }));
    }

    /** A file of ours is on disk, or could not be written. */
    public void onFileKept(Input.FileKept input, Outbox out) {
        parts.ifPresent(kept -> {
            boolean failed = !input.fault().isEmpty();
            if (failed) {
                connections.tell("the file " + input.file() + " cannot be written: " + input.fault(), out);
            }
            if (input.file() == KeptFile.ROLE) {
                kept.role().onKept(failed, out.nowMillis());
            } else {
                kept.record().onKept(failed);
            }
            touched = true;
        });
    }

    /** The process is about to end: the record says that it ended in order. */
    public void onDrain() {
        parts.ifPresent(kept -> kept.record().endsCleanly());
        touched = true;
    }

    /**
     * The daemon of another pod asks what we know, and may want our vote.
     *
     * @param args the words of {@code SENTINEL PEERSTATE}
     */
    public Resp peerState(List<String> args, Outbox out) {
        if (parts.isEmpty() || !args.get(2).equals(parts.get().expected().name())) {
            return Resp.error("No Redis server of a set with that name is beside this sentinel");
        }
        touched = true;
        return talk.answer(args, state, out);
    }
}
