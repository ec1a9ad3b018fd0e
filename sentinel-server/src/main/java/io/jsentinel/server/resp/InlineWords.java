package io.jsentinel.server.resp;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A command typed as a line: words between blanks, {@code "..."} with escapes, {@code '...'} without. A quote may begin
 * inside a word, but what follows a closing quote must be a blank.
 */
final class InlineWords {

    private final String line;
    private final List<String> words = new ArrayList<>();
    private final StringBuilder word = new StringBuilder();
    private int at;

    private InlineWords(String line) {
        this.line = line;
    }

    /** The words of a line, none for a blank one; absent when the quotes do not pair. */
    static Optional<List<String>> split(String line) {
        InlineWords reader = new InlineWords(line);
        return reader.run() ? Optional.of(reader.words) : Optional.empty();
    }

    private boolean run() {
        while (true) {
            while (at < line.length() && isBlank(line.charAt(at))) {
                at++;
            }
            if (at == line.length()) {
                return true;
            }
            word.setLength(0);
            if (!readWord()) {
                return false;
            }
            words.add(word.toString());
        }
    }

    private boolean readWord() {
        while (at < line.length() && !isBlank(line.charAt(at))) {
            char c = line.charAt(at++);
            if (c == '"' || c == '\'') {
                return readQuoted(c) && (at == line.length() || isBlank(line.charAt(at)));
            }
            word.append(c);
        }
        return true;
    }

    /** Reads up to the closing quote; false when there is none. */
    private boolean readQuoted(char quote) {
        while (at < line.length()) {
            char c = line.charAt(at++);
            if (c == quote) {
                return true;
            }
            if (c != '\\' || at == line.length()) {
                word.append(c);
            } else if (quote == '"') {
                readEscape();
            } else if (line.charAt(at) == '\'') {
                word.append('\'');
                at++;
            } else {
                word.append(c);
            }
        }
        return false;
    }

    private void readEscape() {
        char c = line.charAt(at++);
        if (c == 'x' && at + 1 < line.length()) {
            int high = Character.digit(line.charAt(at), 16);
            int low = Character.digit(line.charAt(at + 1), 16);
            if (high >= 0 && low >= 0) {
                word.append((char) (high * 16 + low));
                at += 2;
                return;
            }
        }
        switch (c) {
            case 'n' -> word.append('\n');
            case 'r' -> word.append('\r');
            case 't' -> word.append('\t');
            case 'b' -> word.append('\b');
            case 'a' -> word.append('\u0007');
            default -> word.append(c);
        }
    }

    private static boolean isBlank(char c) {
        return c == ' ' || (c >= '\t' && c <= '\r');
    }
}
