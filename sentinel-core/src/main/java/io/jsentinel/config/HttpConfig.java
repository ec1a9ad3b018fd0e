package io.jsentinel.config;

import io.jsentinel.address.Endpoint;
import java.util.List;
import java.util.Optional;

/**
 * What this process serves besides the protocol of Redis: probes, metrics and pages by HTTP, and HAProxy's agent check.
 *
 * @param port the TCP port for HTTP, 0 = none
 * @param agentPort the TCP port of the agent check, 0 = none
 * @param bind the addresses to listen on, as {@link ServerConfig#bind}; empty = those of the server itself
 * @param tokenFile the file with the token of those who may change something from elsewhere, relative to {@code dir};
 *     empty = nobody may
 * @param trusted whose word is enough to change something, addresses and ranges of them; empty = this machine only
 * @param local the Redis server that this process answers for; absent = the only one on this machine
 */
public record HttpConfig(
        int port, int agentPort, List<String> bind, String tokenFile, List<String> trusted, Optional<Endpoint> local) {

    /** The port for HTTP beside a Redis server in a pod. */
    public static final int SIDECAR_PORT = 8008;

    /** The port of the agent check beside a Redis server in a pod. */
    public static final int SIDECAR_AGENT_PORT = 8009;

    /** Nothing is served. */
    public static final HttpConfig OFF = new HttpConfig(0, 0, List.of(), "", List.of(), Optional.empty());

    public HttpConfig {
        bind = List.copyOf(bind);
        trusted = List.copyOf(trusted);
    }

    /** Whether there is anything to listen for. */
    public boolean isOn() {
        return port != 0 || agentPort != 0;
    }
}
