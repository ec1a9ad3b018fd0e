package io.jsentinel.command;

import io.jsentinel.command.CommandSpec.Traits;
import io.jsentinel.config.Personality;
import java.util.List;

/**
 * Every command, in alphabetical order, as the version has it whose behaviour is shown. Source of arity, flags,
 * categories, versions and arguments: what COMMAND INFO and COMMAND DOCS of Redis 7.0 answer.
 */
final class CommandTable {

    /** What every HELP subcommand says of itself. */
    static final String HELP_SUMMARY = "Print this help.";

    static final List<String> ANY_TIME = List.of("loading", "stale");
    static final List<String> NO_SCRIPT = List.of("noscript", "loading", "stale");
    static final List<String> ADMIN = List.of("admin", "noscript", "loading", "stale");
    static final List<String> SLOW = List.of("@slow");
    static final List<String> SLOW_ADMIN = List.of("@admin", "@slow", "@dangerous");
    static final List<String> SLOW_CONNECTION = List.of("@slow", "@connection");
    static final String UNORDERED = "nondeterministic_output_order";
    static final String CHANGING = "nondeterministic_output";
    static final String DEPENDS = "Depends on subcommand.";
    static final String CONSTANT = "O(1)";

    private static final List<String> FAST_CONNECTION = List.of("@fast", "@connection");
    private static final Traits LOGIN =
            new Traits(List.of("noscript", "loading", "stale", "fast", "no_auth", "allow_busy"), FAST_CONNECTION);
    private static final Traits PUBSUB =
            new Traits(List.of("pubsub", "noscript", "loading", "stale"), List.of("@pubsub", "@slow"));
    private static final Traits COMMAND = new Traits(ANY_TIME, SLOW_CONNECTION);

    private CommandTable() {}

    /** The top-level commands of a version. */
    static List<CommandSpec> of(Personality personality) {
        return List.of(
                AclTable.container(),
                auth(),
                ClientTable.container(personality),
                command(personality),
                hello(),
                info(),
                ping(),
                psubscribe(),
                publish(),
                punsubscribe(),
                role(),
                SentinelTable.container(personality),
                shutdown(),
                subscribe(),
                unsubscribe());
    }

    private static CommandSpec auth() {
        return new CommandDraft("auth", -2, LOGIN, "connection")
                .says("Logs the connection in.")
                .since("1.0.0")
                .costs("O(N) where N is the number of passwords defined for the user")
                .changed("6.0.0", "Added ACL style (username and password).")
                .takes("username^6.0.0? password")
                .done();
    }

    private static CommandSpec command(Personality personality) {
        int keysArity = personality.isAtLeast(Personality.REDIS_7_2) ? -3 : -4;
        String lookups = "O(N) where N is the number of commands to look up";
        String words = "O(N) where N is the number of arguments to the command";
        String total = "O(N) where N is the total number of Redis commands";
        return describing("command", -1, "2.8.13", total)
                .tip(UNORDERED)
                .says("Describes the commands of this server.")
                .holding(List.of(
                        describing("command|count", 2, "2.8.13", CONSTANT)
                                .says("How many commands there are.")
                                .done(),
                        describing("command|docs", -2, "7.0.0", lookups)
                                .tip(UNORDERED)
                                .takes("command-name?*")
                                .says("What the commands are for.")
                                .done(),
                        describing("command|getkeys", keysArity, "2.8.13", words)
                                .says("The keys in a command; none here has any.")
                                .done(),
                        describing("command|getkeysandflags", keysArity, "7.0.0", words)
                                .says("The keys in a command and how they are used.")
                                .done(),
                        describing("command|info", -2, "2.8.13", lookups)
                                .tip(UNORDERED)
                                .changed("7.0.0", "Allowed to be called with no argument to get info on all commands.")
                                .takes("command-name?*")
                                .says("The shape of the commands.")
                                .done(),
                        describing("command|list", -2, "7.0.0", total)
                                .tip(UNORDERED)
                                .takes(
                                        "filterby:oneof@FILTERBY?(module-name@MODULE category@ACLCAT pattern:pattern@PATTERN)")
                                .says("The names of the commands.")
                                .done(),
                        describing("command|help", 2, "5.0.0", CONSTANT)
                                .says(HELP_SUMMARY)
                                .done()));
    }

    private static CommandDraft describing(String name, int arity, String since, String complexity) {
        return new CommandDraft(name, arity, COMMAND, "server").since(since).costs(complexity);
    }

    private static CommandSpec hello() {
        return new CommandDraft("hello", -1, LOGIN, "connection")
                .says("Chooses the protocol of the connection.")
                .since("6.0.0")
                .costs(CONSTANT)
                .changed(
                        "6.2.0",
                        "`protover` made optional; when called without arguments the command reports the current"
                                + " connection's context.")
                .takes("arguments:block?(protover:integer username_password:block@AUTH?(username password)"
                        + " clientname@SETNAME?)")
                .done();
    }

    private static CommandSpec info() {
        return new CommandDraft("info", -1, new Traits(ANY_TIME, List.of("@slow", "@dangerous")), "server")
                .says("Facts about the process and what it monitors.")
                .since("1.0.0")
                .costs(CONSTANT)
                .tip(CHANGING)
                .tip("request_policy:all_shards")
                .tip("response_policy:special")
                .changed("7.0.0", "Added support for taking multiple section arguments.")
                .takes("section?*")
                .done();
    }

    private static CommandSpec ping() {
        return new CommandDraft("ping", -1, new Traits(List.of("fast"), FAST_CONNECTION), "connection")
                .says("Answers that the server lives.")
                .since("1.0.0")
                .costs(CONSTANT)
                .tip("request_policy:all_shards")
                .tip("response_policy:all_succeeded")
                .takes("message?")
                .done();
    }

    private static CommandSpec psubscribe() {
        return listening("psubscribe", -2)
                .says("Listens to the channels that match.")
                .costs("O(N) where N is the number of patterns the client is already subscribed to.")
                .takes("pattern:block*(pattern:pattern)")
                .done();
    }

    private static CommandSpec publish() {
        Traits traits = new Traits(List.of("pubsub", "loading", "stale", "fast"), List.of("@pubsub", "@fast"));
        return new CommandDraft("publish", 3, traits, "pubsub")
                .core()
                .says("Takes a hello message of another sentinel.")
                .since("2.0.0")
                .costs("O(N+M) where N is the number of clients subscribed to the receiving channel and M is the total"
                        + " number of subscribed patterns (by any client).")
                .takes("channel message")
                .done();
    }

    private static CommandSpec punsubscribe() {
        return listening("punsubscribe", -1)
                .says("Stops listening to patterns.")
                .costs("O(N+M) where N is the number of patterns the client is already subscribed and M is the number"
                        + " of total patterns subscribed in the system (by any client).")
                .takes("pattern:pattern?*")
                .done();
    }

    private static CommandSpec role() {
        Traits traits =
                new Traits(List.of("noscript", "loading", "stale", "fast"), List.of("@admin", "@fast", "@dangerous"));
        return new CommandDraft("role", 1, traits, "server")
                .core()
                .says("Says that this is a sentinel and what it monitors.")
                .since("2.8.12")
                .costs(CONSTANT)
                .done();
    }

    private static CommandSpec shutdown() {
        Traits traits =
                new Traits(List.of("admin", "noscript", "loading", "stale", "no_multi", "allow_busy"), SLOW_ADMIN);
        return new CommandDraft("shutdown", -1, traits, "server")
                .says("Ends the process.")
                .since("1.0.0")
                .costs("O(N) when saving, where N is the total number of keys in all databases when saving data,"
                        + " otherwise O(1)")
                .changed("7.0.0", "Added the `NOW`, `FORCE` and `ABORT` modifiers.")
                .takes("nosave_save:oneof?(NOSAVE SAVE) NOW^7.0.0? FORCE^7.0.0? ABORT^7.0.0?")
                .done();
    }

    private static CommandSpec subscribe() {
        return listening("subscribe", -2)
                .says("Listens to channels.")
                .costs("O(N) where N is the number of channels to subscribe to.")
                .takes("channel*")
                .done();
    }

    private static CommandSpec unsubscribe() {
        return listening("unsubscribe", -1)
                .says("Stops listening to channels.")
                .costs("O(N) where N is the number of clients already subscribed to a channel.")
                .takes("channel?*")
                .done();
    }

    private static CommandDraft listening(String name, int arity) {
        return new CommandDraft(name, arity, PUBSUB, "pubsub").since("2.0.0");
    }
}
