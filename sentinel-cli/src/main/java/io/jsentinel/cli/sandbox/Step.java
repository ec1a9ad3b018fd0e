package io.jsentinel.cli.sandbox;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** One step of a {@link Script}, or what a key asks for. */
enum Step {
    /** Ends the master with SIGKILL. */
    KILL,
    /** Stops the master with SIGSTOP. */
    FREEZE,
    /** Has the master hand over. */
    FAILOVER,
    /** Starts again what was killed or ended by itself. */
    RESTART,
    /** Lets go on what is frozen. */
    THAW,
    /** Ends one sentinel with SIGKILL. */
    SENTINEL,
    /** Waits until what was done has had its effect. */
    WAIT,
    /** Shows who is who. */
    TOPOLOGY,
    /** Shows what became of the writes. */
    WRITES;

    /** Its word in a script. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The step of that word. */
    static Optional<Step> of(String word) {
        return Arrays.stream(values()).filter(step -> step.word().equals(word)).findFirst();
    }

    /** All words, for messages. */
    static String words() {
        return Arrays.stream(values()).map(Step::word).collect(Collectors.joining(", "));
    }
}
