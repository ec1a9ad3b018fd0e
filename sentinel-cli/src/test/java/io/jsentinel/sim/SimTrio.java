package io.jsentinel.sim;

import io.jsentinel.address.Endpoint;
import io.jsentinel.resp.Resp;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Three simulated Redis servers. */
final class SimTrio implements SimRedisIT.Trio {

    private static final String CHANNEL = "talk";
    private static final int PORT = 6379;
    private static final long COPY_MILLIS = 2_000;
    private static final long SETTLE_MILLIS = 20_000;

    private final SimWorld world = new SimWorld(1);
    private final List<SimRedis> nodes = IntStream.range(0, 3)
            .mapToObj(node -> new SimRedis(world, "node" + node, endpoint(node)))
            .toList();
    private final Client client = new Client(world);
    private final List<List<String>> heard = new ArrayList<>();

    SimTrio() {
        nodes.forEach(SimRedis::start);
        client.start();
        nodes.forEach(node -> heard.add(new ArrayList<>()));
        for (int node = 0; node < nodes.size(); node++) {
            command(node, List.of(List.of("SUBSCRIBE", CHANNEL)));
        }
        follow(1, 0);
        follow(2, 0);
    }

    private void command(int node, List<List<String>> commands) {
        List<String> hears = heard.get(node);
        SimConnection connection = SimConnection.open(client, endpoint(node), new SimConnection.ClientEnd() {
            @Override
            public void connected() {}

            @Override
            public void answered(Resp answer) {}

            @Override
            public void pushed(String channel, String payload) {
                hears.add(payload);
            }

            @Override
            public void closed(String reason) {}
        });
        commands.forEach(connection::command);
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
    public void publish(int node, String message) {
        command(node, List.of(List.of("PUBLISH", CHANNEL, message)));
    }

    @Override
    public void publishUnheard(int node, String message) {
        command(
                node,
                List.of(
                        List.of("MULTI"),
                        List.of("CLIENT", "KILL", "TYPE", "slave"),
                        List.of("PUBLISH", CHANNEL, message),
                        List.of("EXEC")));
    }

    @Override
    public void followWhile(int node, int master, String message) {
        nodes.get(node).replication().syncTakes(COPY_MILLIS);
        follow(node, master);
        publish(master, message);
    }

    @Override
    public List<String> heard(int node) {
        return heard.get(node);
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

    /** Whoever publishes and hears. */
    private static final class Client extends SimProcess {

        Client(SimWorld world) {
            super(world, "client", new Endpoint("10.0.9.1", 1));
        }

        @Override
        public void onStart() {}

        @Override
        public void onCrash() {}

        @Override
        public void onCommand(SimConnection from, List<String> words) {}

        @Override
        public void onClosed(SimConnection connection) {}
    }
}
