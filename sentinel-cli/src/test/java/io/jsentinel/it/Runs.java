package io.jsentinel.it;

import java.time.Duration;
import java.util.Locale;

/** How often the tests that could fail by chance are repeated, and how long they wait for what must happen. */
final class Runs {

    /** The system property that sets {@link #count}, as in {@code mvn verify -Djsentinel.it.runs=20}. */
    static final String PROPERTY = "jsentinel.it.runs";

    /** Within this a dead master must be replaced: a matter of a second or two, on a machine that has nothing to do. */
    static final Duration TAKE_OVER_BOUND = Duration.ofSeconds(10);

    /** Within this everything that heals by itself must be well again. */
    static final Duration HEAL_BOUND = Duration.ofSeconds(30);

    private Runs() {}

    /** How many runs there are: what the system property says, or else this number. */
    static int count(int otherwise) {
        return Integer.getInteger(PROPERTY, otherwise);
    }

    /** Prints a line that people look for in the log of the build. */
    static void print(String format, Object... args) {
        System.out.println("[jsentinel] " + String.format(Locale.ROOT, format, args));
    }
}
