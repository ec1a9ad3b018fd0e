package io.jsentinel.config;

import java.util.ArrayList;
import java.util.List;

/**
 * The text of one configuration file.
 *
 * @param name the file's name as errors show it
 * @param text the content, one char per byte
 */
public record ConfText(String name, String text) {

    /** The lines that say something: neither blank nor a comment. */
    public List<ConfLine> lines() {
        List<ConfLine> lines = new ArrayList<>();
        int number = 0;
        for (String raw : text.split("\n", -1)) {
            number++;
            ConfLine line = new ConfLine(name, number, ConfWords.trim(raw));
            if (!line.text().isEmpty() && line.text().charAt(0) != '#') {
                lines.add(line);
            }
        }
        return lines;
    }
}
