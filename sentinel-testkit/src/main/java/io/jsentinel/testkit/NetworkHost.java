package io.jsentinel.testkit;

import io.jsentinel.testkit.TestNetwork.Shell;
import java.util.ArrayList;
import java.util.List;

/** A host of a {@link TestNetwork}. What it drops is gone without a word: nobody sees a reset. */
public final class NetworkHost {

    private static final String DEVICE = "eth0";

    private final String namespace;
    private final String address;

    NetworkHost(String namespace, String address) {
        this.namespace = namespace;
        this.address = address;
    }

    void build(String hub, String port) {
        Shell.run("ip", "netns", "add", namespace);
        Shell.run("ip", "-n", hub, "link", "add", port, "type", "veth", "peer", "name", DEVICE, "netns", namespace);
        Shell.run("ip", "-n", hub, "link", "set", port, "master", "hub", "up");
        Shell.run("ip", "-n", namespace, "addr", "add", address + "/24", "dev", DEVICE);
        Shell.run("ip", "-n", namespace, "link", "set", DEVICE, "up");
        Shell.run("ip", "-n", namespace, "link", "set", "lo", "up");
    }

    String namespace() {
        return namespace;
    }

    /** Its IPv4 address. */
    public String address() {
        return address;
    }

    /** The command that runs a command on this host, in a process of the same id. */
    List<String> inside(List<String> command) {
        List<String> all = new ArrayList<>(List.of("ip", "netns", "exec", namespace));
        all.addAll(command);
        return all;
    }

    /** Nothing of another host arrives here any more; what is sent from here still arrives there. */
    public void ignore(NetworkHost other) {
        rule("INPUT", "-s", other.address);
    }

    /** Nothing gets from here to another host or back. */
    public void leave(NetworkHost other) {
        ignore(other);
        rule("OUTPUT", "-d", other.address);
    }

    /** Nothing gets here from anywhere, or from here to anywhere. */
    public void darken() {
        rule("INPUT", "-i", DEVICE);
        rule("OUTPUT", "-o", DEVICE);
    }

    private void rule(String chain, String option, String value) {
        inside("iptables", "-w", "-A", chain, option, value, "-j", "DROP");
    }

    /** From now on so many of a hundred packets that arrive here are lost, at random. */
    public void lose(int percent) {
        inside(
                "iptables",
                "-w",
                "-A",
                "INPUT",
                "-i",
                DEVICE,
                "-m",
                "statistic",
                "--mode",
                "random",
                "--probability",
                String.valueOf(percent / 100.0),
                "-j",
                "DROP");
    }

    /** All ways of this host are open again, and nothing is lost any more. */
    public void heal() {
        inside("iptables", "-w", "-F");
    }

    private void inside(String... command) {
        Shell.run(inside(List.of(command)).toArray(String[]::new));
    }
}
