package io.jsentinel.testkit;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The choice of a loopback port that nobody listens on. Another process may take it before it is used, so who
 * starts a server on it tries again with another one.
 *
 * <p>Ports come from below the range from which the usual systems take the local ports of outgoing connections. A
 * port of that range could be taken by any client while its server is down for a restart; worse, a client that keeps
 * connecting to it can by chance get it as its own local port and so be connected to itself.
 */
public final class FreePort {

    private static final int LOWEST = 12_000;
    private static final int BEYOND_HIGHEST = 32_000;
    private static final int TRIES = 100;
    private static final Set<Integer> GIVEN = new HashSet<>();

    private FreePort() {}

    /** A free port that this JVM has not been given before. */
    public static synchronized int next() {
        for (int i = 0; i < TRIES; i++) {
            int port = random();
            if (!GIVEN.contains(port) && isFree(port)) {
                GIVEN.add(port);
                return port;
            }
        }
        throw new IllegalStateException("no free port found in " + TRIES + " tries");
    }

    /** Any port of that range, which may be taken: for who listens on it at once, or else tries another one. */
    public static int random() {
        return ThreadLocalRandom.current().nextInt(LOWEST, BEYOND_HIGHEST);
    }

    /** Whether nobody listens on a port of the IPv4 loopback address. */
    public static boolean isFree(int port) {
        InetSocketAddress address = RespClient.loopback(port);
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(address);
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
