package io.jsentinel.acl;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The text of an ACL file: a line {@code user name rules} for each user, no comments. */
public final class UserFileText {

    private static final String NOTHING_DONE =
            "WARNING: ACL errors detected, no change to the previously active ACL rules was performed";

    private UserFileText() {}

    /** Users, or what is wrong with the text; the errors are empty when nothing is. */
    public record Parsed(Users users, String errors) {}

    /**
     * Reads a whole file.
     *
     * @param fileName as errors show it
     * @param text one char per byte
     * @param like whose settings the users get
     */
    public static Parsed parse(String fileName, String text, Users like) {
        Users users = like.fresh();
        Set<String> seen = new TreeSet<>();
        StringBuilder errors = new StringBuilder();
        int number = 0;
        for (String raw : text.split("\n", -1)) {
            number++;
            List<String> words = new ArrayList<>(List.of(trim(raw).split(" ")));
            words.removeIf(String::isEmpty);
            if (!words.isEmpty()) {
                errors.append(read(words, fileName + ":" + number, number, users, seen));
            }
        }
        return new Parsed(users, errors.isEmpty() ? "" : errors + NOTHING_DONE);
    }

    /** What is wrong with a line; empty when nothing is. */
    private static String read(List<String> words, String place, int number, Users users, Set<String> seen) {
        if (!words.get(0).equals("user") || words.size() < 2) {
            return place + " should start with user keyword followed by the username. ";
        }
        String name = words.get(1);
        if (!seen.add(name)) {
            return "WARNING: Duplicate user '" + name + "' found on line " + number + ". ";
        }
        return users.define(name, words.subList(2, words.size()))
                .map(refusal -> place + ": " + sentence(refusal))
                .orElse("");
    }

    private static String sentence(Users.Refusal refusal) {
        return switch (refusal.kind()) {
            case SYNTAX, NAME, PARENTHESIS -> refusal.text() + ". ";
            case RULE -> "Error in applying operation '" + refusal.shownRule() + "': " + refusal.text() + ". ";
        };
    }

    private static String trim(String raw) {
        int from = 0;
        int to = raw.length();
        while (from < to && " \t\r".indexOf(raw.charAt(from)) >= 0) {
            from++;
        }
        while (to > from && " \t\r".indexOf(raw.charAt(to - 1)) >= 0) {
            to--;
        }
        return raw.substring(from, to);
    }

    /** The text of a file that says what the users are now. */
    public static String write(Users users, UserText form) {
        StringBuilder text = new StringBuilder();
        users.all().forEach(user -> text.append(form.line(user)).append('\n'));
        return text.toString();
    }
}
