package io.jsentinel.testkit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The way to start a program so that SIGINT ends it as it does at a terminal. A build in the background of a shell has
 * SIGINT ignored, all that it starts inherits that, and a JVM leaves it so; {@code env} of the GNU core utilities can
 * undo it.
 */
public final class UsualSignals {

    private static final List<String> ENV = List.of("env", "--default-signal=INT");
    private static final Duration BOUND = Duration.ofSeconds(10);

    private UsualSignals() {}

    /** The command that starts the given one so; the given one itself where {@code env} cannot do it. */
    public static List<String> of(List<String> command) {
        List<String> probe = new ArrayList<>(ENV);
        probe.add("true");
        try (CommandRun run = CommandRun.start(probe)) {
            List<String> all = new ArrayList<>(run.awaitEnd(BOUND) == 0 ? ENV : List.of());
            all.addAll(command);
            return all;
        }
    }
}
