package io.jsentinel.server.net;

import io.jsentinel.acl.Users;
import io.jsentinel.address.IpLiteral;
import io.jsentinel.server.store.ByteText;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;

/** What is known about one client and told by CLIENT LIST. Used by the event loop only. */
final class ClientFacts {

    /** The longest name of a client or its library, so that ten thousand clients cannot fill the memory with names. */
    static final int MAX_NAME = 1024;

    final long id;
    final String address;
    final String localAddress;
    final long sinceNanos;

    String name = "";
    String user = Users.DEFAULT;
    String libraryName = "";
    String libraryVersion = "";
    String lastCommand = "NULL";
    long activeNanos;
    boolean loggedIn;
    boolean resp3;
    boolean noEvict;
    long bytesIn;
    long commands;
    final ReplySwitch replies = new ReplySwitch();
    final Tracking tracking = new Tracking();

    ClientFacts(long id, SocketAddress remote, SocketAddress local) {
        this.id = id;
        // The client's end of a Unix socket has no name: Redis shows the listener's in its place.
        this.address = text(remote instanceof InetSocketAddress ? remote : local);
        this.localAddress = text(local);
        this.sinceNanos = System.nanoTime();
        this.activeNanos = sinceNanos;
    }

    /** Whether a text can be a name: printable ASCII without blanks; empty takes a name away. */
    static boolean isName(String text) {
        return text.length() <= MAX_NAME && text.chars().allMatch(c -> c >= '!' && c <= '~');
    }

    long ageSeconds(long nowNanos) {
        return (nowNanos - sinceNanos) / 1_000_000_000;
    }

    long idleSeconds(long nowNanos) {
        return (nowNanos - activeNanos) / 1_000_000_000;
    }

    /** {@code ip:port}, {@code [ip]:port} for IPv6, {@code path:0} for a Unix socket. */
    private static String text(SocketAddress address) {
        if (address instanceof InetSocketAddress inet) {
            String host = IpLiteral.withoutZone(inet.getAddress().getHostAddress());
            return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + inet.getPort();
        }
        return address instanceof UnixDomainSocketAddress unix ? ByteText.of(unix.getPath()) + ":0" : "?:0";
    }
}
