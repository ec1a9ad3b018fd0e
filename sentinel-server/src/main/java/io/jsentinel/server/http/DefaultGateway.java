package io.jsentinel.server.http;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The router of this machine's default route: in a pod, where the node is. Linux only. */
public final class DefaultGateway {

    private static final Path ROUTES = Path.of("/proc/net/route");

    private DefaultGateway() {}

    /** Its IPv4 address, if there is one. */
    public static Optional<String> ofThisMachine() {
        try {
            return in(Files.readAllLines(ROUTES, StandardCharsets.US_ASCII));
        } catch (IOException e) {
            // Another system, or no right to read it: then nobody is the node.
            return Optional.empty();
        }
    }

    /** The gateway of the first route to everywhere, in the lines of {@code /proc/net/route}. */
    static Optional<String> in(List<String> lines) {
        for (String line : lines) {
            String[] fields = line.strip().split("\\s+");
            boolean isDefault = fields.length > 2 && fields[1].equals("00000000");
            if (isDefault && fields[2].matches("[0-9A-Fa-f]{8}") && !fields[2].equals("00000000")) {
                long bytes = Long.parseLong(fields[2], 16);
                return Optional.of((bytes & 255) + "." + (bytes >> 8 & 255) + "." + (bytes >> 16 & 255) + "."
                        + (bytes >> 24 & 255));
            }
        }
        return Optional.empty();
    }
}
