package io.jsentinel.cli;

import io.jsentinel.config.ConfWords;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The words after the file's name: each {@code --name value ...} is a line of {@code sentinel.conf}, as with
 * redis-sentinel; {@code --state-dir DIR} is ours; a {@code -} at the end stands for standard input.
 *
 * @param lines the lines, one char per byte
 * @param readsStandardInput whether more configuration comes from there
 * @param stateDir where the state goes, when that was said
 */
record Overrides(List<String> lines, boolean readsStandardInput, Optional<String> stateDir) {

    private static final String STDIN = "-";
    private static final String STATE_DIR = "state-dir";

    /** Options that may stand without a value, so that what follows may be an option again. */
    private static final List<String> BARE = List.of("sentinel", "save");

    /** What the words say; nothing is checked here. */
    static Overrides of(List<String> words) {
        boolean stdin = !words.isEmpty() && words.get(words.size() - 1).equals(STDIN);
        List<String> lines = new ArrayList<>();
        Optional<String> stateDir = Optional.empty();
        for (List<String> option : options(stdin ? words.subList(0, words.size() - 1) : words)) {
            if (option.get(0).equals(STATE_DIR) && option.size() == 2) {
                stateDir = Optional.of(option.get(1));
            } else if (!option.equals(List.of("sentinel"))) {
                lines.add(bytes(line(option)));
            }
        }
        return new Overrides(List.copyOf(lines), stdin, stateDir);
    }

    /** The options, each with its values; the word right behind a name is its value, whatever it looks like. */
    private static List<List<String>> options(List<String> words) {
        List<List<String>> options = new ArrayList<>();
        List<String> option = List.of();
        boolean named = false;
        for (String word : words) {
            boolean isValue = named
                    && option.size() == 1
                    && !BARE.contains(option.get(0))
                    && !option.get(0).contains(" ");
            boolean isName = word.startsWith("--") && !isValue;
            if (isName || option.isEmpty()) {
                option = new ArrayList<>();
                options.add(option);
                named = isName;
            }
            option.add(isName ? word.substring(2) : word);
        }
        return options;
    }

    /** The name as it is, so that one word may hold a whole line; values in quotes. */
    private static String line(List<String> option) {
        StringBuilder line = new StringBuilder(option.get(0));
        option.subList(1, option.size()).forEach(value -> line.append(' ').append(ConfWords.quoted(value)));
        return line.toString();
    }

    private static String bytes(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }
}
