package io.jsentinel.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The words of a line of {@code sentinel.conf}: how a line is cut into them, and how they are put together again.
 * Source: redis.conf's quoting, as inline commands have it too.
 */
public final class ConfWords {

    private final String line;
    private int at;

    private ConfWords(String line) {
        this.line = line;
    }

    /**
     * Cuts a line at blanks. {@code "..."} may hold {@code \n \r \t \b \a \\ \" \xHH}, {@code '...'} only
     * {@code \'}; a closing quote must be followed by a blank or the end.
     *
     * @param line one char per byte
     * @return the words, none for a blank line; nothing when the quotes are unbalanced
     */
    public static Optional<List<String>> split(String line) {
        return new ConfWords(line).words();
    }

    /** The words as one line that {@link #split} cuts into the same words; quoted only where it is needed. */
    public static String join(List<String> words) {
        return words.stream().map(ConfWords::quoteIfNeeded).collect(Collectors.joining(" "));
    }

    /** A word of a {@code user} line: quoted where it is needed, but not because of the {@code #} before a hash. */
    static String quoteUnlessPlain(String word) {
        return word.replace('#', 'x').equals(quoteIfNeeded(word.replace('#', 'x'))) ? word : quoteIfNeeded(word);
    }

    /** A line without blanks and line ends around it; a byte above 127 never is one. */
    static String trim(String raw) {
        int from = 0;
        int to = raw.length();
        while (from < to && " \t\r\n".indexOf(raw.charAt(from)) >= 0) {
            from++;
        }
        while (to > from && " \t\r\n".indexOf(raw.charAt(to - 1)) >= 0) {
            to--;
        }
        return raw.substring(from, to);
    }

    private Optional<List<String>> words() {
        List<String> words = new ArrayList<>();
        while (skipBlanks()) {
            StringBuilder word = new StringBuilder();
            if (!readWord(word)) {
                return Optional.empty();
            }
            words.add(word.toString());
        }
        return Optional.of(words);
    }

    /** Whether a word follows. */
    private boolean skipBlanks() {
        while (at < line.length() && isBlank(line.charAt(at))) {
            at++;
        }
        return at < line.length();
    }

    private boolean readWord(StringBuilder word) {
        while (at < line.length() && !isBlank(line.charAt(at))) {
            char c = line.charAt(at++);
            if (c == '"' || c == '\'') {
                boolean closed = c == '"' ? readDoubleQuoted(word) : readSingleQuoted(word);
                return closed && (at == line.length() || isBlank(line.charAt(at)));
            }
            word.append(c);
        }
        return true;
    }

    private boolean readDoubleQuoted(StringBuilder word) {
        while (at < line.length()) {
            char c = line.charAt(at++);
            if (c == '"') {
                return true;
            }
            if (c == '\\' && at < line.length()) {
                word.append(escaped());
            } else {
                word.append(c);
            }
        }
        return false;
    }

    /** The character that stands behind a backslash. */
    private char escaped() {
        if (line.charAt(at) == 'x' && at + 2 < line.length()) {
            int high = Character.digit(line.charAt(at + 1), 16);
            int low = Character.digit(line.charAt(at + 2), 16);
            if (high >= 0 && low >= 0) {
                at += 3;
                return (char) (high << 4 | low);
            }
        }
        char c = line.charAt(at++);
        return switch (c) {
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'b' -> '\b';
            case 'a' -> '\u0007';
            default -> c;
        };
    }

    private boolean readSingleQuoted(StringBuilder word) {
        while (at < line.length()) {
            char c = line.charAt(at++);
            if (c == '\'') {
                return true;
            }
            if (c == '\\' && at < line.length() && line.charAt(at) == '\'') {
                word.append(line.charAt(at++));
            } else {
                word.append(c);
            }
        }
        return false;
    }

    private static String quoteIfNeeded(String word) {
        boolean plain = !word.isEmpty() && word.chars().allMatch(c -> c > ' ' && c != 127 && "\"'\\#".indexOf(c) < 0);
        return plain ? word : quoted(word);
    }

    /** The word in quotes, needed or not. */
    public static String quoted(String word) {
        StringBuilder quoted = new StringBuilder("\"");
        word.chars().forEach(c -> quoted.append(quotedForm((char) c)));
        return quoted.append('"').toString();
    }

    private static String quotedForm(char c) {
        return switch (c) {
            case '"' -> "\\\"";
            case '\\' -> "\\\\";
            case '\n' -> "\\n";
            case '\r' -> "\\r";
            case '\t' -> "\\t";
            case '\b' -> "\\b";
            case '\u0007' -> "\\a";
            default -> c < ' ' || c == 127 ? String.format(Locale.ROOT, "\\x%02x", (int) c) : String.valueOf(c);
        };
    }

    /** A blank of the C locale: a byte above 127 never is one. */
    private static boolean isBlank(char c) {
        return c == ' ' || c >= '\t' && c <= '\r';
    }
}
