package io.jsentinel.config;

/**
 * What the core needs to know of the process around it, besides what is watched.
 *
 * @param timing periods and limits
 * @param personality which version's behaviour is shown
 * @param logLevel {@code debug}, {@code verbose}, {@code notice}, {@code warning} or {@code nothing}
 */
public record ProcessSettings(Timing timing, Personality personality, String logLevel) {

    /** The given clockwork, all else as when nothing is set. */
    public static ProcessSettings of(Timing timing) {
        return new ProcessSettings(timing, Personality.DEFAULT, ServerConfig.DEFAULT.logLevel());
    }

    /** What a server's settings say. */
    public static ProcessSettings of(ServerConfig server) {
        return new ProcessSettings(Timing.DEFAULT, server.personality(), server.logLevel());
    }

    /** The same with another clockwork. */
    public ProcessSettings withTiming(Timing value) {
        return new ProcessSettings(value, personality, logLevel);
    }

    /** The same with another level of the log. */
    public ProcessSettings withLogLevel(String value) {
        return new ProcessSettings(timing, personality, value);
    }
}
