package io.jsentinel.command;

import io.jsentinel.address.Endpoint;
import io.jsentinel.config.Personality;
import io.jsentinel.config.SentinelConfig;
import io.jsentinel.resp.Decimal;
import io.jsentinel.topology.Self;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/** A setting of SENTINEL CONFIG, in the order in which it is listed. */
enum OwnSetting {
    RESOLVE_HOSTNAMES,
    ANNOUNCE_HOSTNAMES,
    ANNOUNCE_IP,
    ANNOUNCE_PORT,
    SENTINEL_USER,
    SENTINEL_PASS,
    LOGLEVEL;

    private static final List<String> LOG_LEVELS = List.of("debug", "verbose", "notice", "warning", "nothing");

    /** The settings that a version has. */
    static List<OwnSetting> of(Personality personality) {
        return Arrays.stream(values())
                .filter(setting -> setting != LOGLEVEL || personality.isAtLeast(Personality.REDIS_7_2))
                .toList();
    }

    /** The setting of that name, in any case, if the version has it. */
    static Optional<OwnSetting> named(String name, Personality personality) {
        return of(personality).stream()
                .filter(setting -> setting.shownName().equalsIgnoreCase(name))
                .findFirst();
    }

    /** The name in commands: {@code announce-ip}. */
    String shownName() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Whether it says how we log in to other sentinels. */
    boolean isCredential() {
        return this == SENTINEL_USER || this == SENTINEL_PASS;
    }

    /** The value in force; empty when nothing is set. */
    String shown(Self self) {
        SentinelConfig config = self.config();
        return switch (this) {
            case RESOLVE_HOSTNAMES -> yesOrNo(config.resolveHostnames());
            case ANNOUNCE_HOSTNAMES -> yesOrNo(config.announceHostnames());
            case ANNOUNCE_IP -> config.announceIp().orElse("");
            case ANNOUNCE_PORT -> Integer.toString(config.announcePort());
            case SENTINEL_USER -> config.peerCredentials().user().orElse("");
            case SENTINEL_PASS -> config.peerCredentials().password().orElse("");
            case LOGLEVEL -> self.process().logLevel();
        };
    }

    /** Whether a value makes sense. */
    boolean takes(String value) {
        return switch (this) {
            case RESOLVE_HOSTNAMES, ANNOUNCE_HOSTNAMES -> value.equalsIgnoreCase("yes") || value.equalsIgnoreCase("no");
            case ANNOUNCE_PORT -> {
                OptionalLong port = Decimal.parse(value);
                yield port.isPresent() && port.getAsLong() >= 0 && port.getAsLong() <= Endpoint.MAX_PORT;
            }
            // It stands between commas in hello messages, and on a line of the file.
            case ANNOUNCE_IP -> value.chars().allMatch(c -> c > ' ' && c < 127 && c != ',');
            case SENTINEL_USER, SENTINEL_PASS -> value.chars().noneMatch(c -> c < ' ' || c == 127);
            case LOGLEVEL -> LOG_LEVELS.contains(value.toLowerCase(Locale.ROOT));
        };
    }

    /** Puts a value that makes sense in force; an empty text takes away what was set. */
    void apply(Self self, String value) {
        SentinelConfig config = self.config();
        Optional<String> text = Optional.of(value).filter(given -> !given.isEmpty());
        boolean yes = value.equalsIgnoreCase("yes");
        switch (this) {
            case RESOLVE_HOSTNAMES -> self.setConfig(config.withHostnames(yes, config.announceHostnames()));
            case ANNOUNCE_HOSTNAMES -> self.setConfig(config.withHostnames(config.resolveHostnames(), yes));
            case ANNOUNCE_IP -> self.setConfig(config.withAnnounced(text, config.announcePort()));
            case ANNOUNCE_PORT -> self.setConfig(config.withAnnounced(config.announceIp(), Integer.parseInt(value)));
            case SENTINEL_USER ->
                self.setConfig(
                        config.withPeerCredentials(config.peerCredentials().withUser(text)));
            case SENTINEL_PASS ->
                self.setConfig(
                        config.withPeerCredentials(config.peerCredentials().withPassword(text)));
            case LOGLEVEL -> self.setProcess(self.process().withLogLevel(value.toLowerCase(Locale.ROOT)));
        }
    }

    private static String yesOrNo(boolean yes) {
        return yes ? "yes" : "no";
    }
}
