package io.jsentinel.sim;

import io.jsentinel.address.Endpoint;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Hosts and the ways between them. What is sent over a way that is cut is not lost but held, as TCP repeats it: it
 * arrives when the way is healed, unless the connection is gone by then.
 */
public final class SimNetwork {

    /** After how long TCP sends again what got lost; every time twice as long. */
    private static final long FIRST_AGAIN_MILLIS = 200;

    /** The longest such time here. */
    private static final long LAST_AGAIN_MILLIS = 3_200;

    private final SimWorld world;
    private final TreeMap<Endpoint, SimProcess> listeners = new TreeMap<>();
    private final TreeSet<String> cuts = new TreeSet<>();
    private final TreeSet<String> refused = new TreeSet<>();
    private final TreeSet<String> darkHosts = new TreeSet<>();
    private final List<SimPipe> holding = new ArrayList<>();
    private final TreeMap<String, Integer> severed = new TreeMap<>();
    private boolean hasSevered;
    private List<SimRedis> redises = List.of();
    private boolean isListOld = true;
    private int lossPercent;
    private int leastDelayMillis = 1;
    private int mostDelayMillis = 1;

    public SimNetwork(SimWorld world) {
        this.world = world;
    }

    /** From now on every message takes that long, at random between the two. */
    public void delays(int leastMillis, int mostMillis) {
        leastDelayMillis = leastMillis;
        mostDelayMillis = mostMillis;
    }

    /** How many of a hundred messages are lost from now on. TCP sends them again, so that they and all behind them are late. */
    public void loses(int percent) {
        lossPercent = percent;
    }

    /** How long the next message takes. */
    public long delayMillis() {
        long delay = leastDelayMillis + world.random().nextInt(mostDelayMillis - leastDelayMillis + 1);
        long again = FIRST_AGAIN_MILLIS;
        while (lossPercent > 0 && again <= LAST_AGAIN_MILLIS && world.random().nextInt(100) < lossPercent) {
            delay += again;
            again *= 2;
        }
        return delay;
    }

    /** Whatever is sent over connections between two hosts that stand now gets lost for ever; nobody is told. */
    public void severSilently(String one, String other) {
        hasSevered = true;
        severed.merge(way(one, other), 1, Integer::sum);
        severed.merge(way(other, one), 1, Integer::sum);
    }

    /** Connections from one host to another are refused from now on, whoever listens there; those that stand are reset. */
    public void refuse(String from, String to) {
        refused.add(way(from, to));
        reset(from, to);
    }

    /** Whether connections from one host to another are refused. */
    boolean refuses(String from, String to) {
        return !refused.isEmpty() && refused.contains(way(from, to));
    }

    /** How often the connections on a way were severed. */
    int severed(String way) {
        return hasSevered ? severed.getOrDefault(way, 0) : 0;
    }

    /** All connections between two hosts are reset: both ends are told. */
    public void reset(String one, String other) {
        for (SimProcess process : List.copyOf(listeners.values())) {
            process.resetFrom(process.endpoint().host().equals(one) ? other : one, one, other);
        }
        for (SimRedis redis : redises()) {
            String from =
                    redis.replication().source().map(s -> s.endpoint().host()).orElse("");
            String here = redis.endpoint().host();
            if (here.equals(one) && from.equals(other) || here.equals(other) && from.equals(one)) {
                redis.replication().sentAway();
            }
        }
    }

    public void listen(SimProcess process) {
        listeners.put(process.endpoint(), process);
        isListOld = true;
    }

    public void stopListening(Endpoint endpoint) {
        listeners.remove(endpoint);
        isListOld = true;
    }

    /** Who listens at an address, whether it is well or not. */
    public Optional<SimProcess> at(Endpoint endpoint) {
        return Optional.ofNullable(listeners.get(endpoint));
    }

    /** All Redis servers, by address. */
    public List<SimRedis> redises() {
        if (isListOld) {
            redises = listeners.values().stream()
                    .filter(SimRedis.class::isInstance)
                    .map(SimRedis.class::cast)
                    .toList();
            isListOld = false;
        }
        return redises;
    }

    /** Whether messages get from one host to another now; within a dark host they do. */
    public boolean passes(String from, String to) {
        return (darkHosts.isEmpty() || from.equals(to) || !darkHosts.contains(from) && !darkHosts.contains(to))
                && (cuts.isEmpty() || !cuts.contains(way(from, to)));
    }

    /** Cuts the way from one host to another, but not the way back. */
    public void cut(String from, String to) {
        cuts.add(way(from, to));
        world.changed();
    }

    /** The way from one host to another is open again. */
    public void mend(String from, String to) {
        cuts.remove(way(from, to));
        release();
    }

    /** Nothing gets to or from a host any more. */
    public void darken(String host) {
        darkHosts.add(host);
        world.changed();
    }

    /** A host that was dark is reached again. */
    public void light(String host) {
        darkHosts.remove(host);
        release();
    }

    /** All ways are open again; only dark hosts stay dark. */
    public void heal() {
        cuts.clear();
        release();
    }

    private void release() {
        List<SimPipe> waiting = List.copyOf(holding);
        holding.clear();
        waiting.forEach(SimPipe::release);
        world.changed();
    }

    /** A pipe holds messages that cannot pass now. */
    public void holds(SimPipe pipe) {
        holding.add(pipe);
    }

    /** The way from one host to another. */
    static String way(String from, String to) {
        return from + ">" + to;
    }
}
