package io.jsentinel.server.link;

import io.jsentinel.address.IpLiteral;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.channels.DatagramChannel;
import java.util.Comparator;
import java.util.List;

/**
 * Which of several addresses is tried first, as {@code getaddrinfo} has it: one that this machine has a route to before
 * one that it has not, then IPv6 before IPv4, then as the server said. Source: RFC 6724, rules 1 and 6.
 */
final class AddressOrder {

    /** The most addresses of one name that are looked at. */
    private static final int MAX_ADDRESSES = 16;

    /** Any port: nothing is sent to it. */
    private static final int ANY_PORT = 9;

    private AddressOrder() {}

    /** The addresses as literals, the one to prefer first. */
    static List<String> preferred(List<InetAddress> found) {
        if (found.size() == 1) {
            return List.of(IpLiteral.withoutZone(found.get(0).getHostAddress()));
        }
        record Rated(InetAddress address, boolean reachable) {}
        return found.stream()
                .limit(MAX_ADDRESSES)
                .map(address -> new Rated(address, hasRoute(address)))
                .sorted(Comparator.comparing((Rated rated) -> !rated.reachable())
                        .thenComparing(rated -> !(rated.address() instanceof Inet6Address)))
                .map(rated -> IpLiteral.withoutZone(rated.address().getHostAddress()))
                .distinct()
                .toList();
    }

    /** Whether there is a way to an address; connecting a datagram socket looks for one and sends nothing. */
    private static boolean hasRoute(InetAddress address) {
        try (DatagramChannel channel = DatagramChannel.open()) {
            channel.connect(new InetSocketAddress(address, ANY_PORT));
            return true;
        } catch (IOException noRoute) {
            return false;
        }
    }

    /** Whether this machine has an IPv6 address that others can reach. */
    static boolean hasGlobalIpv6() {
        try {
            return NetworkInterface.networkInterfaces()
                    .flatMap(NetworkInterface::inetAddresses)
                    .anyMatch(a -> a instanceof Inet6Address && !a.isLoopbackAddress() && !a.isLinkLocalAddress());
        } catch (SocketException unknown) {
            // Then IPv4 is the safer guess.
            return false;
        }
    }
}
