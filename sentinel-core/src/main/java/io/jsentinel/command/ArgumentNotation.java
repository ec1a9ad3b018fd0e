package io.jsentinel.command;

import io.jsentinel.check.Check;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The short form in which the table writes arguments, blanks between them:
 *
 * <pre>
 * name             a string                       port:integer     another type
 * YES              the fixed word itself          id@ID            a fixed word before it
 * x^6.2.0          since that version             x~2.8.12         deprecated since that version
 * x?  x*  x!       optional, multiple, multiple with its token
 * m:oneof(A B)     a choice                       p:block(a b)     several in a row
 * </pre>
 *
 * Marks stand in the order of type, token, versions, flags, parts. A name may contain colons: the last one counts.
 */
final class ArgumentNotation {

    private static final String MARKS = " ()@^~?*!";

    private final String text;
    private int at;

    private ArgumentNotation(String text) {
        this.text = text;
    }

    /** The arguments that a text stands for; none for an empty text. */
    static List<Argument> read(String text) {
        ArgumentNotation reader = new ArgumentNotation(text);
        List<Argument> arguments = reader.several();
        Check.check(reader.at == text.length(), "arguments that make no sense behind %s: %s", reader.at, text);
        return arguments;
    }

    private List<Argument> several() {
        List<Argument> arguments = new ArrayList<>();
        while (at < text.length() && text.charAt(at) != ')') {
            arguments.add(one());
            skip(' ');
        }
        return arguments;
    }

    private Argument one() {
        String word = untilMark();
        int colon = word.lastIndexOf(':');
        boolean fixed = colon < 0 && word.equals(word.toUpperCase(Locale.ROOT));
        String name = colon < 0 ? word.toLowerCase(Locale.ROOT) : word.substring(0, colon);
        String type = fixed ? Argument.PURE_TOKEN : colon < 0 ? "string" : word.substring(colon + 1);
        Optional<String> token = fixed ? Optional.of(word) : marked('@');
        Optional<String> since = marked('^');
        Optional<String> deprecated = marked('~');
        List<String> flags = new ArrayList<>();
        flag('?', Argument.OPTIONAL, flags);
        flag('*', Argument.MULTIPLE, flags);
        flag('!', Argument.MULTIPLE_TOKEN, flags);
        List<Argument> parts = List.of();
        if (skip('(')) {
            parts = several();
            Check.check(skip(')'), "an open bracket in arguments: %s", text);
        }
        return new Argument(name, type, token, since, deprecated, flags, parts);
    }

    private void flag(char mark, String flag, List<String> flags) {
        if (skip(mark)) {
            flags.add(flag);
        }
    }

    private Optional<String> marked(char mark) {
        return skip(mark) ? Optional.of(untilMark()) : Optional.empty();
    }

    private String untilMark() {
        int start = at;
        while (at < text.length() && MARKS.indexOf(text.charAt(at)) < 0) {
            at++;
        }
        Check.check(at > start, "a word is missing at %s in arguments: %s", at, text);
        return text.substring(start, at);
    }

    private boolean skip(char wanted) {
        boolean there = at < text.length() && text.charAt(at) == wanted;
        if (there) {
            at++;
        }
        return there;
    }
}
