package io.jsentinel.testkit.fleet;

import io.jsentinel.testkit.FreePort;
import io.jsentinel.testkit.RespClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Many masters with their replicas, each on a loopback port of its own, in one thread of this JVM. They answer what
 * sentinels ask: PING, INFO, ROLE, publish and subscribe, transactions, {@code HELLO 3} if wanted, and orders to change
 * the role, which they obey at once. They hold no keys, and their offsets stand still.
 */
public final class Fleet implements AutoCloseable {

    private static final int MAX_NODES = 20_000;
    private static final int BACKLOG = 511;
    private static final int WARM_REQUESTS = 20_000;
    private static final int WARM_BATCH = 100;

    private final List<List<FleetNode>> groups = new ArrayList<>();
    private final FleetLoop loop;

    private Fleet(boolean speaksResp3) throws IOException {
        loop = new FleetLoop(speaksResp3);
    }

    /**
     * A fleet that listens.
     *
     * @param masters how many, at least one
     * @param replicas how many of each
     * @param speaksResp3 whether its servers understand {@code HELLO 3}, as Redis 6 and newer do
     */
    public static Fleet start(int masters, int replicas, boolean speaksResp3) {
        if (masters < 1 || replicas < 0 || (long) masters * (1 + replicas) > MAX_NODES) {
            throw new IllegalArgumentException(masters + " masters with " + replicas
                    + " replicas each; a fleet has 1 to " + MAX_NODES + " servers");
        }
        try {
            Fleet fleet = new Fleet(speaksResp3);
            try {
                fleet.listen(masters, replicas);
            } catch (IOException | RuntimeException e) {
                fleet.close();
                throw e;
            }
            return fleet;
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "cannot start a fleet of " + masters * (1 + replicas) + " servers: " + e.getMessage(), e);
        }
    }

    private void listen(int masters, int replicas) throws IOException {
        for (int i = 0; i < masters; i++) {
            List<FleetNode> group = new ArrayList<>();
            for (int k = 0; k <= replicas; k++) {
                ServerSocketChannel listener = listener();
                int port = ((InetSocketAddress) listener.getLocalAddress()).getPort();
                FleetNode node = new FleetNode(port, listener, group);
                node.follow(k == 0 ? 0 : group.get(0).port());
                loop.add(node);
            }
            groups.add(group);
        }
        loop.start();
    }

    private static ServerSocketChannel listener() throws IOException {
        InetAddress loopback = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
        for (int tries = 1000; ; tries--) {
            ServerSocketChannel listener = ServerSocketChannel.open();
            try {
                listener.configureBlocking(false);
                return listener.bind(new InetSocketAddress(loopback, FreePort.random()), BACKLOG);
            } catch (IOException e) {
                listener.close();
                if (tries == 0) {
                    throw e;
                }
            }
        }
    }

    /** How many masters it was started with. */
    public int masters() {
        return groups.size();
    }

    /** The port on 127.0.0.1 of the server that was a master at the start; {@code master} counts from 0. */
    public int masterPort(int master) {
        return groups.get(master).get(0).port();
    }

    /** The ports of the servers that were replicas of that master at the start. */
    public List<Integer> replicaPorts(int master) {
        List<Integer> ports = new ArrayList<>();
        groups.get(master).stream().skip(1).forEach(node -> ports.add(node.port()));
        return ports;
    }

    /**
     * Ends the servers that were masters at the start, all at once: their connections end and nobody listens there
     * any more. Returns when that is done.
     *
     * @param mastersToEnd each counts from 0
     * @return the {@link System#nanoTime()} just before the first ended
     */
    public long kill(List<Integer> mastersToEnd) {
        List<FleetNode> nodes = new ArrayList<>();
        mastersToEnd.forEach(master -> nodes.add(groups.get(master).get(0)));
        return loop.kill(nodes);
    }

    /** When a replica of that master was ordered to be a master, as in {@link System#nanoTime()}, the first time. */
    public OptionalLong promotedNanos(int master) {
        Optional<Long> first = groups.get(master).stream()
                .map(FleetNode::port)
                .map(loop.promotions()::get)
                .filter(time -> time != null)
                .min(Long::compare);
        return first.isPresent() ? OptionalLong.of(first.get()) : OptionalLong.empty();
    }

    /** How many requests were answered so far; in a transaction each counts, its frame included. */
    public long served() {
        return loop.served();
    }

    /** How many connections were accepted so far. */
    public long accepted() {
        return loop.accepted();
    }

    /** How many connections are open. */
    public long open() {
        return loop.open();
    }

    /** Has its code compiled by many requests, so that later it is not slower at first than afterwards. */
    public Fleet warmUp() {
        String batch = (RespClient.command("PING")
                        + RespClient.command("INFO")
                        + RespClient.command("PUBLISH", "warm-up", "a message of no meaning"))
                .repeat(WARM_BATCH);
        try (RespClient client = RespClient.connect(masterPort(0))) {
            for (int i = 0; i < WARM_REQUESTS / WARM_BATCH; i++) {
                client.raw(batch);
                for (int k = 0; k < 3 * WARM_BATCH; k++) {
                    client.read();
                }
            }
        }
        return this;
    }

    @Override
    public void close() {
        loop.close();
    }
}
