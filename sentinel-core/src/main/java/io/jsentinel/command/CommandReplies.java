package io.jsentinel.command;

import io.jsentinel.resp.Resp;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;

/** What COMMAND and its subcommands answer, read off the table. */
public final class CommandReplies {

    private static final Resp ZERO = Resp.integer(0);
    private static final Resp NOTHING = new Resp.Group(List.of());

    private final Commands commands;

    /** Answers about the given table. */
    public CommandReplies(Commands commands) {
        this.commands = commands;
    }

    /**
     * The answer to COMMAND or one of its subcommands.
     *
     * @param fullName {@code command}, {@code command|info} and so on
     * @param words the request's words, their number checked
     */
    public Resp answer(String fullName, List<String> words) {
        return switch (fullName) {
            case "command" -> infos(List.of());
            case "command|count" -> Resp.integer(commands.all().size());
            case "command|info" -> infos(words.subList(2, words.size()));
            case "command|docs" -> docs(words.subList(2, words.size()));
            case "command|list" -> list(words.subList(2, words.size()));
            case "command|getkeys", "command|getkeysandflags" -> keys(words.subList(2, words.size()));
            default -> throw new IllegalStateException("not a subcommand of COMMAND: " + fullName);
        };
    }

    private Resp infos(List<String> names) {
        List<Resp> items = new ArrayList<>();
        if (names.isEmpty()) {
            commands.all().forEach(spec -> items.add(info(spec)));
        }
        for (String name : names) {
            items.add(commands.find(name).map(CommandReplies::info).orElse(Resp.NULL));
        }
        return new Resp.Array(items);
    }

    /** Name, arity, flags, first key, last key, step, categories, tips, key specifications, subcommands. */
    private static Resp info(CommandSpec spec) {
        List<Resp> tips = new ArrayList<>();
        spec.docs().tips().forEach(tip -> tips.add(Resp.bulk(tip)));
        List<Resp> subcommands = new ArrayList<>();
        spec.subcommands().forEach(sub -> subcommands.add(info(sub)));
        return Resp.array(
                Resp.bulk(spec.fullName()),
                Resp.integer(spec.arity()),
                statuses(spec.traits().flags()),
                ZERO,
                ZERO,
                ZERO,
                statuses(spec.traits().categories()),
                new Resp.Group(tips),
                NOTHING,
                subcommands.isEmpty() ? NOTHING : new Resp.Array(subcommands));
    }

    private static Resp statuses(List<String> texts) {
        List<Resp> items = new ArrayList<>();
        texts.forEach(text -> items.add(new Resp.Simple(text)));
        return new Resp.Group(items);
    }

    private Resp docs(List<String> names) {
        List<CommandSpec> wanted = new ArrayList<>();
        if (names.isEmpty()) {
            wanted.addAll(commands.all());
        }
        for (String name : names) {
            commands.find(name).ifPresent(wanted::add);
        }
        return docsOf(wanted);
    }

    private static Resp docsOf(List<CommandSpec> specs) {
        List<Resp> pairs = new ArrayList<>();
        for (CommandSpec spec : specs) {
            pairs.add(Resp.bulk(spec.fullName()));
            pairs.add(new Resp.Pairs(docsOf(spec)));
        }
        return new Resp.Pairs(pairs);
    }

    private static List<Resp> docsOf(CommandSpec spec) {
        CommandSpec.Docs docs = spec.docs();
        List<Resp> facts = new ArrayList<>();
        fact(facts, "summary", docs.summary());
        fact(facts, "since", docs.since());
        fact(facts, "group", docs.group());
        docs.complexity().ifPresent(text -> fact(facts, "complexity", text));
        docs.deprecation().ifPresent(deprecation -> {
            fact(facts, "doc_flags", statuses(List.of("deprecated")));
            fact(facts, "deprecated_since", deprecation.since());
            fact(facts, "replaced_by", deprecation.replacedBy());
        });
        if (!docs.history().isEmpty()) {
            List<Resp> changes = new ArrayList<>();
            docs.history().forEach(change -> changes.add(Resp.bulks(List.of(change.version(), change.text()))));
            fact(facts, "history", new Resp.Group(changes));
        }
        if (!docs.arguments().isEmpty()) {
            fact(facts, "arguments", arguments(docs.arguments()));
        }
        if (!spec.subcommands().isEmpty()) {
            fact(facts, "subcommands", docsOf(spec.subcommands()));
        }
        return facts;
    }

    private static Resp arguments(List<Argument> arguments) {
        List<Resp> all = new ArrayList<>();
        for (Argument argument : arguments) {
            List<Resp> facts = new ArrayList<>();
            fact(facts, "name", argument.name());
            fact(facts, "type", argument.type());
            argument.token().ifPresent(token -> fact(facts, "token", token));
            argument.since().ifPresent(version -> fact(facts, "since", version));
            argument.deprecatedSince().ifPresent(version -> fact(facts, "deprecated_since", version));
            if (!argument.flags().isEmpty()) {
                fact(facts, "flags", statuses(argument.flags()));
            }
            if (!argument.parts().isEmpty()) {
                fact(facts, "arguments", arguments(argument.parts()));
            }
            all.add(new Resp.Pairs(facts));
        }
        return new Resp.Array(all);
    }

    private static void fact(List<Resp> facts, String name, String value) {
        fact(facts, name, Resp.bulk(value));
    }

    private static void fact(List<Resp> facts, String name, Resp value) {
        facts.add(Resp.bulk(name));
        facts.add(value);
    }

    private Resp list(List<String> options) {
        Optional<Predicate<CommandSpec>> filter = filter(options);
        if (filter.isEmpty()) {
            return Resp.error("syntax error");
        }
        List<String> names = new ArrayList<>();
        for (CommandSpec spec : commands.flat()) {
            if (filter.get().test(spec)) {
                names.add(spec.fullName());
            }
        }
        return Resp.bulks(names);
    }

    /** What FILTERBY asks for; everything without it; absent when the words make no sense. */
    private static Optional<Predicate<CommandSpec>> filter(List<String> options) {
        if (options.isEmpty()) {
            return Optional.of(spec -> true);
        }
        if (options.size() != 3 || !options.get(0).equalsIgnoreCase("filterby")) {
            return Optional.empty();
        }
        String value = options.get(2);
        return switch (options.get(1).toLowerCase(Locale.ROOT)) {
            case "module" -> Optional.of(spec -> false);
            case "aclcat" ->
                Optional.of(spec -> spec.traits().categories().contains("@" + value.toLowerCase(Locale.ROOT)));
            case "pattern" -> Optional.of(spec -> Glob.matches(value.toLowerCase(Locale.ROOT), spec.fullName()));
            default -> Optional.empty();
        };
    }

    /** No command here has keys, so all that can be told is whether there is such a command. */
    private Resp keys(List<String> words) {
        Optional<CommandSpec> command = commands.find(words.get(0));
        boolean named = words.size() > 1
                && command.filter(spec -> !spec.subcommands().isEmpty()).isPresent();
        boolean known = named ? commands.find(words.get(0) + "|" + words.get(1)).isPresent() : command.isPresent();
        return Resp.error(known ? "The command has no key arguments" : "Invalid command specified");
    }
}
