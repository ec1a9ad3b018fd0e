package io.jsentinel.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The text of one configuration file.
 *
 * @param name the file's name as errors show it
 * @param text the content, one char per byte
 */
public record ConfText(String name, String text) {

    /** State of our own in a comment; what is spoiled is no more than a comment. A name may have any byte. */
    private static final Pattern STATE = Pattern.compile(
            SentinelForm.MARK + "sentinel (known-data (\\S+|\".*\") [0-9a-f]{40}|paused (\\S+|\".*\") (yes|no)"
                    + "|fast-down-milliseconds (\\S+|\".*\") [0-9]{1,15}"
                    + "|quorum-auto (\\S+|\".*\") [0-9]{1,9})",
            Pattern.DOTALL);

    /** Lines that only we know, each with its name. */
    private static final Pattern DIRECTIVE = Pattern.compile("([A-Za-z-]+)(\\s.*)?", Pattern.DOTALL);

    private static final Pattern STATEMENT = Pattern.compile("(?i)sentinel\\s+([a-z-]+)\\s.*", Pattern.DOTALL);

    /**
     * The lines that say something: neither blank nor a comment, unless that is one of ours. People may write directives
     * that only we know as such comments, so that redis-sentinel starts from the file, too; what is wrong with one of
     * those is an error as it is in a plain line.
     */
    public List<ConfLine> lines() {
        List<ConfLine> lines = new ArrayList<>();
        int number = 0;
        for (String raw : text.split("\n", -1)) {
            number++;
            ConfLine line = new ConfLine(name, number, ConfWords.trim(raw));
            if (isMarked(line.text())) {
                lines.add(new ConfLine(name, number, line.text().substring(SentinelForm.MARK.length())));
            } else if (!line.text().isEmpty() && line.text().charAt(0) != '#') {
                lines.add(line);
            }
        }
        return lines;
    }

    /** The line in the form in which it is a comment for redis-sentinel, if only we know it; else the line itself. */
    public static String harmless(String line) {
        Matcher statement = STATEMENT.matcher(line);
        boolean ours = isDirective(line)
                || statement.matches()
                        && SentinelForm.named(statement.group(1))
                                .filter(SentinelForm::isComment)
                                .isPresent();
        return ours ? SentinelForm.MARK + line : line;
    }

    private static boolean isMarked(String line) {
        return line.startsWith(SentinelForm.MARK)
                && (STATE.matcher(line).matches() || isDirective(line.substring(SentinelForm.MARK.length())));
    }

    private static boolean isDirective(String line) {
        Matcher directive = DIRECTIVE.matcher(line);
        return directive.matches()
                && DirectiveTable.OURS.contains(directive.group(1).toLowerCase(Locale.ROOT));
    }
}
