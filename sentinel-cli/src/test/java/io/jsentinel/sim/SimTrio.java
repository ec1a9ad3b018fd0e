package io.jsentinel.sim;

import io.jsentinel.address.Endpoint;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Three simulated Redis servers. */
final class SimTrio implements SimRedisIT.Trio {

    private static final int PORT = 6379;
    private static final long SETTLE_MILLIS = 20_000;

    private final SimWorld world = new SimWorld(1);
    private final List<SimRedis> nodes = IntStream.range(0, 3)
            .mapToObj(node -> new SimRedis(world, "node" + node, endpoint(node)))
            .toList();

    SimTrio() {
        nodes.forEach(SimRedis::start);
        follow(1, 0);
        follow(2, 0);
    }

    private static Endpoint endpoint(int node) {
        return new Endpoint("10.0.0." + (node + 1), PORT + node);
    }

    void version(String version) {
        nodes.forEach(node -> node.version(version));
    }

    /** Runs until nothing is under way any more. */
    void settle() {
        long end = world.nowMillis() + SETTLE_MILLIS;
        while (world.queue().runNext(end)) {
            // One event after the other.
        }
    }

    @Override
    public void kill(int node) {
        nodes.get(node).crash();
    }

    @Override
    public void start(int node) {
        nodes.get(node).configuredToFollow(Optional.empty());
        nodes.get(node).start();
    }

    @Override
    public void follow(int node, int master) {
        nodes.get(node).replication().follow(master < 0 ? Optional.empty() : Optional.of(endpoint(master)));
    }

    @Override
    public boolean isRunning(int node) {
        return nodes.get(node).isRunning();
    }

    @Override
    public String info(int node) {
        return InfoWriter.textOf(nodes.get(node));
    }

    @Override
    public String nameOf(int port) {
        return "node " + (port - PORT);
    }
}
