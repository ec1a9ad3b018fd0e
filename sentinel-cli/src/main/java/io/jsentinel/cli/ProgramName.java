package io.jsentinel.cli;

import io.jsentinel.config.Personality;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The name under which this program was started, and what it makes of the first words: as {@code redis-sentinel} or
 * {@code redis-server} it takes what those take.
 *
 * @param name the last part of the path that was called, {@code jsentinel} when nobody said
 */
record ProgramName(String name) {

    /** The system property by which the launcher tells it. */
    static final String PROPERTY = "jsentinel.program";

    private static final String OWN = "jsentinel";

    /** What stock prints, less what only a server for data has. */
    private static final String USAGE = """
            Usage: ./redis-sentinel /path/to/sentinel.conf [options] [-]
                   ./redis-server /path/to/sentinel.conf --sentinel [options] [-]
                   ./redis-sentinel -v or --version
                   ./redis-sentinel -h or --help

            Examples:
                   ./redis-sentinel /etc/sentinel.conf --loglevel verbose
                   ./redis-server /etc/sentinel.conf --sentinel --port 7777

            This is jsentinel. What else it can do: jsentinel --help
            """;

    /** The name that the launcher told. */
    static ProgramName current() {
        return new ProgramName(System.getProperty(PROPERTY, OWN));
    }

    /** Whether it is called by a name of the stock programs. */
    boolean isStock() {
        return isSentinel() || isServer();
    }

    /** What {@code -h} prints, and {@code redis-server} without {@code --sentinel}. */
    String usage() {
        return isValkey() ? USAGE.replace("./redis-", "./valkey-") : USAGE;
    }

    /**
     * The line of {@code --version}.
     *
     * @param version our own version, which makes the build id
     */
    String versionLine(String version) {
        String product = isValkey() ? "Valkey" : "Redis";
        Personality shown = isValkey() ? Personality.VALKEY_8 : Personality.DEFAULT;
        return String.format(
                Locale.ROOT,
                "%s server v=%s sha=00000000:0 malloc=jvm bits=%s build=%x",
                product,
                shown.serverVersion(),
                System.getProperty("sun.arch.data.model", "64"),
                buildId("jsentinel " + version));
    }

    /**
     * Why these arguments cannot be followed under this name.
     *
     * @return nothing when they can
     */
    Optional<String> refusal(List<String> arguments) {
        return isServer() && !arguments.contains("--sentinel")
                ? Optional.of(name + ": this is jsentinel, which watches servers and is none itself. Add --sentinel to"
                        + " start a sentinel, or start the " + name + " of Redis or Valkey for a server of data.")
                : Optional.empty();
    }

    private boolean isSentinel() {
        return name.contains("redis-sentinel") || name.contains("valkey-sentinel");
    }

    private boolean isServer() {
        return !isSentinel() && (name.contains("redis-server") || name.contains("valkey-server"));
    }

    private boolean isValkey() {
        return name.contains("valkey");
    }

    /** The same for the same version, and different for most others: FNV-1a. */
    private static long buildId(String text) {
        long hash = 0xcbf29ce484222325L;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
        }
        return hash;
    }
}
