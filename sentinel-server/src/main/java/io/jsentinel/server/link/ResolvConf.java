package io.jsentinel.server.link;

import io.netty.util.NetUtil;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What {@code /etc/resolv.conf} says. A daemon may start before its machine has a network, and containers may get one
 * later: a file that changed is read again.
 */
final class ResolvConf {

    /** The longest file that is read: this happens on the event loop. */
    private static final long MAX_BYTES = 1 << 16;

    /** What the C library takes at most. */
    private static final int MAX_SERVERS = 3;

    private static final int MAX_DOMAINS = 32;
    private static final int MAX_NDOTS = 15;

    private static final int DNS_PORT = 53;

    private final Path file;
    private final int port;
    private Optional<Stamp> readFrom = Optional.empty();
    private Settings settings;

    /**
     * How names are looked up.
     *
     * @param servers the DNS servers, one after the other; that of this machine where the file names none
     * @param domains what is put behind a name with too few dots
     * @param ndots how many dots are enough to ask for a name as it is first, 0 to 15
     */
    record Settings(List<InetSocketAddress> servers, List<String> domains, int ndots) {}

    private record Stamp(Object time, long bytes, Optional<Object> key) {}

    /** A file, and the port at which its servers listen. */
    ResolvConf(Path file, int port) {
        this.file = file;
        this.port = port;
        this.settings = parsed(List.of());
    }

    static ResolvConf ofThisMachine() {
        return new ResolvConf(Path.of("/etc/resolv.conf"), DNS_PORT);
    }

    /** What the file says now; as if it were empty when it cannot be read, which is what the C library does. */
    Settings settings() {
        try {
            BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
            Stamp stamp = new Stamp(now.lastModifiedTime(), now.size(), Optional.ofNullable(now.fileKey()));
            if (!readFrom.equals(Optional.of(stamp))) {
                settings = parsed(now.size() > MAX_BYTES ? List.of() : lines());
                readFrom = Optional.of(stamp);
            }
        } catch (IOException noFile) {
            settings = parsed(List.of());
            readFrom = Optional.empty();
        }
        return settings;
    }

    private List<String> lines() throws IOException {
        return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1)
                .lines()
                .toList();
    }

    private Settings parsed(List<String> lines) {
        List<InetSocketAddress> servers = new ArrayList<>();
        List<String> domains = List.of();
        int ndots = 1;
        for (String line : lines) {
            List<String> words = List.of(line.strip().split("[ \t]+"));
            List<String> values = words.subList(1, words.size());
            switch (words.get(0)) {
                case "nameserver" ->
                    values.stream()
                            .limit(1)
                            .flatMap(word -> server(word).stream())
                            .forEach(servers::add);
                // The last of these lines counts, whichever of the two it is.
                case "domain" -> domains = domains(values, 1);
                case "search" -> domains = domains(values, MAX_DOMAINS);
                case "options" -> ndots = ndots(values, ndots);
                default -> {
                    // Comments, and what does not matter here.
                }
            }
        }
        if (servers.isEmpty()) {
            servers.add(new InetSocketAddress("127.0.0.1", port));
        }
        return new Settings(List.copyOf(servers.subList(0, Math.min(servers.size(), MAX_SERVERS))), domains, ndots);
    }

    /** The server that a word names by its address; nothing for anything else, which is never looked up. */
    private Optional<InetSocketAddress> server(String word) {
        if (!NetUtil.isValidIpV4Address(word) && !NetUtil.isValidIpV6Address(word)) {
            return Optional.empty();
        }
        try {
            return Optional.of(new InetSocketAddress(InetAddress.getByName(word), port));
        } catch (IOException noSuchInterface) {
            return Optional.empty();
        }
    }

    private static List<String> domains(List<String> words, int most) {
        return words.stream()
                .map(word -> word.endsWith(".") ? word.substring(0, word.length() - 1) : word)
                .filter(word -> !word.isEmpty())
                .limit(most)
                .toList();
    }

    private static int ndots(List<String> options, int otherwise) {
        int ndots = otherwise;
        for (String option : options) {
            if (option.matches("ndots:[0-9]{1,9}")) {
                ndots = Math.min(Integer.parseInt(option.substring("ndots:".length())), MAX_NDOTS);
            }
        }
        return ndots;
    }
}
