package io.jsentinel.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A network of hosts on this machine: a network namespace for each, joined by a bridge in one more, so that nothing but the
 * one way from this process to the bridge is outside of them. What is broken between hosts is broken in their namespaces.
 * Needs the right to make namespaces ({@link #isPossible}). The addresses are of the range for benchmarks of networks,
 * 198.18.0.0/15, which nobody uses.
 */
public final class TestNetwork implements AutoCloseable {

    private static final String PREFIX = "jst";
    private static final int OUR_HOST = 254;

    /** The kernel takes networks away after their end, in its own time: the next one must not be like the last. */
    private static final AtomicInteger MADE = new AtomicInteger();

    private static final int FIRST = ThreadLocalRandom.current().nextInt(256);

    private final String name;
    private final String network;
    private final List<NetworkHost> hosts = new ArrayList<>();

    private TestNetwork() {
        int number = MADE.getAndIncrement();
        name = PREFIX + ProcessHandle.current().pid() + "x" + number;
        network = "198.18." + (FIRST + number) % 256 + ".";
    }

    /** Whether this machine has the programs for it and gives us the right. */
    public static boolean isPossible() {
        String probe = PREFIX + ProcessHandle.current().pid() + "probe";
        try {
            Shell.run("ip", "netns", "add", probe);
            try {
                Shell.run("ip", "netns", "exec", probe, "iptables", "-w", "-S");
            } finally {
                Shell.run("ip", "netns", "del", probe);
            }
            return true;
        } catch (IllegalStateException | UncheckedIOException e) {
            return false;
        }
    }

    /** A network of so many hosts, all of which reach each other and are reached from here. */
    public static TestNetwork of(int hosts) {
        TestNetwork made = new TestNetwork();
        try {
            made.build(hosts);
            return made;
        } catch (RuntimeException e) {
            made.close();
            throw e;
        }
    }

    private void build(int count) {
        String hub = name + "-hub";
        Shell.run("ip", "netns", "add", hub);
        Shell.run("ip", "-n", hub, "link", "add", "hub", "type", "bridge");
        Shell.run("ip", "-n", hub, "link", "set", "hub", "up");
        String ours = ours();
        Shell.run("ip", "link", "add", ours, "type", "veth", "peer", "name", "ours", "netns", hub);
        Shell.run("ip", "-n", hub, "link", "set", "ours", "master", "hub", "up");
        Shell.run("ip", "addr", "add", network + OUR_HOST + "/24", "dev", ours);
        Shell.run("ip", "link", "set", ours, "up");
        for (int number = 1; number <= count; number++) {
            NetworkHost host = new NetworkHost(name + "-" + number, network + number);
            hosts.add(host);
            host.build(hub, "h" + number);
        }
    }

    /** The interface on our side; the names of interfaces are short. */
    private String ours() {
        return String.format(Locale.ROOT, "jst%s", Integer.toHexString(name.hashCode()));
    }

    /** A host. @param number from 0 */
    public NetworkHost host(int number) {
        return hosts.get(number);
    }

    /** Removes the namespaces, whose processes must have ended; the ways between them go with them. */
    @Override
    public void close() {
        List<String> left =
                new ArrayList<>(hosts.stream().map(NetworkHost::namespace).toList());
        left.add(name + "-hub");
        for (String namespace : left) {
            try {
                Shell.run("ip", "netns", "del", namespace);
            } catch (IllegalStateException e) {
                // It was never made.
            }
        }
    }

    /** Runs small programs of the system. */
    static final class Shell {

        private Shell() {}

        /** Runs a command to its end. @throws IllegalStateException with what it printed when it fails */
        static void run(String... command) {
            try {
                Process process = Leftovers.start(new ProcessBuilder(command).redirectErrorStream(true));
                process.getOutputStream().close();
                String output =
                        new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
                if (process.waitFor() != 0) {
                    throw new IllegalStateException(String.join(" ", command) + ": " + output.strip());
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(String.join(" ", command) + " was interrupted", e);
            }
        }
    }
}
