package io.jsentinel.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;

/** What all simulated things share: the clock, the network, the source of chance, the record of what was said. */
public final class SimWorld {

    private final SimQueue queue;
    private final SimNetwork network;
    private final SimDns dns = new SimDns(this);
    private final Random random;
    private final SimRecord record = new SimRecord();
    private final VoteLedger votes = new VoteLedger();
    private long underWayMillis;
    private final List<Runnable> changeListeners = new ArrayList<>();
    private final List<Consumer<SimStep>> stepListeners = new ArrayList<>();

    public SimWorld(long seed) {
        random = new Random(seed);
        queue = new SimQueue(random.nextInt(1_000_000_000));
        network = new SimNetwork(this);
    }

    public SimQueue queue() {
        return queue;
    }

    public SimNetwork network() {
        return network;
    }

    public SimDns dns() {
        return dns;
    }

    public Random random() {
        return random;
    }

    public SimRecord record() {
        return record;
    }

    public VoteLedger votes() {
        return votes;
    }

    public long nowMillis() {
        return queue.nowMillis();
    }

    /** Calls back whenever a process stops or starts, or the network changes. */
    public void onChange(Runnable listener) {
        changeListeners.add(listener);
    }

    /** Calls back with every step of every core, before anything of it is carried out. */
    public void onStep(Consumer<SimStep> listener) {
        stepListeners.add(listener);
    }

    /** A core has made a step. */
    public void stepped(SimStep step) {
        for (int i = 0; i < stepListeners.size(); i++) {
            stepListeners.get(i).accept(step);
        }
    }

    /** Something reaches a process that was sent at that moment. */
    void deliver(long sentMillis, Runnable what) {
        underWayMillis = nowMillis() - sentMillis;
        what.run();
        underWayMillis = 0;
    }

    /** How long that was under way what reaches a process now. */
    long underWayMillis() {
        return underWayMillis;
    }

    /** Who can reach whom is not what it was. */
    public void changed() {
        changeListeners.forEach(Runnable::run);
    }
}
