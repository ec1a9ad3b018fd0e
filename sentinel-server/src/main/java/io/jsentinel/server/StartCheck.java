package io.jsentinel.server;

import io.jsentinel.config.ServerConfig;
import io.jsentinel.server.tls.Tls;
import java.io.IOException;

/** What can be known about a start beforehand, besides the configuration's text: nothing is opened or changed. */
public final class StartCheck {

    private StartCheck() {}

    /**
     * Looks at what a configuration refers to.
     *
     * @throws IOException when a daemon could not start: no listener, unfit certificates, a source address that is none
     */
    public static void check(ServerConfig config) throws IOException {
        requireListener(config);
        Tls.check(config.tls(), ServerPaths.dir(config));
        ServerPaths.source(config);
    }

    /** Refuses a configuration with which nobody could ever ask the daemon. */
    static void requireListener(ServerConfig config) throws IOException {
        boolean overTcp =
                bindsAnything(config) && (config.port() != 0 || config.tls().port() != 0);
        if (!overTcp && config.sockets().unixPath().isEmpty()) {
            throw new IOException("Configured to not listen anywhere, exiting.");
        }
    }

    /** Whether there is an address to listen on: {@code bind ""} leaves none. */
    static boolean bindsAnything(ServerConfig config) {
        return config.bind().stream().anyMatch(address -> !address.isEmpty());
    }
}
