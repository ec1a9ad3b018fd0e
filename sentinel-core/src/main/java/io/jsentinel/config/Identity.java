package io.jsentinel.config;

/**
 * Who clients are told that we are.
 *
 * @param personality the version whose behaviour is shown
 * @param extendedRedis whether Valkey calls itself Redis where clients look for that name; Redis does so anyway
 */
public record Identity(Personality personality, boolean extendedRedis) {

    /** What is told when nothing is set. */
    public static final Identity DEFAULT = new Identity(Personality.DEFAULT, false);

    /** Who HELLO says we are: {@code redis} or {@code valkey}. */
    public String serverName() {
        return isCalledRedis() ? "redis" : personality.serverName();
    }

    /** The version that goes with {@link #serverName}. */
    public String serverVersion() {
        return isCalledRedis() ? personality.redisVersion() : personality.serverVersion();
    }

    /** The field of INFO that says what kind of server this is. */
    public String modeField() {
        return isCalledRedis() ? "redis_mode" : "server_mode";
    }

    private boolean isCalledRedis() {
        return extendedRedis || !personality.isValkey();
    }
}
