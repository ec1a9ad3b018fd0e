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
