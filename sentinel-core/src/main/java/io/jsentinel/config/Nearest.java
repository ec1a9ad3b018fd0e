package io.jsentinel.config;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/** The valid name that somebody who wrote an unknown one probably meant. */
public final class Nearest {

    /** Longer words are not compared: nobody mistypes a name into that. */
    private static final int MAX_LENGTH = 64;

    private static final int LEAST_SHORT_FORM = 4;

    private Nearest() {}

    /**
     * The name with the fewest insertions, deletions and replacements of letters from a word.
     *
     * @param word what was written; case does not count
     * @param names the valid ones; of equally near ones the first is taken
     * @return nothing when none is near: more than a third of the word, and more than two letters, would have to change
     *     (then a name that begins with the word, if it has four letters)
     */
    public static Optional<String> to(String word, Collection<String> names) {
        String small = word.toLowerCase(Locale.ROOT);
        if (small.length() > MAX_LENGTH) {
            return Optional.empty();
        }
        int least = Math.max(2, small.length() / 3) + 1;
        String best = null;
        for (String name : names) {
            int distance = distance(small, name.toLowerCase(Locale.ROOT));
            if (distance < least && distance < name.length()) {
                least = distance;
                best = name;
            }
        }
        return Optional.ofNullable(best).or(() -> shortened(small, names));
    }

    /** The name that the word is the beginning of. */
    private static Optional<String> shortened(String word, Collection<String> names) {
        return names.stream()
                .filter(name -> word.length() >= LEAST_SHORT_FORM && name.startsWith(word))
                .findFirst();
    }

    /** The Levenshtein distance, row by row. */
    static int distance(String from, String to) {
        int[] row = new int[to.length() + 1];
        for (int j = 0; j <= to.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= from.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= to.length(); j++) {
                int replaced = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[to.length()];
    }
}
