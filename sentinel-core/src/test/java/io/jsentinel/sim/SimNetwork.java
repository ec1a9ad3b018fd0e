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

    private final SimWorld world;
    private final TreeMap<Endpoint, SimProcess> listeners = new TreeMap<>();
    private final TreeSet<String> cuts = new TreeSet<>();
    private final TreeSet<String> darkHosts = new TreeSet<>();
    private final List<SimPipe> holding = new ArrayList<>();
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

    /** How long the next message takes. */
    public long delayMillis() {
        return leastDelayMillis + world.random().nextInt(mostDelayMillis - leastDelayMillis + 1);
    }

    public void listen(SimProcess process) {
        listeners.put(process.endpoint(), process);
    }

    public void stopListening(Endpoint endpoint) {
        listeners.remove(endpoint);
    }

    /** Who listens at an address, whether it is well or not. */
    public Optional<SimProcess> at(Endpoint endpoint) {
        return Optional.ofNullable(listeners.get(endpoint));
    }

    /** All Redis servers, by address. */
    public List<SimRedis> redises() {
        return listeners.values().stream()
                .filter(SimRedis.class::isInstance)
                .map(SimRedis.class::cast)
                .toList();
    }

    /** Whether messages get from one host to another now. */
    public boolean passes(String from, String to) {
        return !darkHosts.contains(from) && !darkHosts.contains(to) && !cuts.contains(way(from, to));
    }

    /** Cuts the way from one host to another, but not the way back. */
    public void cut(String from, String to) {
        cuts.add(way(from, to));
        world.changed();
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

    private static String way(String from, String to) {
        return from + ">" + to;
    }
}
