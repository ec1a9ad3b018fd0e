package io.jsentinel.config;

import java.util.ArrayList;
import java.util.List;

/** The options of the command line as lines of configuration: {@code --port 5000} is the line {@code port 5000}. */
public final class ConfOptions {

    private ConfOptions() {}

    /**
     * One line for each word that begins with two dashes; the words behind it are its values.
     *
     * @param arguments what follows the file's name; words before the first option are ignored
     */
    public static List<String> lines(List<String> arguments) {
        List<List<String>> lines = new ArrayList<>();
        for (String argument : arguments) {
            if (argument.startsWith("--") && argument.length() > 2) {
                lines.add(new ArrayList<>(List.of(argument.substring(2))));
            } else if (!lines.isEmpty()) {
                lines.get(lines.size() - 1).add(argument);
            }
        }
        return lines.stream().map(ConfWords::join).toList();
    }
}
