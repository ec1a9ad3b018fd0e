package io.jsentinel.server.net;

import io.netty.channel.socket.SocketProtocolFamily;
import java.io.IOException;
import java.net.BindException;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnknownHostException;
import java.nio.channels.ServerSocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * An address to listen on.
 *
 * @param text as the configuration has it, without the {@code -} of an optional one
 * @param address the address
 * @param optional whether the machine may lack it
 * @param takesIpv4 whether clients that come over IPv4 are served
 */
public record BindAddress(String text, InetAddress address, boolean optional, boolean takesIpv4) {

    private static final String ALL_IPV4 = "*";
    private static final String ALL_IPV6 = "::*";

    /**
     * The addresses of the {@code bind} directive. All of IPv4 and all of IPv6 together are one socket, because Java
     * cannot keep a socket for all of IPv6 away from IPv4.
     *
     * @throws IOException when a name that is not optional is unknown
     */
    public static List<BindAddress> all(List<String> directive) throws IOException {
        List<BindAddress> addresses = new ArrayList<>();
        boolean both = hasAny(directive, ALL_IPV4, "-" + ALL_IPV4) && hasAny(directive, ALL_IPV6, "-" + ALL_IPV6);
        boolean merged = both && hasIpv6();
        if (merged) {
            addresses.add(new BindAddress(ALL_IPV4, InetAddress.getByName("::"), false, true));
        }
        for (String entry : directive) {
            boolean optional = entry.startsWith("-");
            String text = optional ? entry.substring(1) : entry;
            if (merged && (text.equals(ALL_IPV4) || text.equals(ALL_IPV6))) {
                continue;
            }
            try {
                InetAddress address = InetAddress.getByName(numeric(text));
                addresses.add(new BindAddress(text, address, optional, address instanceof Inet4Address));
            } catch (UnknownHostException e) {
                if (!optional) {
                    throw new IOException("cannot listen on " + text + ": unknown host name", e);
                }
            }
        }
        return addresses;
    }

    private static boolean hasAny(List<String> directive, String one, String other) {
        return directive.contains(one) || directive.contains(other);
    }

    /** Whether this machine can listen on IPv6. */
    private static boolean hasIpv6() {
        try (ServerSocketChannel probe = ServerSocketChannel.open(StandardProtocolFamily.INET6)) {
            probe.bind(new InetSocketAddress("::", 0));
            return true;
        } catch (IOException | UnsupportedOperationException e) {
            // No IPv6 here: that is the answer, not a fault.
            return false;
        }
    }

    private static String numeric(String text) {
        return switch (text) {
            case ALL_IPV4 -> "0.0.0.0";
            case ALL_IPV6 -> "::";
            default -> text;
        };
    }

    /** Which kind of socket it needs. */
    public SocketProtocolFamily family() {
        return address instanceof Inet6Address ? SocketProtocolFamily.INET6 : SocketProtocolFamily.INET;
    }

    /** Whether the failure to listen only means that the machine lacks an address that it may lack. */
    public boolean mayBeMissing(Throwable cause) {
        return optional && !reason(cause).contains("in use");
    }

    /** Why listening failed, in the words of the system, lower case. */
    public static String reason(Throwable thrown) {
        Throwable cause = thrown;
        while (!(cause instanceof BindException) && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
    }
}
