package io.jsentinel.health;

import io.jsentinel.step.Request.Kind;
import java.util.List;
import java.util.Locale;

/** What the text of an error says about the node that answered it. Sources: Redis' and Dragonfly's error texts. */
public final class Refusal {

    private static final int MAX_CODE = 20;

    /** Errors that say how the whole process is, not what is wrong with the command. */
    private static final List<String> OF_ALL =
            List.of("LOADING", "BUSY", "MASTERDOWN", "NOAUTH", "DENIED", "MISCONF", "MAXCLIENTS");

    private Refusal() {}

    /** The kind of an error: its first word where that is a code, else {@code ERR}. */
    public static String code(String error) {
        if (error.toLowerCase(Locale.ROOT).contains("max number of clients")) {
            return "MAXCLIENTS";
        }
        int end = error.indexOf(' ');
        String word = end < 0 ? error : error.substring(0, end);
        boolean isCode =
                !word.isEmpty() && word.length() <= MAX_CODE && word.chars().allMatch(c -> c >= 'A' && c <= 'Z');
        return isCode ? word : "ERR";
    }

    /** Whether a node that answers that is alive all the same: it loads its data, or waits for its master. */
    public static boolean isAlive(String error) {
        return error.startsWith("LOADING") || error.startsWith("MASTERDOWN");
    }

    /** Whether an error is about the whole process, so that any other command would have got it, too. */
    public static boolean concernsAll(String error) {
        return OF_ALL.contains(code(error));
    }

    /** Whether the node does not know the command, or does not allow it to us: asking again is of no use. */
    public static boolean isForGood(String error) {
        String text = error.toLowerCase(Locale.ROOT);
        return text.startsWith("noperm")
                || text.contains("unknown command")
                || text.contains("unknown subcommand")
                || text.contains("not supported");
    }

    /** Whether an error only follows from another one that is told, or says that there is nothing to do. */
    static boolean isConsequence(Kind kind, String error) {
        return error.startsWith("EXECABORT")
                || error.contains("EXEC without MULTI")
                || kind == Kind.SCRIPT_KILL && error.startsWith("NOTBUSY");
    }
}
