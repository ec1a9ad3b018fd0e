package io.jsentinel.server.store;

import io.jsentinel.config.AclConfig.UserLine;
import io.jsentinel.config.ConfWords;
import io.jsentinel.config.Configuration;
import io.jsentinel.config.SavedDirectives;
import io.jsentinel.config.ServerConfig;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What a configuration says itself of the plain settings that commands change. A state file has no say in those: who
 * takes a right away in the configuration, or a user, must be able to rely on it.
 *
 * @param users the names of the users that it declares
 * @param isUsersElsewhere whether all users come from an ACL file
 * @param isLogLevel whether it names a level of the log
 */
record Declared(Set<String> users, boolean isUsersElsewhere, boolean isLogLevel) {

    private static final String USER = "user";
    private static final String LOG_LEVEL = "loglevel";

    /** What a configuration, as people wrote it, says. */
    static Declared by(Configuration settings) {
        ServerConfig server = settings.server();
        Set<String> users = new TreeSet<>();
        server.acl().users().forEach(line -> users.add(line.name()));
        if (server.requirePass().isPresent()) {
            users.add("default");
        }
        return new Declared(
                users, !server.acl().file().isEmpty(), settings.named().contains(LOG_LEVEL));
    }

    /** The users of a state file that count. */
    List<UserLine> counting(List<UserLine> remembered) {
        return remembered.stream().filter(line -> !overrules(line.words())).toList();
    }

    /** The lines of a state file about users and the level of the log that count. */
    List<String> counting(String stateText) {
        return lines(stateText).stream()
                .filter(line -> isPlain(words(line)) && !overrules(words(line)))
                .toList();
    }

    /** The text of a state file less the lines that do not count. */
    String without(String stateText) {
        return lines(stateText).stream().filter(line -> !overrules(words(line))).collect(Collectors.joining("\n"));
    }

    /** What is left to be saved. */
    SavedDirectives rest(SavedDirectives directives) {
        return new SavedDirectives(
                directives.users().map(saved -> saved.without(users)),
                directives.logLevel().filter(level -> !isLogLevel));
    }

    private boolean overrules(List<String> words) {
        return switch (first(words)) {
            case USER -> isUsersElsewhere || words.size() > 1 && users.contains(words.get(1));
            case LOG_LEVEL -> isLogLevel;
            default -> false;
        };
    }

    private static boolean isPlain(List<String> words) {
        return first(words).equals(USER) || first(words).equals(LOG_LEVEL);
    }

    private static String first(List<String> words) {
        return words.isEmpty() ? "" : words.get(0).toLowerCase(Locale.ROOT);
    }

    private static List<String> lines(String text) {
        return List.of(text.split("\n", -1));
    }

    private static List<String> words(String line) {
        Optional<List<String>> words = line.startsWith("#") ? Optional.empty() : ConfWords.split(line);
        return words.orElse(List.of());
    }
}
