package io.jsentinel.config;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The text of one configuration file.
 *
 * @param name the file's name as errors show it
 * @param text the content, one char per byte
 */
public record ConfText(String name, String text) {

    /** A statement of our own in a comment; one that is spoiled is no more than a comment. A name may have any byte. */
    private static final Pattern OURS = Pattern.compile(
            SentinelForm.MARK + "sentinel (known-data (\\S+|\".*\") [0-9a-f]{40}|paused (\\S+|\".*\") (yes|no)"
                    + "|fast-down-milliseconds (\\S+|\".*\") [0-9]{1,15}"
                    + "|quorum-auto (\\S+|\".*\") [0-9]{1,9})",
            Pattern.DOTALL);

    /** The lines that say something: neither blank nor a comment, unless that is one of ours. */
    public List<ConfLine> lines() {
        List<ConfLine> lines = new ArrayList<>();
        int number = 0;
        for (String raw : text.split("\n", -1)) {
            number++;
            ConfLine line = new ConfLine(name, number, ConfWords.trim(raw));
            if (OURS.matcher(line.text()).matches()) {
                lines.add(new ConfLine(name, number, line.text().substring(SentinelForm.MARK.length())));
            } else if (!line.text().isEmpty() && line.text().charAt(0) != '#') {
                lines.add(line);
            }
        }
        return lines;
    }
}
