package io.jsentinel.command;

import io.jsentinel.config.CommandNames;
import io.jsentinel.config.Personality;
import io.jsentinel.resp.Resp;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The commands that clients can use: finds the one that a request means, or the error that Redis would answer. */
public final class Commands {

    /** Where Redis cuts what it repeats of a request in an error. */
    private static final int MAX_ECHO = 128;

    private final List<CommandSpec> all;
    private final List<CommandSpec> flat;
    private final Map<String, CommandSpec> byName = new LinkedHashMap<>();
    private final Map<String, Map<String, CommandSpec>> byContainer = new LinkedHashMap<>();

    /** A table of the given top-level commands under the names that clients use. */
    private Commands(Map<String, CommandSpec> byClientsName) {
        all = List.copyOf(byClientsName.values());
        List<CommandSpec> withSubcommands = new ArrayList<>();
        byClientsName.forEach((name, spec) -> {
            byName.put(name, spec);
            Map<String, CommandSpec> subcommands = new LinkedHashMap<>();
            spec.subcommands().forEach(sub -> subcommands.put(sub.shortName(), sub));
            byContainer.put(name, subcommands);
            withSubcommands.add(spec);
            withSubcommands.addAll(spec.subcommands());
        });
        flat = List.copyOf(withSubcommands);
    }

    /** The commands of a version, all under their own names. */
    public static Commands of(Personality personality) {
        return of(personality, CommandNames.USUAL);
    }

    /**
     * The commands of a version.
     *
     * @param personality which version
     * @param names under which names clients find them
     */
    public static Commands of(Personality personality, CommandNames names) {
        Map<String, CommandSpec> byName = new LinkedHashMap<>();
        for (CommandSpec spec : CommandTable.of(personality)) {
            names.byGivenName().forEach((given, own) -> {
                if (own.equals(spec.fullName())) {
                    byName.put(given, spec);
                }
            });
        }
        Commands commands = new Commands(byName);
        commands.byName.forEach((name, spec) -> {
            if (spec.fullName().equals("sentinel")) {
                Map<String, CommandSpec> subcommands = commands.byContainer.get(name);
                SentinelTable.synonyms()
                        .forEach((newer, older) -> subcommands.putIfAbsent(newer, subcommands.get(older)));
                subcommands.put(SentinelTable.ofPods().shortName(), SentinelTable.ofPods());
            }
        });
        return commands;
    }

    /** What a request turned out to be. */
    public sealed interface Resolved {}

    /**
     * A request that can be served.
     *
     * @param command what it asks for
     */
    public record Known(CommandSpec command) implements Resolved {}

    /**
     * A request that cannot be served.
     *
     * @param error the answer for the client
     */
    public record Refused(Resp error) implements Resolved {}

    /**
     * Finds what a request means: an unknown name is told first, then a wrong number of words.
     *
     * @param words the request's words, at least one
     */
    public Resolved resolve(List<String> words) {
        String name = words.get(0).toLowerCase(Locale.ROOT);
        Map<String, CommandSpec> subcommands = byContainer.get(name);
        if (subcommands == null) {
            return new Refused(unknownCommand(words));
        }
        CommandSpec command = byName.get(name);
        if (words.size() > 1 && !subcommands.isEmpty()) {
            CommandSpec sub = subcommands.get(words.get(1).toLowerCase(Locale.ROOT));
            if (sub == null) {
                return new Refused(unknownSubcommand(words));
            }
            command = sub;
        }
        return command.accepts(words.size()) ? new Known(command) : new Refused(wrongArity(command.fullName()));
    }

    /** The command or subcommand of that name in any case, {@code sentinel|masters}, if there is one. */
    public Optional<CommandSpec> find(String name) {
        String[] parts = name.toLowerCase(Locale.ROOT).split("\\|", 2);
        return parts.length == 1
                ? Optional.ofNullable(byName.get(parts[0]))
                : Optional.ofNullable(byContainer.get(parts[0])).map(subcommands -> subcommands.get(parts[1]));
    }

    /** The top-level commands, in alphabetical order. */
    public List<CommandSpec> all() {
        return all;
    }

    /** The commands with their subcommands behind them. */
    public List<CommandSpec> flat() {
        return flat;
    }

    /** The error for a wrong number of words. */
    public static Resp wrongArity(String fullName) {
        return Resp.error("wrong number of arguments for '" + fullName + "' command");
    }

    /**
     * The answer to the HELP subcommand of a container.
     *
     * @param container the name by which a client asks for a command with subcommands, such as {@code sentinel}
     */
    public Resp help(String container) {
        CommandSpec spec = byName.get(container.toLowerCase(Locale.ROOT));
        List<Resp> lines = new ArrayList<>();
        lines.add(new Resp.Simple(
                container.toUpperCase(Locale.ROOT) + " <subcommand> [<arg> [value] [opt] ...]. Subcommands are:"));
        for (CommandSpec sub : spec.subcommands()) {
            String usage = sub.docs().usage();
            lines.add(new Resp.Simple(sub.shortName().toUpperCase(Locale.ROOT) + (usage.isEmpty() ? "" : " " + usage)));
            lines.add(new Resp.Simple("    " + sub.docs().summary()));
        }
        return new Resp.Array(List.copyOf(lines));
    }

    private static Resp unknownCommand(List<String> words) {
        StringBuilder args = new StringBuilder();
        for (int i = 1; i < words.size() && args.length() < MAX_ECHO; i++) {
            int room = MAX_ECHO - args.length();
            args.append('\'').append(echo(words.get(i), room)).append("' ");
        }
        return Resp.error("unknown command '" + echo(words.get(0), MAX_ECHO) + "', with args beginning with: " + args);
    }

    private static Resp unknownSubcommand(List<String> words) {
        return Resp.error("unknown subcommand '" + echo(words.get(1), MAX_ECHO) + "'. Try "
                + words.get(0).toUpperCase(Locale.ROOT) + " HELP.");
    }

    /** What an error repeats of a word: cut, without line ends, and nothing behind a NUL, where a C string ends. */
    private static String echo(String word, int limit) {
        int nul = word.indexOf('\0');
        int end = Math.min(nul < 0 ? word.length() : nul, limit);
        return word.substring(0, end).replace('\r', ' ').replace('\n', ' ');
    }
}
