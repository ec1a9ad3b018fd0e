package io.jsentinel.sim;

import java.util.ArrayList;
import java.util.List;

/** One direction of a connection: what is sent arrives in order, later, or not before the way is open again. */
final class SimPipe {

    private final SimWorld world;
    private final String from;
    private final String to;
    private final String way;
    private List<Runnable> held = new ArrayList<>();
    private final int severed;
    private long lastArrivalMillis;

    SimPipe(SimWorld world, String from, String to) {
        this.world = world;
        this.from = from;
        this.to = to;
        this.way = SimNetwork.way(from, to);
        this.severed = world.network().severed(way);
    }

    /** Sends something; it happens at the other end when it arrives. */
    void send(Runnable arrival) {
        if (severed != world.network().severed(way)) {
            return;
        }
        if (!held.isEmpty() || !world.network().passes(from, to)) {
            if (held.isEmpty()) {
                world.network().holds(this);
            }
            held.add(arrival);
            return;
        }
        lastArrivalMillis =
                Math.max(lastArrivalMillis, world.nowMillis() + world.network().delayMillis());
        world.queue().at(lastArrivalMillis, arrival);
    }

    /** The network changed: what was held is tried again. */
    void release() {
        List<Runnable> again = held;
        held = new ArrayList<>();
        again.forEach(this::send);
    }
}
