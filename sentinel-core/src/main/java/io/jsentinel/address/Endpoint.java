package io.jsentinel.address;

/**
 * Where a node listens: a host and a port.
 *
 * @param host an IPv4 or IPv6 literal, IPv6 without brackets; a host name where those are taken
 * @param port 0 to 65535; 0 means "never connect"
 */
public record Endpoint(String host, int port) implements Comparable<Endpoint> {

    /** The largest TCP port. */
    public static final int MAX_PORT = 65535;

    /** {@code ip:port}, or {@code [ip]:port} for IPv6: the name that a replica has in listings and events. */
    public String joined() {
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
    }

    /** {@code ip port}: the form in events and in {@code sentinel.conf}. */
    public String spaced() {
        return host + " " + port;
    }

    @Override
    public int compareTo(Endpoint other) {
        int byHost = host.compareTo(other.host);
        return byHost != 0 ? byHost : Integer.compare(port, other.port);
    }

    // Written out, as in LinkId: a record's own is slow at the start and with the first compiler.

    @Override
    public boolean equals(Object other) {
        return other instanceof Endpoint endpoint && port == endpoint.port && host.equals(endpoint.host);
    }

    @Override
    public int hashCode() {
        return 31 * host.hashCode() + port;
    }

    @Override
    public String toString() {
        return joined();
    }
}
