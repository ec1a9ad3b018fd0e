package io.jsentinel.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A StatefulSet on loopback: pods of plain processes, each a Redis server and our daemon on an address of their own with
 * the same ports in all, and names that follow the addresses. The daemons ask a {@link FakeDns} of their own for names;
 * the Redis servers find them in a hosts file that only they see, in a mount namespace of their own, for which this needs
 * the right to make one ({@link #isPossible}).
 */
public final class PodSet implements AutoCloseable {

    /** The name that has the addresses of all pods; {@code <pod>.<service>} is that of one. */
    public static final String SERVICE = "redis-headless.data.svc.test";

    /** What the master is called. */
    public static final String MASTER = "mymaster";

    private static final int TRIES = 50;
    private static final int MAX_PODS = 16;

    private final PodSetup setup;
    private final ScratchFolder folder = ScratchFolder.create("jsentinel-pods-");
    private final TreeMap<Integer, LoopbackPod> pods = new TreeMap<>();
    private final String network;
    private int size;
    private int lastHost;

    PodSet(PodSetup setup) {
        this.setup = setup;
        this.network = freeNetwork();
        scale(setup.size());
    }

    /** What a set of so many pods is to be. */
    public static PodSetup of(int size) {
        return new PodSetup(size);
    }

    /** Whether this machine lets us give a process names of its own. */
    public static boolean isPossible() {
        try {
            Process probe = Leftovers.start(
                    new ProcessBuilder("unshare", "-m", "sh", "-c", "mount --bind /etc/hosts /etc/hosts")
                            .redirectErrorStream(true));
            probe.getInputStream().readAllBytes();
            return probe.waitFor() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** How many pods there are to be from now on; those that are new can be started, none is stopped by this. */
    public PodSet scale(int replicas) {
        if (replicas > MAX_PODS) {
            throw new IllegalArgumentException("more than " + MAX_PODS + " pods");
        }
        size = replicas;
        for (int ordinal = 0; ordinal < replicas; ordinal++) {
            pods.computeIfAbsent(ordinal, number -> new LoopbackPod(this, number, nextAddress()));
        }
        return this;
    }

    /** How many pods there are to be. */
    public int size() {
        return size;
    }

    /** A pod, also one that does not run. */
    public LoopbackPod pod(int ordinal) {
        return Optional.ofNullable(pods.get(ordinal))
                .orElseThrow(() -> new IllegalArgumentException("there is no pod " + ordinal));
    }

    /** All pods that there ever were, by ordinal. */
    public List<LoopbackPod> pods() {
        return List.copyOf(pods.values());
    }

    /** Starts all pods that are to be, one right after the other. */
    public PodSet startAll() {
        for (int ordinal = 0; ordinal < size; ordinal++) {
            start(ordinal);
        }
        return this;
    }

    /** Starts a pod, without waiting for what it becomes. */
    public LoopbackPod start(int ordinal) {
        LoopbackPod pod = pod(ordinal);
        pod.start();
        return pod;
    }

    /** Ends both processes of a pod at once; its name and its address are gone, its disk stays. */
    public void kill(int ordinal) {
        pod(ordinal).kill();
    }

    /** Ends a pod in order: what is to be done before, then SIGTERM to its Redis server, then to its daemon. */
    public void stop(int ordinal) {
        pod(ordinal).stop();
    }

    /** The next start of a pod, which must not run, is at another address. */
    public void move(int ordinal) {
        pod(ordinal).moveTo(nextAddress());
    }

    /** A pod, which must not run, has lost its disk. */
    public void emptyDisk(int ordinal) {
        pod(ordinal).emptyDisk();
    }

    /** The pods whose Redis server says that it is a master, of those that run. */
    public List<LoopbackPod> masters() {
        return pods.values().stream().filter(LoopbackPod::isMaster).toList();
    }

    /** The one pod that is a master and takes writes; nothing when there is none, or more than one. */
    public Optional<LoopbackPod> writable() {
        List<LoopbackPod> masters = masters();
        return masters.size() == 1 ? Optional.of(masters.get(0)) : Optional.empty();
    }

    PodSetup setup() {
        return setup;
    }

    Path folder() {
        return folder.path();
    }

    /** An address that no pod had before. */
    private String nextAddress() {
        return network + (++lastHost);
    }

    /** Names and addresses of the pods that run, for those who ask: our daemons by DNS, Redis servers by the file. */
    synchronized void publish() {
        List<LoopbackPod> running =
                pods.values().stream().filter(LoopbackPod::isPublished).toList();
        StringBuilder hosts = new StringBuilder("127.0.0.1 localhost\n");
        running.forEach(pod ->
                hosts.append(pod.address()).append(' ').append(pod.host()).append('\n'));
        try {
            Files.writeString(hostsFile(), hosts.toString(), StandardCharsets.US_ASCII);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        pods.values().forEach(pod -> pod.tell(running));
    }

    Path hostsFile() {
        return folder.path().resolve("hosts");
    }

    /** The end of all logs, for failure messages. */
    public String logTails() {
        StringBuilder text = new StringBuilder();
        pods.values().forEach(pod -> text.append(pod.logTail()).append('\n'));
        return text.toString();
    }

    /** The ports inside every pod. */
    static final int REDIS_PORT = 6379;

    static final int SENTINEL_PORT = 26379;

    /** The beginning of addresses on which nobody listens at those ports. */
    private static String freeNetwork() {
        for (int i = 0; i < TRIES; i++) {
            ThreadLocalRandom random = ThreadLocalRandom.current();
            String network = "127." + random.nextInt(10, 250) + "." + random.nextInt(1, 250) + ".";
            List<Integer> hosts = new ArrayList<>(List.of(1, 2, 3));
            Collections.shuffle(hosts);
            if (hosts.stream().allMatch(h -> isFree(network + h, REDIS_PORT) && isFree(network + h, SENTINEL_PORT))) {
                return network;
            }
        }
        throw new IllegalStateException("no free network found in " + TRIES + " tries");
    }

    private static boolean isFree(String host, int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(InetAddress.getByName(host), port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** Ends all processes and removes all files. */
    @Override
    public void close() {
        pods.values().forEach(LoopbackPod::close);
        folder.close();
    }
}
