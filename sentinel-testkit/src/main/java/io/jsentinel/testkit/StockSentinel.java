package io.jsentinel.testkit;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The redis-sentinel (or valkey-sentinel) of this machine, against which our daemon is compared. A test that needs
 * it asks {@link #available()} and skips, saying so, when it is not there.
 */
public final class StockSentinel {

    /** The environment variable that, when {@code true}, makes a missing one an error instead of a skipped test. */
    public static final String REQUIRE_VARIABLE = "TEST_REQUIRE_STOCK";

    /** The system property with the same meaning. */
    public static final String REQUIRE_PROPERTY = "jsentinel.require.stock";

    /** The reason to give when a test is skipped. */
    public static final String MISSING = "neither redis-sentinel nor valkey-sentinel is on the PATH ("
            + REQUIRE_VARIABLE + "=true makes this an error)";

    private StockSentinel() {}

    /** Whether it is there. @throws IllegalStateException when it is missing although it is required */
    public static boolean available() {
        boolean available = find().isPresent();
        if (!available && required()) {
            throw new IllegalStateException(MISSING);
        }
        return available;
    }

    /** Whether everything that is compared with must be there. */
    public static boolean required() {
        return Boolean.parseBoolean(System.getenv(REQUIRE_VARIABLE)) || Boolean.getBoolean(REQUIRE_PROPERTY);
    }

    /** The command to which the path of a configuration file is added. @throws IllegalStateException without one */
    public static List<String> command() {
        return List.of(
                find().orElseThrow(() -> new IllegalStateException(MISSING)).toString());
    }

    private static Optional<Path> find() {
        return ProgramPath.find("redis-sentinel").or(() -> ProgramPath.find("valkey-sentinel"));
    }
}
