package io.jsentinel.command;

import io.jsentinel.resp.Resp;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The commands that clients can use: finds the one that a request means, or the error that Redis would answer. */
public final class Commands {

    /** The commands of this version. */
    public static final Commands STANDARD = new Commands(CommandTable.all());

    /** Where Redis cuts what it repeats of a request in an error. */
    private static final int MAX_ECHO = 128;

    private final List<CommandSpec> all;
    private final Map<String, CommandSpec> byFullName = new LinkedHashMap<>();
    private final Map<String, Map<String, CommandSpec>> byContainer = new LinkedHashMap<>();

    /** A table of the given top-level commands. */
    public Commands(List<CommandSpec> all) {
        this.all = List.copyOf(all);
        for (CommandSpec spec : all) {
            byFullName.put(spec.fullName(), spec);
            Map<String, CommandSpec> subcommands = new LinkedHashMap<>();
            for (CommandSpec sub : spec.subcommands()) {
                byFullName.put(sub.fullName(), sub);
                subcommands.put(sub.shortName(), sub);
            }
            byContainer.put(spec.fullName(), subcommands);
        }
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
        CommandSpec command = byFullName.get(name);
        if (words.size() > 1 && !subcommands.isEmpty()) {
            CommandSpec sub = subcommands.get(words.get(1).toLowerCase(Locale.ROOT));
            if (sub == null) {
                return new Refused(unknownSubcommand(words));
            }
            command = sub;
        }
        return command.accepts(words.size()) ? new Known(command) : new Refused(wrongArity(command.fullName()));
    }

    /** The command or subcommand of that full name in any case, if there is one. */
    public Optional<CommandSpec> find(String fullName) {
        return Optional.ofNullable(byFullName.get(fullName.toLowerCase(Locale.ROOT)));
    }

    /** The top-level commands, in alphabetical order. */
    public List<CommandSpec> all() {
        return all;
    }

    /** The commands with their subcommands behind them. */
    public List<CommandSpec> flat() {
        return List.copyOf(byFullName.values());
    }

    /** The error for a wrong number of words. */
    public static Resp wrongArity(String fullName) {
        return Resp.error("wrong number of arguments for '" + fullName + "' command");
    }

    /**
     * The answer to the HELP subcommand of a container.
     *
     * @param container a command with subcommands, such as {@code sentinel}
     */
    public Resp help(String container) {
        CommandSpec spec = byFullName.get(container);
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
