package io.jsentinel.cli;

import io.jsentinel.config.ConfWords;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The options after the file's name: each {@code --name value ...} is a line of {@code sentinel.conf}. */
final class Overrides {

    private Overrides() {}

    /** The lines, one char per byte. {@code --sentinel} alone is ignored, as in Redis. */
    static List<String> lines(List<String> words) {
        List<String> lines = new ArrayList<>();
        List<String> line = new ArrayList<>();
        for (String word : words) {
            if (word.startsWith("--") && !line.isEmpty()) {
                add(line, lines);
                line = new ArrayList<>();
            }
            line.add(bytes(line.isEmpty() && word.startsWith("--") ? word.substring(2) : word));
        }
        add(line, lines);
        return lines;
    }

    private static void add(List<String> line, List<String> lines) {
        if (!line.isEmpty() && !line.equals(List.of("sentinel"))) {
            lines.add(ConfWords.join(line));
        }
    }

    private static String bytes(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }
}
