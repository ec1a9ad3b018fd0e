package io.jsentinel.sim;

import io.jsentinel.address.Endpoint;
import io.jsentinel.resp.Resp;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** A running scenario: what is done to the cluster, and what must come of it. Every verb answers the scenario. */
public final class Play {

    /** How long a cluster may take to find itself. */
    private static final long STABLE_MILLIS = Moments.minutes(2);

    /** Up to how long a stable cluster runs on before the scenario begins, so that no moment is special. */
    private static final int PHASE_MILLIS = 10_000;

    private final SimCluster cluster;
    private final long seed;
    private int mark;
    private long markMillis;

    public Play(SimCluster cluster, long seed) {
        this.cluster = cluster;
        this.seed = seed;
    }

    public SimCluster cluster() {
        return cluster;
    }

    public long nowMillis() {
        return cluster.world().nowMillis();
    }

    /** Waits until every sentinel knows everybody; what was announced until then does not count. */
    public Play stable() {
        runUntil(STABLE_MILLIS, cluster::isStable, "the cluster is stable");
        return passes(cluster.world().random().nextInt(PHASE_MILLIS)).mark();
    }

    /** What was announced until now does not count. */
    public Play mark() {
        mark = cluster.world().record().size();
        markMillis = nowMillis();
        return this;
    }

    /** Time passes. */
    public Play passes(long millis) {
        long until = nowMillis() + millis;
        boolean more = true;
        while (more) {
            more = cluster.world().queue().runNext(until);
        }
        return this;
    }

    public Play crash(String... names) {
        return each(names, SimProcess::crash);
    }

    public Play restart(String... names) {
        return each(names, SimProcess::start);
    }

    /** A process ends and begins again at another address, with what it has on disk. */
    public Play move(String name, String host) {
        SimProcess process = cluster.process(name);
        process.crash();
        process.moveTo(new Endpoint(host, process.endpoint().port()));
        process.start();
        return this;
    }

    public Play freeze(String... names) {
        return each(names, SimProcess::freeze);
    }

    public Play thaw(String... names) {
        return each(names, SimProcess::thaw);
    }

    /** The host of a process loses power: nobody is told. */
    public Play powerOff(String... names) {
        return each(names, p -> {
            cluster.world().network().darken(p.endpoint().host());
            p.crash();
        });
    }

    public Play powerOn(String... names) {
        return each(names, p -> {
            cluster.world().network().light(p.endpoint().host());
            p.start();
        });
    }

    /** The processes named reach each other, but nobody else, and nobody else reaches them. */
    public Play isolate(String... names) {
        List<String> inside =
                List.of(names).stream().map(n -> hostOf(n)).distinct().toList();
        for (String other : allHosts()) {
            if (!inside.contains(other)) {
                inside.forEach(host -> cutBoth(host, other));
            }
        }
        return this;
    }

    /** What the first sends does not reach the second any more; the way back stays open. */
    public Play cutOneWay(String from, String to) {
        cluster.world().network().cut(hostOf(from), hostOf(to));
        return this;
    }

    public Play heal() {
        cluster.world().network().heal();
        return this;
    }

    private void cutBoth(String one, String other) {
        cluster.world().network().cut(one, other);
        cluster.world().network().cut(other, one);
    }

    private String hostOf(String name) {
        return cluster.process(name).endpoint().host();
    }

    private List<String> allHosts() {
        List<SimProcess> all = new ArrayList<>(cluster.redises());
        all.addAll(cluster.sentinels());
        all.addAll(cluster.stockSentinels());
        return all.stream().map(p -> p.endpoint().host()).distinct().toList();
    }

    private Play each(String[] names, Consumer<SimProcess> action) {
        for (String name : names) {
            action.accept(cluster.process(name));
        }
        return this;
    }

    /** Does something that has no verb of its own. */
    public Play then(Consumer<SimCluster> action) {
        action.accept(cluster);
        return this;
    }

    /** A client of a sentinel sends a command and gets that answer at once. */
    public Play tells(String sentinel, Resp expected, String... words) {
        Resp answer = cluster.sentinel(sentinel).command(words).orElse(Resp.NULL);
        if (!answer.equals(expected)) {
            throw failure(String.join(" ", words) + " was answered with " + answer + " instead of " + expected);
        }
        return this;
    }

    /** Something must become true within that time. */
    public Within within(long millis) {
        return new Within(this, millis);
    }

    /** Something must not happen in that time. */
    public During during(long millis) {
        return new During(this, millis);
    }

    /** Something must be true now. */
    public Play expect(String sentence, BooleanSupplier condition) {
        if (!condition.getAsBoolean()) {
            throw failure("it is not so that " + sentence);
        }
        return this;
    }

    /** What the leader of the last failover announced since the mark: these events in this order, others between. */
    public Play andTheLeaderAnnounced(String... channels) {
        return announcedInOrder(leader(), channels);
    }

    /** What a sentinel announced since the mark: these events in this order, others between. */
    public Play announcedInOrder(String sentinel, String... channels) {
        List<String> said = channelsOf(sentinel);
        int at = 0;
        for (String channel : channels) {
            while (at < said.size() && !said.get(at).equals(channel)) {
                at++;
            }
            if (at == said.size()) {
                throw failure(sentinel + " did not announce " + channel + " in its place; it announced " + said);
            }
            at++;
        }
        return this;
    }

    /** The events of a sentinel since the mark. */
    public List<String> channelsOf(String sentinel) {
        return sinceMark().stream()
                .filter(e -> e.sentinel().equals(sentinel))
                .map(e -> e.event().type().channel())
                .toList();
    }

    /** Who was elected last since the mark. */
    public String leader() {
        return sinceMark().stream()
                .filter(e -> e.isOf("+elected-leader"))
                .reduce((first, second) -> second)
                .orElseThrow(() -> failure("nobody was elected"))
                .sentinel();
    }

    /** All events since the mark. */
    public List<SimRecord.Entry> sinceMark() {
        return cluster.world().record().since(mark);
    }

    /** Ten quiet minutes: no events, and no sentinel is busy. */
    public Play andThenAllIsQuiet() {
        return during(Moments.minutes(10)).nothingIsAnnounced();
    }

    /** Lets time pass until something is true; fails when it does not become so in time. */
    public void runUntil(long millis, BooleanSupplier condition, String sentence) {
        long until = nowMillis() + millis;
        while (!condition.getAsBoolean()) {
            if (!cluster.world().queue().runNext(until)) {
                if (condition.getAsBoolean()) {
                    return;
                }
                throw failure("within " + millis + " ms it did not become true that " + sentence);
            }
        }
    }

    /** A failure that tells the seed and what was announced. */
    public AssertionError failure(String message) {
        StringBuilder text = new StringBuilder(message);
        text.append(" (seed ").append(seed).append(", now ").append(nowMillis()).append(", mark ");
        text.append(markMillis).append(")");
        List<SimRecord.Entry> said = sinceMark();
        said.subList(Math.max(0, said.size() - 80), said.size())
                .forEach(e -> text.append("\n  ").append(e));
        return new AssertionError(text.toString());
    }
}
