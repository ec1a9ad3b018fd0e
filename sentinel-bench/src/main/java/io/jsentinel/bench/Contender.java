package io.jsentinel.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * One sentinel program that is measured.
 *
 * @param name what it is called in tables; no path
 * @param command its command line, to which the path of a configuration file is added
 */
record Contender(String name, List<String> command) {

    /** What the stock program is called in tables. */
    static final String STOCK = "stock";

    Contender {
        if (name.isBlank() || command.isEmpty()) {
            throw new IllegalArgumentException("a sentinel needs a name and a command");
        }
        command = List.copyOf(command);
    }

    /**
     * The contender of an option: words with spaces between them, with a name and an equals sign before them if they
     * are to have another name than the program's own.
     *
     * @throws IllegalArgumentException when there is no command in it
     */
    static Contender parse(String text) {
        int equals = text.indexOf('=');
        boolean named = equals > 0 && text.substring(0, equals).matches("[\\w .-]+") && !text.startsWith("-");
        String command = named ? text.substring(equals + 1) : text;
        List<String> words = List.of(command.trim().split("\\s+"));
        if (words.get(0).isEmpty()) {
            throw new IllegalArgumentException("there is no command in '" + text + "'");
        }
        String program = Path.of(words.get(0)).getFileName().toString();
        return new Contender(named ? text.substring(0, equals).trim() : program, words);
    }

    /** The same program with another command before its own, which must end as that program ({@code exec}). */
    Contender within(List<String> before) {
        List<String> words = new ArrayList<>(before);
        words.addAll(command);
        return new Contender(name, words);
    }

    /** Whether this is what the others are compared with. */
    boolean isStock() {
        return name.equals(STOCK);
    }
}
