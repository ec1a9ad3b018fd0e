package io.jsentinel.command;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * One argument of a command, as COMMAND DOCS describes it.
 *
 * @param name what it is
 * @param type {@code string}, {@code integer}, {@code pattern}, {@code pure-token} (a fixed word), {@code block} (its
 *     parts follow each other) or {@code oneof} (one of its parts stands there)
 * @param token the fixed word before it, or the word itself
 * @param since the version that brought it, when that is not the command's
 * @param deprecatedSince since when it should not be used
 * @param flags {@code optional}, {@code multiple}, {@code multiple_token}
 * @param parts what a block or a choice is made of
 */
public record Argument(
        String name,
        String type,
        Optional<String> token,
        Optional<String> since,
        Optional<String> deprecatedSince,
        List<String> flags,
        List<Argument> parts) {

    static final String OPTIONAL = "optional";
    static final String MULTIPLE = "multiple";
    static final String MULTIPLE_TOKEN = "multiple_token";
    static final String PURE_TOKEN = "pure-token";
    static final String ONE_OF = "oneof";
    static final String BLOCK = "block";

    public Argument {
        flags = List.copyOf(flags);
        parts = List.copyOf(parts);
    }

    /** Several arguments as people write them: {@code <name> [COUNT <count>]}. */
    static String usage(List<Argument> arguments, String between) {
        return arguments.stream().map(Argument::usage).collect(Collectors.joining(between));
    }

    private String usage() {
        String text = word();
        if (flags.contains(MULTIPLE)) {
            text += " ...";
        }
        return flags.contains(OPTIONAL) ? "[" + text + "]" : text;
    }

    private String word() {
        if (type.equals(PURE_TOKEN)) {
            return token.orElse(name.toUpperCase(Locale.ROOT));
        }
        String value = switch (type) {
            case ONE_OF ->
                flags.contains(OPTIONAL) && token.isEmpty() ? usage(parts, "|") : "<" + usage(parts, "|") + ">";
            case BLOCK -> usage(parts, " ");
            default -> "<" + name + ">";
        };
        return token.map(fixed -> fixed + " " + value).orElse(value);
    }
}
