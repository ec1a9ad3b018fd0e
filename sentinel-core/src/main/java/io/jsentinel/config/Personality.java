package io.jsentinel.config;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The version of Redis or Valkey whose behaviour is shown where versions differ: the list of commands, texts of
 * errors, fields of INFO. Set by {@code compat-version}; the directives of all versions are read under each.
 */
public enum Personality {
    REDIS_7_0("redis-7.0", "7.0.15"),
    REDIS_7_2("redis-7.2", "7.2.4"),
    VALKEY_8("valkey-8", "7.2.4");

    /** What is shown when nothing is set. */
    public static final Personality DEFAULT = REDIS_7_2;

    private static final String VALKEY_VERSION = "8.1.4";

    private final String settingName;
    private final String redisVersion;

    Personality(String settingName, String redisVersion) {
        this.settingName = settingName;
        this.redisVersion = redisVersion;
    }

    /** The personality of that name, in any case, as it stands in a configuration. */
    public static Optional<Personality> named(String name) {
        return Arrays.stream(values())
                .filter(personality -> personality.settingName.equalsIgnoreCase(name))
                .findFirst();
    }

    /** All names that a configuration may hold. */
    public static List<String> names() {
        return Arrays.stream(values()).map(Personality::settingName).toList();
    }

    /** The name in a configuration: {@code redis-7.2}. */
    public String settingName() {
        return settingName;
    }

    /** The version of Redis that clients are told, {@code 7.2.4}; Valkey tells one too. */
    public String redisVersion() {
        return redisVersion;
    }

    /** Who HELLO says we are: {@code redis} or {@code valkey}. */
    public String serverName() {
        return isValkey() ? "valkey" : "redis";
    }

    /** The version that goes with {@link #serverName}. */
    public String serverVersion() {
        return isValkey() ? VALKEY_VERSION : redisVersion;
    }

    /** The program and its version, for people: {@code Redis 7.0.15}, {@code Valkey 8.1.4}. */
    public String program() {
        return (isValkey() ? "Valkey " : "Redis ") + serverVersion();
    }

    /** How an error of the configuration begins: {@code Redis 7.0.15}; Valkey names a version only. */
    public String errorHeader() {
        return isValkey() ? "Version " + VALKEY_VERSION : program();
    }

    /** Whether this behaves as that version does, or as a later one; Valkey 8 comes after Redis 7.2. */
    public boolean isAtLeast(Personality other) {
        return compareTo(other) >= 0;
    }

    /** Whether this is Valkey and not Redis. */
    public boolean isValkey() {
        return this == VALKEY_8;
    }
}
