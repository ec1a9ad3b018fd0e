package io.jsentinel.command;

import static io.jsentinel.command.CommandTable.CONSTANT;

import io.jsentinel.command.CommandSpec.Traits;
import io.jsentinel.config.Personality;
import java.util.ArrayList;
import java.util.List;

/** CLIENT and its subcommands. */
final class ClientTable {

    private static final Traits OWN = new Traits(CommandTable.NO_SCRIPT, CommandTable.SLOW_CONNECTION);
    private static final Traits ADMIN =
            new Traits(CommandTable.ADMIN, List.of("@admin", "@slow", "@dangerous", "@connection"));
    private static final Traits HELP = new Traits(CommandTable.ANY_TIME, CommandTable.SLOW_CONNECTION);
    private static final String PER_CLIENT = "O(N) where N is the number of client connections";

    private ClientTable() {}

    static CommandSpec container(Personality personality) {
        List<CommandSpec> all = new ArrayList<>(naming(personality));
        all.addAll(steering());
        all.addAll(tracking());
        all.sort((one, other) -> one.fullName().compareTo(other.fullName()));
        all.add(sub("client|help", 2, HELP, "5.0.0")
                .costs(CONSTANT)
                .says(CommandTable.HELP_SUMMARY)
                .done());
        return sub("client", -2, new Traits(List.of(), CommandTable.SLOW), "2.4.0")
                .costs(CommandTable.DEPENDS)
                .says("Looks at connections and changes them.")
                .holding(all);
    }

    /** Who a client is. */
    private static List<CommandSpec> naming(Personality personality) {
        List<CommandSpec> all = new ArrayList<>();
        all.add(own("client|getname", 2, "2.6.9")
                .says("The name of this connection.")
                .done());
        all.add(own("client|id", 2, "5.0.0")
                .says("The number of this connection.")
                .done());
        all.add(own("client|info", 2, "6.2.0")
                .tip(CommandTable.CHANGING)
                .says("One line about this connection.")
                .done());
        all.add(list());
        if (personality.isAtLeast(Personality.REDIS_7_2)) {
            all.add(own("client|setinfo", 4, "7.2.0")
                    .takes("attr:oneof(libname@LIB-NAME libver@LIB-VER)")
                    .says("Notes the client library of this connection.")
                    .done());
        }
        all.add(own("client|setname", 3, "2.6.9")
                .takes("connection-name")
                .says("Names this connection.")
                .done());
        return all;
    }

    /** What is done to clients. */
    private static List<CommandSpec> steering() {
        return List.of(
                kill(),
                admin("client|no-evict", 3, "7.0.0")
                        .costs(CONSTANT)
                        .takes("enabled:oneof(ON OFF)")
                        .says("Marks this connection as not to be evicted.")
                        .done(),
                admin("client|pause", -3, "2.9.50")
                        .costs(CONSTANT)
                        .changed("6.2.0", "`CLIENT PAUSE WRITE` mode added along with the `mode` option.")
                        .takes("timeout:integer mode:oneof^6.2.0?(WRITE ALL)")
                        .says("Makes all clients wait, for some milliseconds.")
                        .done(),
                own("client|reply", 3, "3.2.0")
                        .takes("on_off_skip:oneof(ON OFF SKIP)")
                        .says("Says whether this connection wants answers.")
                        .done(),
                admin("client|unblock", -3, "5.0.0")
                        .costs("O(log N) where N is the number of client connections")
                        .takes("client-id:integer timeout_error:oneof?(TIMEOUT ERROR)")
                        .says("Frees a client whose command blocks; none here does.")
                        .done(),
                admin("client|unpause", 2, "6.2.0")
                        .costs("O(N) Where N is the number of paused clients")
                        .says("Ends a pause.")
                        .done());
    }

    /** What concerns keys, of which there are none. */
    private static List<CommandSpec> tracking() {
        return List.of(
                own("client|caching", 3, "6.0.0")
                        .takes("mode:oneof(YES NO)")
                        .says("Says whether the keys of the next command are tracked.")
                        .done(),
                own("client|getredir", 2, "6.0.0")
                        .says("Which connection is told of changed keys instead of this one.")
                        .done(),
                own("client|tracking", -3, "6.0.0")
                        .costs("O(1). Some options may introduce additional complexity.")
                        .takes("status:oneof(ON OFF) client-id:integer@REDIRECT? prefix@PREFIX?*! BCAST? OPTIN? OPTOUT?"
                                + " NOLOOP?")
                        .says("Turns the tracking of keys on or off; here are none to track.")
                        .done(),
                own("client|trackinginfo", 2, "6.2.0")
                        .says("How keys are tracked for this connection.")
                        .done());
    }

    private static CommandSpec kill() {
        return admin("client|kill", -3, "2.4.0")
                .costs(PER_CLIENT)
                .changed("2.8.12", "Added new filter format.")
                .changed("2.8.12", "`ID` option.")
                .changed("3.2.0", "Added `master` type in for `TYPE` option.")
                .changed(
                        "5.0.0",
                        "Replaced `slave` `TYPE` with `replica`. `slave` still supported for backward compatibility.")
                .changed("6.2.0", "`LADDR` option.")
                .takes("filter:oneof(ip:port:string~2.8.12 new-format:oneof*(client-id:integer@ID^2.8.12?"
                        + " normal_master_slave_pubsub:oneof@TYPE^2.8.12?(NORMAL MASTER^3.2.0 SLAVE REPLICA^5.0.0"
                        + " PUBSUB) username@USER? ip:port:string@ADDR? ip:port:string@LADDR^6.2.0? yes/no@SKIPME?))")
                .says("Closes the connections that all the filters describe.")
                .done();
    }

    private static CommandSpec list() {
        return admin("client|list", -2, "2.4.0")
                .costs(PER_CLIENT)
                .tip(CommandTable.CHANGING)
                .changed("2.8.12", "Added unique client `id` field.")
                .changed("5.0.0", "Added optional `TYPE` filter.")
                .changed("6.0.0", "Added `user` field.")
                .changed(
                        "6.2.0",
                        "Added `argv-mem`, `tot-mem`, `laddr` and `redir` fields and the optional `ID` filter.")
                .changed("7.0.0", "Added `resp`, `multi-mem`, `rbs` and `rbp` fields.")
                .changed("7.0.3", "Added `ssub` field.")
                .takes("normal_master_replica_pubsub:oneof@TYPE^5.0.0?(NORMAL MASTER REPLICA PUBSUB)"
                        + " id:block@ID^6.2.0?(client-id:integer*)")
                .says("One line for each connection.")
                .done();
    }

    private static CommandDraft own(String name, int arity, String since) {
        return sub(name, arity, OWN, since).costs(CONSTANT);
    }

    private static CommandDraft admin(String name, int arity, String since) {
        return sub(name, arity, ADMIN, since);
    }

    private static CommandDraft sub(String name, int arity, Traits traits, String since) {
        return new CommandDraft(name, arity, traits, "connection").since(since);
    }
}
