package io.jsentinel.command;

import io.jsentinel.command.CommandSpec.Docs;
import io.jsentinel.command.CommandSpec.Place;
import io.jsentinel.command.CommandSpec.Traits;
import java.util.List;

/** Every command of this version, in alphabetical order. Source of arity, flags, categories: COMMAND INFO of Redis. */
final class CommandTable {

    private static final List<String> LOGIN_FLAGS =
            List.of("noscript", "loading", "stale", "fast", "no_auth", "allow_busy");
    private static final List<String> ANY_TIME = List.of("loading", "stale");
    private static final List<String> NO_SCRIPT = List.of("noscript", "loading", "stale");
    private static final List<String> FAST_CONNECTION = List.of("@fast", "@connection");
    private static final List<String> SLOW_CONNECTION = List.of("@slow", "@connection");
    private static final List<String> UNORDERED = List.of("nondeterministic_output_order");
    private static final List<String> CHANGING = List.of("nondeterministic_output");
    private static final Traits PUBSUB =
            new Traits(List.of("pubsub", "noscript", "loading", "stale"), List.of("@pubsub", "@slow"));
    private static final Traits CLIENT_OWN = new Traits(NO_SCRIPT, SLOW_CONNECTION);
    private static final Traits CLIENT_ADMIN = new Traits(
            List.of("admin", "noscript", "loading", "stale"), List.of("@admin", "@slow", "@dangerous", "@connection"));
    private static final Traits COMMAND = new Traits(ANY_TIME, SLOW_CONNECTION);
    private static final Traits SENTINEL = new Traits(List.of("admin"), List.of("@admin", "@slow", "@dangerous"));

    private CommandTable() {}

    static List<CommandSpec> all() {
        return List.of(
                auth(),
                client(),
                command(),
                hello(),
                info(),
                ping(),
                psubscribe(),
                publish(),
                punsubscribe(),
                role(),
                sentinel(),
                shutdown(),
                subscribe(),
                unsubscribe());
    }

    private static CommandSpec auth() {
        return here(
                "auth",
                -2,
                new Traits(LOGIN_FLAGS, FAST_CONNECTION),
                docs("[<user>] <password>", "Logs the connection in.", "1.0.0", "connection"));
    }

    private static CommandSpec client() {
        return new CommandSpec(
                "client",
                -2,
                new Traits(List.of(), List.of("@slow")),
                Place.SESSION,
                docs("", "Looks at connections and changes them.", "2.4.0", "connection"),
                List.of(
                        ofClient("client|getname", 2, "", "The name of this connection.", "2.6.9"),
                        ofClient("client|id", 2, "", "The number of this connection.", "5.0.0"),
                        here(
                                "client|info",
                                2,
                                CLIENT_OWN,
                                new Docs("", "One line about this connection.", "6.2.0", "connection", CHANGING)),
                        here(
                                "client|kill",
                                -3,
                                CLIENT_ADMIN,
                                docs(
                                        "<ip:port> | [ID <id>] [ADDR <ip:port>] [LADDR <ip:port>] [TYPE <type>] [USER <user>]"
                                                + " [SKIPME <YES|NO>]",
                                        "Closes the connections that all the filters describe.",
                                        "2.4.0",
                                        "connection")),
                        here(
                                "client|list",
                                -2,
                                CLIENT_ADMIN,
                                new Docs(
                                        "[TYPE <NORMAL|MASTER|REPLICA|PUBSUB>] [ID <id> ...]",
                                        "One line for each connection.",
                                        "2.4.0",
                                        "connection",
                                        CHANGING)),
                        here(
                                "client|no-evict",
                                3,
                                CLIENT_ADMIN,
                                docs("<ON|OFF>", "Marks this connection as not to be evicted.", "7.0.0", "connection")),
                        ofClient(
                                "client|setinfo",
                                4,
                                "<LIB-NAME|LIB-VER> <value>",
                                "Notes the client library of this connection.",
                                "7.2.0"),
                        ofClient("client|setname", 3, "<name>", "Names this connection.", "2.6.9"),
                        here(
                                "client|help",
                                2,
                                new Traits(ANY_TIME, SLOW_CONNECTION),
                                docs("", HELP_SUMMARY, "5.0.0", "connection"))));
    }

    private static CommandSpec command() {
        return new CommandSpec(
                "command",
                -1,
                COMMAND,
                Place.SESSION,
                new Docs("", "Describes the commands of this server.", "2.8.13", "server", UNORDERED),
                List.of(
                        here("command|count", 2, COMMAND, docs("", "How many commands there are.", "2.8.13", "server")),
                        here(
                                "command|docs",
                                -2,
                                COMMAND,
                                new Docs(
                                        "[<command> ...]", "What the commands are for.", "7.0.0", "server", UNORDERED)),
                        here(
                                "command|getkeys",
                                -3,
                                COMMAND,
                                docs(
                                        "<command> [<arg> ...]",
                                        "The keys in a command; none here has any.",
                                        "2.8.13",
                                        "server")),
                        here(
                                "command|getkeysandflags",
                                -3,
                                COMMAND,
                                docs(
                                        "<command> [<arg> ...]",
                                        "The keys in a command and how they are used.",
                                        "7.0.0",
                                        "server")),
                        here(
                                "command|info",
                                -2,
                                COMMAND,
                                new Docs(
                                        "[<command> ...]",
                                        "The shape of the commands.",
                                        "2.8.13",
                                        "server",
                                        UNORDERED)),
                        here(
                                "command|list",
                                -2,
                                COMMAND,
                                new Docs(
                                        "[FILTERBY <MODULE <name>|ACLCAT <category>|PATTERN <glob>>]",
                                        "The names of the commands.",
                                        "7.0.0",
                                        "server",
                                        UNORDERED)),
                        here("command|help", 2, COMMAND, docs("", HELP_SUMMARY, "5.0.0", "server"))));
    }

    private static CommandSpec hello() {
        return here(
                "hello",
                -1,
                new Traits(LOGIN_FLAGS, FAST_CONNECTION),
                docs(
                        "[<2|3> [AUTH <user> <password>] [SETNAME <name>]]",
                        "Chooses the protocol of the connection.",
                        "6.0.0",
                        "connection"));
    }

    private static CommandSpec info() {
        return here(
                "info",
                -1,
                new Traits(ANY_TIME, List.of("@slow", "@dangerous")),
                new Docs(
                        "[<section> ...]",
                        "Facts about the process and what it monitors.",
                        "1.0.0",
                        "server",
                        List.of("nondeterministic_output", "request_policy:all_shards", "response_policy:special")));
    }

    private static CommandSpec ping() {
        return here(
                "ping",
                -1,
                new Traits(List.of("fast"), FAST_CONNECTION),
                new Docs(
                        "[<message>]",
                        "Answers that the server lives.",
                        "1.0.0",
                        "connection",
                        List.of("request_policy:all_shards", "response_policy:all_succeeded")));
    }

    private static CommandSpec psubscribe() {
        return here(
                "psubscribe",
                -2,
                PUBSUB,
                docs("<pattern> ...", "Listens to the channels that match.", "2.0.0", "pubsub"));
    }

    private static CommandSpec publish() {
        return new CommandSpec(
                "publish",
                3,
                new Traits(List.of("pubsub", "loading", "stale", "fast"), List.of("@pubsub", "@fast")),
                Place.CORE,
                docs("__sentinel__:hello <message>", "Takes a hello message of another sentinel.", "2.0.0", "pubsub"),
                List.of());
    }

    private static CommandSpec punsubscribe() {
        return here(
                "punsubscribe", -1, PUBSUB, docs("[<pattern> ...]", "Stops listening to patterns.", "2.0.0", "pubsub"));
    }

    private static CommandSpec role() {
        return new CommandSpec(
                "role",
                1,
                new Traits(List.of("noscript", "loading", "stale", "fast"), List.of("@admin", "@fast", "@dangerous")),
                Place.CORE,
                docs("", "Says that this is a sentinel and what it monitors.", "2.8.12", "server"),
                List.of());
    }

    private static CommandSpec sentinel() {
        return new CommandSpec(
                "sentinel",
                -2,
                SENTINEL,
                Place.CORE,
                docs("", "Looks at the monitored masters and steers the sentinel.", "2.8.4", "sentinel"),
                SentinelTable.all(SENTINEL, new Traits(ANY_TIME, List.of("@slow"))));
    }

    private static CommandSpec shutdown() {
        return here(
                "shutdown",
                -1,
                new Traits(
                        List.of("admin", "noscript", "loading", "stale", "no_multi", "allow_busy"),
                        List.of("@admin", "@slow", "@dangerous")),
                docs("[NOSAVE|SAVE] [NOW] [FORCE] | ABORT", "Ends the process.", "1.0.0", "server"));
    }

    private static CommandSpec subscribe() {
        return here("subscribe", -2, PUBSUB, docs("<channel> ...", "Listens to channels.", "2.0.0", "pubsub"));
    }

    private static CommandSpec unsubscribe() {
        return here(
                "unsubscribe", -1, PUBSUB, docs("[<channel> ...]", "Stops listening to channels.", "2.0.0", "pubsub"));
    }

    /** What every HELP subcommand says of itself. */
    static final String HELP_SUMMARY = "Print this help.";

    private static CommandSpec ofClient(String name, int arity, String usage, String summary, String since) {
        return here(name, arity, CLIENT_OWN, docs(usage, summary, since, "connection"));
    }

    private static CommandSpec here(String name, int arity, Traits traits, Docs docs) {
        return new CommandSpec(name, arity, traits, Place.SESSION, docs, List.of());
    }

    private static Docs docs(String usage, String summary, String since, String group) {
        return new Docs(usage, summary, since, group, List.of());
    }
}
