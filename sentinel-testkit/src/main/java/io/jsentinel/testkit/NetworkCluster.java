package io.jsentinel.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One master, its replicas and our daemons, each on a host of its own in a {@link TestNetwork}. */
public final class NetworkCluster implements AutoCloseable {

    /** What the master is called. */
    public static final String NAME = "mymaster";

    private static final int REDIS_PORT = 6379;
    private static final int SENTINEL_PORT = 26379;

    private final ScratchFolder folder = ScratchFolder.create("jsentinel-network-");
    private final TestNetwork network;
    private final List<HostedServer> nodes = new ArrayList<>();
    private final List<HostedServer> sentinels = new ArrayList<>();

    private NetworkCluster(int redises, int daemons, long downAfterMillis) {
        network = TestNetwork.of(redises + daemons);
        for (int i = 0; i < redises; i++) {
            nodes.add(redis(i));
        }
        for (int i = 0; i < daemons; i++) {
            sentinels.add(sentinel(i, daemons / 2 + 1, downAfterMillis));
        }
    }

    /** A cluster whose processes run and know each other. */
    public static NetworkCluster of(int redises, int daemons, long downAfterMillis, Duration bound) {
        NetworkCluster cluster = new NetworkCluster(redises, daemons, downAfterMillis);
        try {
            cluster.nodes.forEach(HostedServer::start);
            cluster.sentinels.forEach(HostedServer::start);
            Await.atMost(bound).showing(cluster::toString).until("all know each other", cluster::isAcquainted);
            cluster.awaitWell(bound);
            return cluster;
        } catch (RuntimeException e) {
            cluster.close();
            throw e;
        }
    }

    private HostedServer redis(int number) {
        Path home = home("redis-" + number);
        // Ports of their own, so that a server is told by its port.
        int port = REDIS_PORT + number;
        String replicaOf = number == 0 ? "" : "replicaof " + nodes.get(0).host().address() + " " + REDIS_PORT + "\n";
        String conf = "port " + port + "\nprotected-mode no\ndir " + home + "\nappendonly yes\nsave \"\"\n"
                + "repl-diskless-sync-delay 0\nrepl-timeout 10\n" + replicaOf;
        return new HostedServer(
                        network.host(number),
                        port,
                        home,
                        List.of(
                                RedisBinary.find().path().toString(),
                                home.resolve("conf").toString()))
                .configured(conf);
    }

    private HostedServer sentinel(int number, int quorum, long downAfterMillis) {
        Path home = home("sentinel-" + number);
        String conf = "port " + SENTINEL_PORT + "\nprotected-mode no\ndir " + home + "\n"
                + "sentinel monitor " + NAME + " " + nodes.get(0).host().address() + " " + REDIS_PORT + " " + quorum
                + "\nsentinel down-after-milliseconds " + NAME + " " + downAfterMillis + "\n";
        List<String> command = new ArrayList<>(JsentinelCommand.of());
        command.add(home.resolve("conf").toString());
        return new HostedServer(network.host(nodes.size() + number), SENTINEL_PORT, home, command).configured(conf);
    }

    private Path home(String name) {
        try {
            return Files.createDirectory(folder.path().resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A Redis server; number 0 is the first master. */
    public HostedServer node(int number) {
        return nodes.get(number);
    }

    /** All Redis servers. */
    public List<HostedServer> nodes() {
        return List.copyOf(nodes);
    }

    /** One of our daemons. */
    public HostedServer sentinel(int number) {
        return sentinels.get(number);
    }

    /** All our daemons. */
    public List<HostedServer> sentinels() {
        return List.copyOf(sentinels);
    }

    private boolean isAcquainted() {
        return sentinels.stream().allMatch(sentinel -> {
            List<String> fields = sentinel.call("SENTINEL", "MASTER", NAME).asTexts();
            return value(fields, "num-slaves").equals(Integer.toString(nodes.size() - 1))
                    && value(fields, "num-other-sentinels").equals(Integer.toString(sentinels.size() - 1));
        });
    }

    private static String value(List<String> fields, String name) {
        int at = fields.indexOf(name);
        return at < 0 ? "" : fields.get(at + 1);
    }

    /** Whom a sentinel names as the master; nothing when it cannot be asked. */
    public Optional<HostedServer> namedBy(HostedServer sentinel) {
        try {
            List<String> told =
                    sentinel.call("SENTINEL", "GET-MASTER-ADDR-BY-NAME", NAME).asTexts();
            return nodes.stream()
                    .filter(node -> node.host().address().equals(told.get(0)))
                    .findFirst();
        } catch (RuntimeException e) {
            return Optional.empty();
        }
    }

    /** Waits until one of some sentinels names another master, and returns that. */
    public HostedServer awaitMasterOtherThan(HostedServer old, List<HostedServer> asked, Duration bound) {
        return Await.atMost(bound)
                .showing(this::toString)
                .until(
                        "another master than " + old + " is named",
                        () -> asked.stream()
                                .flatMap(sentinel -> namedBy(sentinel).stream())
                                .filter(named -> named != old)
                                .findFirst(),
                        Optional::isPresent)
                .orElseThrow();
    }

    /** Waits until all sentinels name one master, it is one, all others follow it, and no failover runs; returns it. */
    public HostedServer awaitWell(Duration bound) {
        Await.atMost(bound).showing(this::toString).until("all is well", this::isWell);
        return namedBy(sentinels.get(0)).orElseThrow();
    }

    private boolean isWell() {
        Optional<HostedServer> master = namedBy(sentinels.get(0));
        return master.isPresent()
                && sentinels.stream().allMatch(sentinel -> namedBy(sentinel).equals(master) && seesItWell(sentinel))
                && nodes.stream().allMatch(node -> node == master.get() ? isMaster(node) : follows(node, master.get()));
    }

    private static boolean seesItWell(HostedServer sentinel) {
        return value(sentinel.call("SENTINEL", "MASTER", NAME).asTexts(), "flags")
                .equals("master");
    }

    private static boolean isMaster(HostedServer node) {
        return node.info("replication").getOrDefault("role", "").equals("master");
    }

    private static boolean follows(HostedServer node, HostedServer master) {
        var replication = node.info("replication");
        return replication.getOrDefault("role", "").equals("slave")
                && replication
                        .getOrDefault("master_host", "")
                        .equals(master.host().address())
                && replication.getOrDefault("master_link_status", "").equals("up");
    }

    /** Where clients ask for the master. */
    public List<InetSocketAddress> sentinelAddresses() {
        return sentinels.stream().map(HostedServer::address).toList();
    }

    @Override
    public void close() {
        sentinels.forEach(HostedServer::close);
        nodes.forEach(HostedServer::close);
        network.close();
        folder.close();
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (HostedServer server : sentinels) {
            text.append("--- sentinel ")
                    .append(server)
                    .append('\n')
                    .append(server.logTail())
                    .append('\n');
        }
        for (HostedServer server : nodes) {
            text.append("--- redis ")
                    .append(server)
                    .append('\n')
                    .append(server.logTail())
                    .append('\n');
        }
        return text.toString();
    }
}
