package io.jsentinel.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** What all simulated things share: the clock, the network, the source of chance, the record of what was said. */
final class SimWorld {

    private final SimQueue queue;
    private final SimNetwork network;
    private final SimDns dns = new SimDns(this);
    private final Random random;
    private final SimRecord record = new SimRecord();
    private final VoteLedger votes = new VoteLedger();
    private final List<Runnable> changeListeners = new ArrayList<>();

    SimWorld(long seed) {
        random = new Random(seed);
        queue = new SimQueue(random.nextInt(1_000_000_000));
        network = new SimNetwork(this);
    }

    SimQueue queue() {
        return queue;
    }

    SimNetwork network() {
        return network;
    }

    SimDns dns() {
        return dns;
    }

    Random random() {
        return random;
    }

    SimRecord record() {
        return record;
    }

    VoteLedger votes() {
        return votes;
    }

    long nowMillis() {
        return queue.nowMillis();
    }

    /** Calls back whenever a process stops or starts, or the network changes. */
    void onChange(Runnable listener) {
        changeListeners.add(listener);
    }

    /** Who can reach whom is not what it was. */
    void changed() {
        changeListeners.forEach(Runnable::run);
    }
}
