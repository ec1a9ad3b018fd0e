package io.jsentinel.server;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/**
 * How many files and sockets this process may have open. What clients take is missing for everything else: a sentinel
 * that cannot open its state file gives no vote, and one that cannot connect sees nobody.
 */
final class Descriptors {

    /** For files, and for connections that are told why they are refused. */
    private static final int RESERVED = 160;

    /** One of so many is for connections to nodes and other sentinels. */
    private static final int SHARE_FOR_LINKS = 8;

    private Descriptors() {}

    /** How many clients can be served at once, if that many are wanted. */
    static int clients(int wanted) {
        boolean known = ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean;
        return known ? clients(wanted, limit()) : wanted;
    }

    /** The same with a given limit of the process; at least one. */
    static int clients(int wanted, long limit) {
        long left = limit - limit / SHARE_FOR_LINKS - RESERVED;
        return (int) Math.max(1, Math.min(wanted, left));
    }

    /** The limit of this process; Java raises it at its start as far as it may be raised. */
    static long limit() {
        return ((UnixOperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getMaxFileDescriptorCount();
    }
}
