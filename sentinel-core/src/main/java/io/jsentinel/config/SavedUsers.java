package io.jsentinel.config;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The users as a configuration file must have them. The line of a user that was not changed since the start stays as it
 * is; so does the absence of one.
 *
 * @param rulesByName the rules of each user, without the name
 * @param changed the names of users that were made, changed or removed since the start
 */
public record SavedUsers(Map<String, String> rulesByName, Set<String> changed) {

    public SavedUsers {
        rulesByName = Collections.unmodifiableMap(new TreeMap<>(rulesByName));
        changed = Collections.unmodifiableSet(new TreeSet<>(changed));
    }

    /** The same less the users of some names, as if they had never been changed. */
    public SavedUsers without(Set<String> names) {
        Map<String, String> rules = new TreeMap<>(rulesByName);
        rules.keySet().removeAll(names);
        Set<String> others = new TreeSet<>(changed);
        others.removeAll(names);
        return new SavedUsers(rules, others);
    }

    /** What becomes of the lines of one file, in the order in which they stand. */
    final class Placing {

        private final Map<String, String> missing = new LinkedHashMap<>();

        Placing() {
            rulesByName.forEach((name, rules) -> {
                if (changed.contains(name)) {
                    missing.put(name, rules);
                }
            });
        }

        /** The line in place of one about this user; nothing when it must go, the same when it may stay. */
        Optional<String> replace(String raw, String name) {
            if (!changed.contains(name)) {
                return Optional.of(raw);
            }
            String rules = missing.remove(name);
            if (rules == null) {
                return Optional.empty();
            }
            String line = line(name, rules);
            return Optional.of(ConfWords.split(raw).equals(ConfWords.split(line)) ? raw : line);
        }

        /** The lines of users that have none yet. */
        Iterable<String> rest() {
            return missing.entrySet().stream()
                    .map(entry -> line(entry.getKey(), entry.getValue()))
                    .toList();
        }
    }

    private static String line(String name, String rules) {
        StringBuilder line = new StringBuilder("user ").append(ConfWords.quoteUnlessPlain(name));
        for (String word : rules.split(" ")) {
            line.append(' ').append(ConfWords.quoteUnlessPlain(word));
        }
        return line.toString();
    }

    /** Never shows the rules: hashes of passwords are among them. */
    @Override
    public String toString() {
        return "SavedUsers" + rulesByName.keySet();
    }
}
