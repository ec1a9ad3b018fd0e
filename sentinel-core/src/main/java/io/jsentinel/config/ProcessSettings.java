package io.jsentinel.config;

import java.util.Optional;

/**
 * What the core needs to know of the process around it, besides what is watched.
 *
 * @param timing periods and limits
 * @param personality which version's behaviour is shown
 * @param logLevel {@code debug}, {@code verbose}, {@code notice}, {@code warning} or {@code nothing}
 * @param isLogLevelOrdered whether a command asked for that level, so that it must be saved
 * @param guards what guards the data of all masters
 * @param sidecar the Redis server beside us in the same pod
 * @param failoverMode what SENTINEL FAILOVER does with a master that is well
 */
public record ProcessSettings(
        Timing timing,
        Personality personality,
        String logLevel,
        boolean isLogLevelOrdered,
        GuardConfig guards,
        SidecarConfig sidecar,
        FailoverMode failoverMode) {

    /** With a log level that the configuration asked for. */
    public ProcessSettings(Timing timing, Personality personality, String logLevel) {
        this(
                timing,
                personality,
                logLevel,
                false,
                GuardConfig.DEFAULT,
                SidecarConfig.OFF,
                ServerConfig.DEFAULT.failoverMode());
    }

    /** The given clockwork, all else as when nothing is set. */
    public static ProcessSettings of(Timing timing) {
        return new ProcessSettings(timing, Personality.DEFAULT, ServerConfig.DEFAULT.logLevel());
    }

    /** What a server's settings say. */
    public static ProcessSettings of(ServerConfig server) {
        return new ProcessSettings(
                Timing.DEFAULT,
                server.personality(),
                server.logLevel(),
                false,
                server.guards(),
                server.sidecar(),
                server.failoverMode());
    }

    /** The level of the log that must be saved; absent when the configuration's own still holds. */
    public Optional<String> savedLogLevel() {
        return isLogLevelOrdered ? Optional.of(logLevel) : Optional.empty();
    }

    /** The same with other guards. */
    public ProcessSettings withGuards(GuardConfig value) {
        return new ProcessSettings(timing, personality, logLevel, isLogLevelOrdered, value, sidecar, failoverMode);
    }

    /** The same beside a Redis server. */
    public ProcessSettings withSidecar(SidecarConfig value) {
        return new ProcessSettings(timing, personality, logLevel, isLogLevelOrdered, guards, value, failoverMode);
    }

    /** The same with another clockwork. */
    public ProcessSettings withTiming(Timing value) {
        return new ProcessSettings(value, personality, logLevel, isLogLevelOrdered, guards, sidecar, failoverMode);
    }

    /** The same with another way of SENTINEL FAILOVER. */
    public ProcessSettings withFailoverMode(FailoverMode value) {
        return new ProcessSettings(timing, personality, logLevel, isLogLevelOrdered, guards, sidecar, value);
    }

    /** The same with the level of the log that a command asks for. */
    public ProcessSettings withLogLevel(String value) {
        return new ProcessSettings(timing, personality, value, true, guards, sidecar, failoverMode);
    }
}
