package io.jsentinel.acl;

import io.jsentinel.command.CommandSpec;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;

/** The commands of a server as rules speak of them: by name, by container and by category. Each has a number. */
public final class Catalogue {

    /** The categories, in the order of ACL CAT. Those of keys are here although no command of a sentinel has keys. */
    public static final List<String> CATEGORIES = List.of(
            "keyspace",
            "read",
            "write",
            "set",
            "sortedset",
            "list",
            "hash",
            "string",
            "bitmap",
            "hyperloglog",
            "geo",
            "stream",
            "pubsub",
            "admin",
            "fast",
            "slow",
            "blocking",
            "dangerous",
            "connection",
            "transaction",
            "scripting");

    private final List<CommandSpec> specs = new ArrayList<>();
    private final Map<String, Integer> numbers = new LinkedHashMap<>();
    private final Map<String, BitSet> categories = new LinkedHashMap<>();

    /** A catalogue of the given commands and their subcommands. */
    public Catalogue(List<CommandSpec> commands) {
        CATEGORIES.forEach(category -> categories.put(category, new BitSet()));
        for (CommandSpec command : commands) {
            add(command);
            command.subcommands().forEach(this::add);
        }
    }

    private void add(CommandSpec spec) {
        int number = specs.size();
        specs.add(spec);
        numbers.put(spec.fullName(), number);
        for (String category : spec.traits().categories()) {
            BitSet members = categories.get(category.substring(1));
            if (members != null) {
                members.set(number);
            }
        }
    }

    /** How many commands and subcommands there are. */
    int size() {
        return specs.size();
    }

    /** The number of the command or subcommand of that full name in lower case; empty when there is none. */
    OptionalInt number(String fullName) {
        Integer number = numbers.get(fullName);
        return number == null ? OptionalInt.empty() : OptionalInt.of(number);
    }

    /** The command of a number. */
    CommandSpec command(int number) {
        return specs.get(number);
    }

    /** The commands of a category in lower case; null when there is no such category. Not to be changed. */
    BitSet members(String category) {
        return categories.get(category);
    }

    /** A command with its subcommands. */
    BitSet family(int number) {
        BitSet family = new BitSet();
        family.set(number);
        command(number).subcommands().forEach(sub -> family.set(numbers.get(sub.fullName())));
        return family;
    }

    /** The full names of the commands of a category in any case, in the order of the table; null for no category. */
    public List<String> namesIn(String category) {
        BitSet members = members(category.toLowerCase(Locale.ROOT));
        return members == null
                ? null
                : members.stream()
                        .mapToObj(number -> command(number).fullName())
                        .toList();
    }
}
