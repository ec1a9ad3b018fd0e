package io.jsentinel.config;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The names under which clients find the commands of this process: what plain {@code rename-command} lines say.
 *
 * @param byGivenName the command's own name by the one that clients use, both in small letters; a command that was
 *     taken away is missing
 */
public record CommandNames(Map<String, String> byGivenName) {

    /** Every command under its own name. */
    public static final CommandNames USUAL = usual();

    public CommandNames {
        byGivenName = Collections.unmodifiableMap(new LinkedHashMap<>(byGivenName));
    }

    private static CommandNames usual() {
        Map<String, String> names = new LinkedHashMap<>();
        for (String name : List.of(
                "acl",
                "auth",
                "client",
                "command",
                "hello",
                "info",
                "ping",
                "psubscribe",
                "publish",
                "punsubscribe",
                "role",
                "sentinel",
                "shutdown",
                "subscribe",
                "unsubscribe")) {
            names.put(name, name);
        }
        return new CommandNames(names);
    }

    /** Why a command cannot get a name, in the words of Redis; absent when it can. */
    Optional<String> problem(String name, String newName) {
        String from = name.toLowerCase(Locale.ROOT);
        String to = newName.toLowerCase(Locale.ROOT);
        if (!byGivenName.containsKey(from)) {
            return Optional.of("No such command in rename-command");
        }
        return byGivenName.containsKey(to) && !to.equals(from)
                ? Optional.of("Target command name already exists")
                : Optional.empty();
    }

    /** The same with another name for a command; an empty one takes it away. There must be no problem with it. */
    CommandNames with(String name, String newName) {
        Map<String, String> names = new LinkedHashMap<>(byGivenName);
        String own = names.remove(name.toLowerCase(Locale.ROOT));
        if (!newName.isEmpty()) {
            names.put(newName.toLowerCase(Locale.ROOT), own);
        }
        return new CommandNames(names);
    }
}
