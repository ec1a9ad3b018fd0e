package io.jsentinel.rehearsal;

import io.jsentinel.address.Endpoint;
import io.jsentinel.config.MasterConfig;
import io.jsentinel.config.MasterMemory;
import io.jsentinel.config.MasterSettings;
import io.jsentinel.config.SentinelConfig;
import io.jsentinel.event.EventType;
import io.jsentinel.resp.Resp;
import io.jsentinel.status.MasterStatus.Health;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/**
 * Plays whole failovers in memory: three sentinels, each a real core of its own, find each other and the three servers
 * of a master, hand the master over, lose it and find another, and take the old one back as a replica. So the code of a
 * failover has run before the first failover that matters. Nothing of it is seen or kept outside.
 */
public final class Rehearsal {

    private static final String NAME = "rehearsal";
    private static final int SENTINELS = 3;
    private static final int SERVERS = 3;
    private static final int QUORUM = 2;
    private static final int SENTINEL_PORT = 26379;
    private static final int SERVER_PORT = 6379;
    private static final long DOWN_AFTER_MILLIS = 1_000;
    private static final long FAILOVER_TIMEOUT_MILLIS = 10_000;

    /** How much of its own time each scene may take. */
    private static final long SCENE_MILLIS = 120_000;

    /** What clients ask between the scenes; the last word is the master's name. */
    private static final List<List<String>> QUESTIONS = List.of(
            List.of("SENTINEL", "GET-MASTER-ADDR-BY-NAME", NAME),
            List.of("SENTINEL", "MASTER", NAME),
            List.of("SENTINEL", "REPLICAS", NAME),
            List.of("SENTINEL", "SENTINELS", NAME),
            List.of("SENTINEL", "CKQUORUM", NAME));

    /**
     * What came of a rehearsal.
     *
     * @param rounds how many times all of it was played to the end
     * @param events the kinds of events that were announced on the stage
     * @param cues how much happened, in inputs and messages
     */
    public record Outcome(int rounds, Set<EventType> events, long cues) {}

    private final Stage stage;
    private final List<Watcher> watchers = new ArrayList<>();
    private final List<StandIn> servers = new ArrayList<>();
    private final Surroundings surroundings;
    private final Set<EventType> events = EnumSet.noneOf(EventType.class);
    private int rounds;

    private Rehearsal(BooleanSupplier goesOn, Surroundings surroundings, RandomGenerator random) {
        this.stage = new Stage(goesOn);
        this.surroundings = surroundings;
        Endpoint first = serverPlace(0);
        for (int i = 0; i < SERVERS; i++) {
            servers.add(new StandIn(stage, serverPlace(i), i == 0 ? Optional.empty() : Optional.of(first), random));
        }
        SentinelConfig config = config(first);
        for (int i = 0; i < SENTINELS; i++) {
            Endpoint place = new Endpoint("192.0.2." + (101 + i), SENTINEL_PORT);
            watchers.add(new Watcher(stage, place, config, surroundings, random));
        }
        Stream.concat(servers.stream(), watchers.stream()).forEach(stage::enter);
    }

    /** A place that no machine has: these addresses are for documents. */
    private static Endpoint serverPlace(int index) {
        return new Endpoint("192.0.2." + (1 + index), SERVER_PORT);
    }

    private static SentinelConfig config(Endpoint master) {
        MasterSettings settings = MasterSettings.defaults(QUORUM)
                .withDownAfterMillis(DOWN_AFTER_MILLIS)
                .withFailoverTimeoutMillis(FAILOVER_TIMEOUT_MILLIS);
        SentinelConfig empty = SentinelConfig.empty();
        return new SentinelConfig(
                Optional.empty(),
                0,
                Optional.empty(),
                0,
                empty.peerCredentials(),
                true,
                false,
                false,
                List.of(new MasterConfig(NAME, master, settings, MasterMemory.EMPTY)));
    }

    /**
     * Plays.
     *
     * @param rounds how many times, 1 or more
     * @param goesOn asked again and again; where it says no, the rehearsal ends at once
     * @param surroundings what is rehearsed around the core
     * @param random the only source of chance
     * @return what was reached
     * @throws IllegalStateException when the play does not come to its end: a fault
     */
    public static Outcome play(int rounds, BooleanSupplier goesOn, Surroundings surroundings, RandomGenerator random) {
        Rehearsal rehearsal = new Rehearsal(goesOn, surroundings, random);
        try {
            rehearsal.meet();
            while (rehearsal.rounds < rounds) {
                rehearsal.handOver();
                rehearsal.loseMaster();
                rehearsal.rounds++;
            }
        } catch (Stage.Interrupted e) {
            // Whoever rehearses has no more time for it: what was played is of use all the same.
        }
        rehearsal.collect();
        return new Outcome(rehearsal.rounds, rehearsal.events, rehearsal.stage.cues());
    }

    /** They find each other. */
    private void meet() {
        watchers.forEach(Watcher::start);
        until("everybody knows everybody", this::isWell);
        question();
    }

    /** Somebody wants another master, and the one that there is hands over. */
    private void handOver() {
        Endpoint old = master();
        Watcher leader = watchers.get(rounds % SENTINELS);
        boolean begun = ask(leader, List.of("SENTINEL", "FAILOVER", NAME, "COORDINATED"))
                .equals(Resp.OK);
        if (!begun) {
            throw new IllegalStateException("the hand-over was refused");
        }
        until("the master has handed over", () -> allSay(EventType.SWITCH_MASTER) && !master().equals(old));
        until("the hand-over has ended", this::isWell);
        question();
    }

    /** The master dies, another takes its place, and the old one comes back as a replica. */
    private void loseMaster() {
        collect();
        StandIn lost = server(master());
        lost.crash();
        until("another master was found", () -> allSay(EventType.SWITCH_MASTER));
        question();
        lost.restart();
        until("the old master follows", () -> !lost.isMaster() && isWell());
        collect();
    }

    private void until(String what, BooleanSupplier isSo) {
        stage.until(what, SCENE_MILLIS, isSo);
    }

    private boolean allSay(EventType type) {
        return watchers.stream().allMatch(watcher -> watcher.hasAnnounced(type));
    }

    private void collect() {
        watchers.forEach(watcher -> events.addAll(watcher.drainEvents()));
    }

    /** Whether all sentinels name one master, and see everybody well. */
    private boolean isWell() {
        Endpoint master = master();
        return watchers.stream()
                .allMatch(watcher -> watcher.sees(NAME)
                        .filter(seen -> seen.address().equals(master))
                        .filter(seen ->
                                seen.health() == Health.OK && !seen.failover().isInProgress())
                        .filter(seen -> seen.observedMasters() == 1 && seen.promotableReplicas() == SERVERS - 1)
                        .filter(seen -> seen.sentinels().size() == SENTINELS - 1)
                        .isPresent());
    }

    private StandIn server(Endpoint place) {
        return servers.stream()
                .filter(server -> server.place().equals(place))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("nobody is at " + place));
    }

    /** Where the first sentinel sends clients. */
    private Endpoint master() {
        Resp answer = ask(watchers.get(0), QUESTIONS.get(0));
        if (answer instanceof Resp.Array pair
                && pair.items().get(0) instanceof Resp.Bulk host
                && pair.items().get(1) instanceof Resp.Bulk port) {
            return new Endpoint(host.text(), Integer.parseInt(port.text()));
        }
        throw new IllegalStateException("a sentinel names no master");
    }

    /** What clients, supervisors and pages ask; every question has an answer at once. */
    private void question() {
        for (Watcher watcher : watchers) {
            for (List<String> question : QUESTIONS) {
                if (ask(watcher, question) instanceof Resp.Error) {
                    throw new IllegalStateException("refused: " + String.join(" ", question));
                }
            }
            watcher.info();
        }
    }

    private Resp ask(Watcher whom, List<String> words) {
        List<Resp> answers = new ArrayList<>(1);
        whom.ask(surroundings.carry(words), answers::add);
        if (answers.isEmpty()) {
            throw new IllegalStateException("no answer: " + String.join(" ", words));
        }
        return surroundings.carry(answers.get(0));
    }
}
