package io.jsentinel.config;

import java.util.List;
import java.util.Optional;

/**
 * What the process around the core needs: where it listens, logs and lives.
 *
 * @param port the TCP port of the listener, 0 = none
 * @param bind the addresses to listen on; a leading {@code -} marks one that may be missing; {@code *} is all IPv4
 * @param requirePass the default user's password
 * @param protectedMode whether clients from elsewhere are refused while there is no password
 * @param maxClients the most client connections at once
 * @param timeoutSeconds after which an idle client is closed, 0 = never
 * @param tcpBacklog the length of the listener's queue
 * @param tcpKeepaliveSeconds the period of TCP keep-alive, 0 = off
 * @param logFile the log's path, relative to {@code dir}; empty = standard output
 * @param logLevel {@code debug}, {@code verbose}, {@code notice}, {@code warning} or {@code nothing}
 * @param dir the working directory; empty = the process's own
 * @param pidFile where the process id is written; empty = nowhere
 * @param identity which version's behaviour is shown, and under which name
 * @param sockets a Unix socket, and where connections to nodes come from
 * @param limits what a client may cost
 * @param process background, supervision, syslog
 * @param acl who may use this process, beside the password
 * @param tls how connections are encrypted
 * @param commandNames under which names clients find our commands
 * @param sidecar the Redis server beside us in the same pod
 * @param http probes, metrics and pages
 * @param guards what guards the data of all masters
 * @param failoverMode what SENTINEL FAILOVER does with a master that is well
 */
public record ServerConfig(
        int port,
        List<String> bind,
        Optional<String> requirePass,
        boolean protectedMode,
        int maxClients,
        int timeoutSeconds,
        int tcpBacklog,
        int tcpKeepaliveSeconds,
        String logFile,
        String logLevel,
        String dir,
        String pidFile,
        Identity identity,
        SocketConfig sockets,
        ClientLimits limits,
        ProcessConfig process,
        AclConfig acl,
        TlsConfig tls,
        CommandNames commandNames,
        SidecarConfig sidecar,
        HttpConfig http,
        GuardConfig guards,
        FailoverMode failoverMode) {

    /** The port of Sentinel. */
    public static final int DEFAULT_PORT = 26379;

    /** What Redis takes when the file says nothing. */
    public static final ServerConfig DEFAULT = new ServerConfig(
            DEFAULT_PORT,
            List.of("*", "-::*"),
            Optional.empty(),
            false,
            10_000,
            0,
            511,
            300,
            "",
            "notice",
            "",
            "",
            Identity.DEFAULT,
            SocketConfig.DEFAULT,
            ClientLimits.DEFAULT,
            ProcessConfig.DEFAULT,
            AclConfig.DEFAULT,
            TlsConfig.OFF,
            CommandNames.USUAL,
            SidecarConfig.OFF,
            HttpConfig.OFF,
            GuardConfig.DEFAULT,
            FailoverMode.COORDINATED);

    public ServerConfig {
        bind = List.copyOf(bind);
    }

    /** Which version's behaviour is shown. */
    public Personality personality() {
        return identity.personality();
    }

    /** The same with other users, and another level of the log. */
    public ServerConfig with(AclConfig newAcl, String newLogLevel) {
        return new ServerConfig(
                port,
                bind,
                requirePass,
                protectedMode,
                maxClients,
                timeoutSeconds,
                tcpBacklog,
                tcpKeepaliveSeconds,
                logFile,
                newLogLevel,
                dir,
                pidFile,
                identity,
                sockets,
                limits,
                process,
                newAcl,
                tls,
                commandNames,
                sidecar,
                http,
                guards,
                failoverMode);
    }

    /** Never shows the password. */
    @Override
    public String toString() {
        return "ServerConfig[port=" + port + ", bind=" + bind + ", requirePass="
                + (requirePass.isPresent() ? "***" : "none") + ", logFile=" + logFile + ", dir=" + dir + "]";
    }
}
