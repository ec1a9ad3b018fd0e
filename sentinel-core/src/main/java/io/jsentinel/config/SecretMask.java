package io.jsentinel.config;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What an error may show of a line: passwords and user rules are replaced. It rather hides too much than too little,
 * because the very line that cannot be understood may be a misspelled {@code requirepass}.
 */
final class SecretMask {

    private static final String MASK = "***";

    /** A directive whose name has one of these in it may carry a secret. */
    private static final List<String> HINTS = List.of("pas", "auth", "user", "cred", "secret", "key");

    private SecretMask() {}

    /** The line with everything that may be a secret replaced by three stars. */
    static String mask(String line) {
        // Not cut with ConfWords: the line may be wrong just because its quotes are unbalanced.
        String[] words = line.split("[ \t]+");
        if (words.length < 2) {
            return line;
        }
        if (!plain(words[0]).equals("sentinel")) {
            return mayHoldSecret(words[0]) ? words[0] + " " + MASK : line;
        }
        if (words.length < 3 || !mayHoldSecret(words[1])) {
            return line;
        }
        boolean hasMasterName = words.length > 3 && !plain(words[1]).startsWith("sentinel-");
        return words[0] + " " + words[1] + " " + (hasMasterName ? words[2] + " " : "") + MASK;
    }

    private static boolean mayHoldSecret(String word) {
        String name = plain(word);
        if (DirectiveTable.NAMES.contains(name)) {
            return DirectiveTable.WITH_SECRET.contains(name);
        }
        Optional<String> meant = Nearest.to(name, DirectiveTable.WITH_SECRET);
        return meant.isPresent() || HINTS.stream().anyMatch(name::contains);
    }

    private static String plain(String word) {
        return word.replace("\"", "").replace("'", "").toLowerCase(Locale.ROOT);
    }
}
