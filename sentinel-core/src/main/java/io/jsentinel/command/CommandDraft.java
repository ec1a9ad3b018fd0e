package io.jsentinel.command;

import io.jsentinel.command.CommandSpec.Change;
import io.jsentinel.command.CommandSpec.Deprecation;
import io.jsentinel.command.CommandSpec.Docs;
import io.jsentinel.command.CommandSpec.Place;
import io.jsentinel.command.CommandSpec.Traits;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A line of the table of commands while it is written. Facts that tools read (versions, complexity, arguments) are those
 * of Redis; summaries are our own words.
 */
final class CommandDraft {

    private final String fullName;
    private final int arity;
    private final Traits traits;
    private final String group;
    private final List<String> tips = new ArrayList<>();
    private final List<Change> history = new ArrayList<>();
    private Place place = Place.SESSION;
    private String summary = "";
    private String since = "";
    private String arguments = "";
    private Optional<String> complexity = Optional.empty();
    private Optional<Deprecation> deprecation = Optional.empty();

    CommandDraft(String fullName, int arity, Traits traits, String group) {
        this.fullName = fullName;
        this.arity = arity;
        this.traits = traits;
        this.group = group;
    }

    /** The core answers it, not the session. */
    CommandDraft core() {
        place = Place.CORE;
        return this;
    }

    /** What it does, in a sentence. */
    CommandDraft says(String sentence) {
        summary = sentence;
        return this;
    }

    /** The version that brought it. */
    CommandDraft since(String version) {
        since = version;
        return this;
    }

    /** How its cost grows. */
    CommandDraft costs(String text) {
        complexity = Optional.of(text);
        return this;
    }

    /** A hint for clients. */
    CommandDraft tip(String tip) {
        tips.add(tip);
        return this;
    }

    /** What changed in a version. */
    CommandDraft changed(String version, String text) {
        history.add(new Change(version, text));
        return this;
    }

    /** That something else should be used since a version. */
    CommandDraft deprecated(String version, String replacedBy) {
        deprecation = Optional.of(new Deprecation(version, replacedBy));
        return this;
    }

    /** Its arguments, in {@link ArgumentNotation}. */
    CommandDraft takes(String notation) {
        arguments = notation;
        return this;
    }

    /** The finished command. */
    CommandSpec done() {
        return holding(List.of());
    }

    /** The finished command with its subcommands. */
    CommandSpec holding(List<CommandSpec> subcommands) {
        Docs docs = new Docs(
                summary, since, group, complexity, tips, history, deprecation, ArgumentNotation.read(arguments));
        return new CommandSpec(fullName, arity, traits, place, docs, subcommands);
    }
}
