package io.jsentinel.server.link;

import io.netty.resolver.HostsFileEntriesProvider;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The addresses in a hosts file; a file that changed is read again. */
final class HostsFile {

    /** The longest file that is read: this happens on the event loop. Larger ones are lists of blocked sites. */
    private static final long MAX_BYTES = 1 << 20;

    private final Path file;
    private FileTime readFrom = FileTime.fromMillis(0);
    private HostsFileEntriesProvider entries;

    HostsFile(Path file) {
        this.file = file;
    }

    static HostsFile ofThisMachine() {
        return new HostsFile(Path.of("/etc/hosts"));
    }

    /** The addresses of a name, those of IPv4 first; empty when the file does not have it or cannot be read. */
    List<InetAddress> addresses(String name) {
        try {
            FileTime now = Files.getLastModifiedTime(file);
            if (!now.equals(readFrom)) {
                entries = Files.size(file) > MAX_BYTES
                        ? null
                        : HostsFileEntriesProvider.parser().parse(file.toFile(), StandardCharsets.UTF_8);
                readFrom = now;
            }
        } catch (IOException noFile) {
            // Names are then found elsewhere or nowhere, until the file is there again, be it with its old time.
            entries = null;
            readFrom = FileTime.fromMillis(0);
        }
        if (entries == null) {
            return List.of();
        }
        String key = name.toLowerCase(Locale.ENGLISH);
        List<InetAddress> found = new ArrayList<>(entries.ipv4Entries().getOrDefault(key, List.of()));
        found.addAll(entries.ipv6Entries().getOrDefault(key, List.of()));
        return found;
    }
}
