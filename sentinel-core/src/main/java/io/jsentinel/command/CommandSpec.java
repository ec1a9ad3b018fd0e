package io.jsentinel.command;

import java.util.List;
import java.util.Optional;

/**
 * One command, or one subcommand, as clients can ask for it: its name, its shape and who answers it.
 *
 * @param fullName the name in lower case; of a subcommand with its container, {@code sentinel|masters}
 * @param arity how many words it takes, the names included; negative for "at least that many"
 * @param traits how Redis classes it
 * @param place who answers it
 * @param docs what COMMAND DOCS says about it
 * @param subcommands the commands inside it, empty when it is no container
 */
public record CommandSpec(
        String fullName, int arity, Traits traits, Place place, Docs docs, List<CommandSpec> subcommands) {

    /** Who answers a command. */
    public enum Place {
        /** The client's own session, at once. */
        SESSION,
        /** The core, by a reply that may come later. */
        CORE
    }

    /**
     * How Redis classes a command.
     *
     * @param flags the flags of COMMAND INFO, in its order
     * @param categories the ACL categories with their {@code @}, in the order of COMMAND INFO
     */
    public record Traits(List<String> flags, List<String> categories) {

        public Traits {
            flags = List.copyOf(flags);
            categories = List.copyOf(categories);
        }
    }

    /**
     * What is told to people and their tools about a command.
     *
     * @param summary one sentence
     * @param since the version of Redis that brought it
     * @param group {@code connection}, {@code server}, {@code pubsub} or {@code sentinel}
     * @param complexity how its cost grows; absent where Redis says nothing
     * @param tips hints for clients in COMMAND INFO
     * @param history what changed in which version
     * @param deprecation what to use instead; absent for a command in good standing
     * @param arguments what follows the name
     */
    public record Docs(
            String summary,
            String since,
            String group,
            Optional<String> complexity,
            List<String> tips,
            List<Change> history,
            Optional<Deprecation> deprecation,
            List<Argument> arguments) {

        public Docs {
            tips = List.copyOf(tips);
            history = List.copyOf(history);
            arguments = List.copyOf(arguments);
        }

        /** The words after the name, for HELP; empty for none. */
        public String usage() {
            return Argument.usage(arguments, " ");
        }
    }

    /**
     * A change of a command.
     *
     * @param version since which version of Redis
     * @param text what changed
     */
    public record Change(String version, String text) {}

    /**
     * That a command should not be used any more.
     *
     * @param since since which version
     * @param replacedBy what to use instead, as COMMAND DOCS words it
     */
    public record Deprecation(String since, String replacedBy) {}

    public CommandSpec {
        subcommands = List.copyOf(subcommands);
    }

    /** Whether that many words, names included, are a right number for this command. */
    public boolean accepts(int words) {
        return arity >= 0 ? words == arity : words >= -arity;
    }

    /** Whether it is served before authentication. */
    public boolean needsNoAuthentication() {
        return traits.flags().contains("no_auth");
    }

    /** The name without the container: {@code masters} of {@code sentinel|masters}. */
    public String shortName() {
        return fullName.substring(fullName.indexOf('|') + 1);
    }
}
