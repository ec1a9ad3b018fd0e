package io.jsentinel.server;

import com.sun.management.UnixOperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

/**
 * How many files and sockets this process may have open. What clients take is missing for everything else: a sentinel
 * that cannot open its state file gives no vote, and one that cannot connect sees nobody.
 */
final class Descriptors {

    /** For files, and for connections that are told why they are refused. */
    private static final int RESERVED = 160;

    /** One of so many is for connections to nodes and other sentinels. */
    private static final int SHARE_FOR_LINKS = 8;

    /** What Linux tells of the limits of this process. */
    private static final Path LIMITS = Path.of("/proc/self/limits");

    private static final String ROW = "Max open files";

    private Descriptors() {}

    /** How many clients can be served at once, if that many are wanted. */
    static int clients(int wanted) {
        OptionalLong limit = limit();
        return limit.isPresent() ? clients(wanted, limit.getAsLong()) : wanted;
    }

    /** The same with a given limit of the process; at least one. */
    static int clients(int wanted, long limit) {
        long left = limit - limit / SHARE_FOR_LINKS - RESERVED;
        return (int) Math.max(1, Math.min(wanted, left));
    }

    /** The limit of this process, where it is known; Java raises it at its start as far as it may be raised. */
    static OptionalLong limit() {
        try {
            return limit(Files.readString(LIMITS, StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            // Not Linux. Only there is it worth the time: the beans about a process take some to be made.
            return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system
                    ? OptionalLong.of(system.getMaxFileDescriptorCount())
                    : OptionalLong.empty();
        }
    }

    /** The limit in force in the kernel's table of limits; nothing when there is none. */
    static OptionalLong limit(String table) {
        return table.lines()
                .filter(line -> line.startsWith(ROW))
                .map(line -> line.substring(ROW.length()).strip().split(" +")[0])
                .filter(word -> word.matches("\\d{1,18}"))
                .mapToLong(Long::parseLong)
                .findFirst();
    }
}
