package io.jsentinel.sim.stock;

import java.util.List;
import java.util.regex.Pattern;

/**
 * All that a sentinel of Redis ever hears from its own kind, word by word: four commands on a connection, and hellos on the
 * channel of a server.
 */
public final class StockVocabulary {

    private static final String NUMBER = "(0|[1-9][0-9]{0,17})";
    private static final String PORT = "[1-9][0-9]{0,4}";
    private static final String HOST = "[0-9]{1,3}(\\.[0-9]{1,3}){3}";
    private static final String ID = "[0-9a-f]{40}";
    private static final Pattern HELLO =
            Pattern.compile(String.join(",", HOST, PORT, ID, NUMBER, "[A-Za-z0-9.\\-_]+", HOST, PORT, NUMBER));

    /** What may be said, each word by its form. */
    private static final List<List<Pattern>> COMMANDS = List.of(
            forms("PING"),
            forms("CLIENT", "SETNAME", "sentinel-[0-9a-f]{8}-cmd"),
            forms("PUBLISH", "__sentinel__:hello", HELLO.pattern()),
            forms("SENTINEL", "is-master-down-by-addr", HOST, PORT, NUMBER, "\\*|" + ID));

    private StockVocabulary() {}

    private static List<Pattern> forms(String... words) {
        return List.of(words).stream().map(Pattern::compile).toList();
    }

    /** Whether a sentinel of Redis sends that to another one. */
    public static boolean isCommand(List<String> words) {
        return COMMANDS.stream().anyMatch(forms -> isOf(forms, words));
    }

    private static boolean isOf(List<Pattern> forms, List<String> words) {
        if (forms.size() != words.size()) {
            return false;
        }
        for (int i = 0; i < forms.size(); i++) {
            if (!forms.get(i).matcher(words.get(i)).matches()) {
                return false;
            }
        }
        return true;
    }

    /** Whether a sentinel of Redis tells that on the channel of a server. */
    public static boolean isHello(String payload) {
        return HELLO.matcher(payload).matches();
    }
}
