package io.jsentinel.watch;

import io.jsentinel.address.Endpoint;
import io.jsentinel.config.KnownSentinel;
import io.jsentinel.config.MasterConfig;
import io.jsentinel.config.MasterMemory;
import io.jsentinel.config.MasterSettings;
import io.jsentinel.event.EventType;
import io.jsentinel.gossip.HelloMessage;
import io.jsentinel.health.Stall;
import io.jsentinel.step.Outbox;
import io.jsentinel.topology.Link;
import io.jsentinel.topology.Master;
import io.jsentinel.topology.Replica;
import io.jsentinel.topology.Roster;
import io.jsentinel.topology.Self;
import io.jsentinel.topology.Times;
import io.jsentinel.vote.Ballot;
import java.util.Collection;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/** All watches, by name, and when each must look again. */
public final class Watches {

    /** When a watch looks again in whose look a fault of ours appeared. */
    private static final long AFTER_FAULT_MILLIS = 1_000;

    /** How many members may be looked at in a millisecond: far more than a real master has. */
    private static final int MEMBERS_PER_MILLI = 64;

    /** The most watches that look in one step: where all are due, as at a start, answers are heard in between. */
    private static final int LOOKS_IN_A_STEP = 64;

    /** After how long it is looked whether more connections can be made, when no other is heard of. */
    private static final long OPENING_MILLIS = 25;

    /** The most masters that are remembered after they were removed. */
    private static final int MAX_REMOVED = 64;

    private final TreeMap<String, Watch> byName = new TreeMap<>();

    /** The same watches once more, for everything that comes: with a thousand masters a sorted map is ten comparisons deep. */
    private final LinkedHashMap<String, Agenda.Entry<Watch>> entries = new LinkedHashMap<>();

    private final Agenda<Watch> agenda = new Agenda<>();
    private final TreeMap<String, Long> rests = new TreeMap<>();
    private final TreeSet<String> awaitingSave = new TreeSet<>();

    /** Who has connections to make, in the order in which they asked. */
    private final Set<String> awaitingOpening = new LinkedHashSet<>();

    /** Who looks again when all is heard that came until a moment, and that moment. */
    private final TreeMap<String, Long> unheard = new TreeMap<>();

    private final TreeMap<String, Removed> removed = new TreeMap<>();
    private final TreeMap<String, Ballot> lasting = new TreeMap<>();
    private long lookedMillis = Times.NEVER;
    private final Rules rules;
    private final RandomGenerator random;

    /** A master that was removed. */
    private record Removed(Endpoint address, long configEpoch, List<Endpoint> nodes, List<String> lineage) {}

    public Watches(Self self, Roster roster, RandomGenerator random) {
        this.rules = Rules.of(self, roster);
        this.random = random;
    }

    /** The watches, by name. */
    public Collection<Watch> all() {
        return Collections.unmodifiableCollection(byName.values());
    }

    public Optional<Watch> named(String name) {
        Agenda.Entry<Watch> entry = entries.get(name);
        return entry == null ? Optional.empty() : Optional.of(entry.who());
    }

    /** The watch of a master that we know to exist. */
    public Watch of(Master master) {
        return entries.get(master.name()).who();
    }

    /** Begins to watch a master as it was configured or remembered; its name must be new. */
    public Watch add(MasterConfig config, Outbox out) {
        Roster roster = rules.roster();
        long now = out.nowMillis();
        Master master = roster.addMaster(config.name(), config.address(), config.settings(), now);
        master.configuredIn(config.memory().configEpoch());
        config.memory().lineage().forEach(master.lineage()::add);
        // The next attempt must be in an epoch in which we have not voted yet.
        out.epochSeen(Math.max(config.memory().configEpoch(), config.memory().leaderEpoch()), rules.self());
        out.voteGiven(master);
        out.configurationChanged(master);
        config.memory().replicas().stream()
                .filter(e -> !master.location().isAt(e) && master.replica(e).isEmpty())
                .forEach(e -> roster.addReplica(master, e, now));
        for (KnownSentinel known : config.memory().sentinels()) {
            if (!known.runId().equals(rules.self().runId())
                    && master.peer(known.runId()).isEmpty()) {
                roster.addPeer(master, known.runId(), known.endpoint(), now);
            }
        }
        Ballot ballot = lasting.getOrDefault(master.name(), new Ballot(0));
        ballot.closeUpTo(config.memory().leaderEpoch());
        Watch watch = new Watch(master, rules, ballot, random);
        byName.put(master.name(), watch);
        entries.put(master.name(), new Agenda.Entry<>(master.name(), watch));
        out.announce(EventType.MONITOR, master, "quorum " + master.settings().quorum());
        plan(master.name(), now);
        return watch;
    }

    /**
     * The votes about a master of that name are on one ballot from now on, whether it is watched or not: a pod that seeks
     * its master votes, too. It must not be watched yet.
     *
     * @param votedEpoch in which we may have voted for it
     */
    public Ballot lastingBallot(String name, long votedEpoch) {
        Ballot ballot = new Ballot(votedEpoch);
        lasting.put(name, ballot);
        return ballot;
    }

    /**
     * What is remembered of a master that is to be watched again. Operators remove masters to add them at once, so what
     * its data are is kept, and under the same address also the epoch of its configuration. Under another address that
     * is forgotten: others may know better, and nobody could tell us in the same epoch. So are the replicas, unless the
     * master was set apart: it lists none, and nobody could tell of them.
     *
     * @param votedEpoch in which we may have voted for it
     */
    public MasterMemory rememberedOf(String name, Endpoint address, long votedEpoch) {
        Removed before = removed.get(name);
        if (before == null) {
            return new MasterMemory(0, votedEpoch, List.of(), List.of());
        }
        boolean isSame = before.address().equals(address);
        return new MasterMemory(
                isSame ? before.configEpoch() : 0,
                votedEpoch,
                isSame ? before.nodes() : List.of(),
                List.of(),
                before.lineage());
    }

    /** The nodes of a master that is set apart, itself among them: nobody lists them. */
    private static List<Endpoint> unlisted(Master master) {
        return !master.followsItself()
                ? List.of()
                : Stream.concat(Stream.of(master), master.replicas().stream())
                        .map(node -> node.location().saved())
                        .toList();
    }

    /** Ends a watch. */
    public void remove(Watch watch, Outbox out) {
        Master master = watch.master();
        out.announce(EventType.MONITOR_ENDED, master);
        if (removed.size() == MAX_REMOVED) {
            removed.pollFirstEntry();
        }
        removed.put(
                master.name(),
                // The epoch may be that of a promotion which the servers still follow: then it tells of the promoted
                // one.
                new Removed(
                        watch.failover().currentAddress(),
                        master.configEpoch(),
                        unlisted(master),
                        master.lineage().ids()));
        rules.roster().removeMaster(master);
        byName.remove(master.name());
        rests.remove(master.name());
        unheard.remove(master.name());
        awaitingOpening.remove(master.name());
        agenda.remove(entries.remove(master.name()));
    }

    /** Something came that concerns this watch: it looks in this step. */
    public void touch(Watch watch, Outbox out) {
        plan(watch.master().name(), out.nowMillis());
    }

    /** A host name was answered: what was put off because of a name is done, and whoever needs it looks. */
    public void onResolved(String name, Outbox out) {
        for (HelloMessage hello : rules.helloReception().drainHeld()) {
            named(hello.masterName()).ifPresent(watch -> {
                watch.onHello(hello, out);
                touch(watch, out);
            });
        }
        for (Watch watch : byName.values()) {
            if (watch.isAbout(name)) {
                watch.onResolved(out);
                touch(watch, out);
            }
        }
    }

    /** A save is through, or failed: every watch that left something to do until then looks in this step. */
    public void touchAwaitingSave(Outbox out) {
        awaitingSave.stream().filter(byName::containsKey).forEach(name -> plan(name, out.nowMillis()));
        awaitingSave.clear();
    }

    /** More was heard: every watch that needed just that looks in this step. */
    public void touchHeard(Outbox out) {
        Iterator<Map.Entry<String, Long>> next = unheard.entrySet().iterator();
        while (next.hasNext()) {
            Map.Entry<String, Long> entry = next.next();
            if (entry.getValue() <= out.heardUntilMillis()) {
                // Its look says anew what it lacks; one that ends in a fault must not be repeated at once.
                next.remove();
                plan(entry.getKey(), out.nowMillis());
            }
        }
    }

    /** The watch whose name comes after another, or nothing behind the last one. */
    Optional<Watch> after(String name) {
        return Optional.ofNullable(byName.higherEntry(name)).map(Map.Entry::getValue);
    }

    /** Tells a sentinel of a master that it may not know to have in common with us. */
    void introduce(Watch watch, Link to, Outbox out) {
        rules.hellos().introduce(to, watch.master(), watch.failover(), out);
    }

    /** Lets the watches look that are due, up to a bound, and plans their next looks. */
    public void lookAtDue(Stall stall, Outbox out) {
        openMore(out);
        int looks = 0;
        while (!agenda.isEmpty() && agenda.first().moment() <= out.nowMillis() && looks++ < LOOKS_IN_A_STEP) {
            Watch watch = agenda.first().who();
            String name = watch.master().name();
            long next = out.nowMillis() + AFTER_FAULT_MILLIS;
            try {
                next = watch.look(!stall.isTilted(), out);
                rest(watch, out.nowMillis());
            } finally {
                // Planned also after a fault: one in this watch must not keep the others from looking.
                plan(name, next);
            }
            if (out.awaitsSave()) {
                awaitingSave.add(name);
            }
            if (out.awaitsOpening()) {
                awaitingOpening.add(name);
            }
            if (out.unheardMillis() == Times.FAR_FUTURE) {
                unheard.remove(name);
            } else {
                unheard.put(name, out.unheardMillis());
            }
        }
        lookedMillis = out.nowMillis();
    }

    /** Lets as many watches look that wait for it as connections may be begun. */
    private void openMore(Outbox out) {
        int room = awaitingOpening.isEmpty() ? 0 : rules.roster().openings().room(out.heardUntilMillis());
        Iterator<String> next = awaitingOpening.iterator();
        while (room-- > 0 && next.hasNext()) {
            String name = next.next();
            next.remove();
            plan(name, out.nowMillis());
        }
    }

    /** A master with absurdly many members rests for a while after a look. */
    private void rest(Watch watch, long nowMillis) {
        int restMillis = watch.master().memberCount() / MEMBERS_PER_MILLI;
        if (restMillis > 0) {
            rests.put(watch.master().name(), nowMillis + restMillis);
        } else if (!rests.isEmpty()) {
            rests.remove(watch.master().name());
        }
    }

    /** When the first watch must look again. */
    public long nextLookMillis() {
        if (agenda.isEmpty()) {
            return Long.MAX_VALUE;
        }
        long next = awaitingOpening.isEmpty()
                ? agenda.first().moment()
                : Math.min(agenda.first().moment(), lookedMillis + OPENING_MILLIS);
        return unheard.isEmpty() ? Math.max(next, lookedMillis + 1) : lookedMillis + 1;
    }

    /**
     * Plans the next look. Each one goes through all members, and members can be invented: a master that has absurdly
     * many rests a few milliseconds after each look, so that the others get their turn.
     */
    private void plan(String name, long wanted) {
        long moment = Math.max(wanted, rests.getOrDefault(name, wanted));
        agenda.plan(entries.get(name), moment);
    }

    /** All masters as they are to be saved. */
    public List<MasterConfig> state() {
        return byName.values().stream().map(Watches::state).toList();
    }

    /** During a confirmed promotion the new topology is saved: a restart then comes up with it. */
    private static MasterConfig state(Watch watch) {
        Master master = watch.master();
        Optional<Replica> next =
                watch.failover().state().isPromoted() ? watch.failover().promoted() : Optional.empty();
        Endpoint address = next.map(r -> r.location().saved()).orElseGet(master::written);
        var replicas = master.replicas().stream()
                .map(r -> next.filter(n -> n == r).isPresent() ? master : r)
                .map(each -> each.location().saved())
                .distinct()
                .toList();
        var sentinels = master.peers().stream()
                .map(p -> new KnownSentinel(p.endpoint(), p.runId()))
                .toList();
        MasterSettings settings = master.settings();
        return new MasterConfig(
                master.name(),
                address,
                settings,
                new MasterMemory(
                        master.configEpoch(),
                        Math.max(watch.ballot().epoch(), master.votes().reservedEpoch()),
                        replicas,
                        sentinels,
                        master.lineage().ids()));
    }
}
