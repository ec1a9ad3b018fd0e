package io.jsentinel.command;

import io.jsentinel.command.CommandSpec.Docs;
import io.jsentinel.command.CommandSpec.Place;
import io.jsentinel.command.CommandSpec.Traits;
import java.util.List;

/** The subcommands of SENTINEL in this version. Source: Redis 7.2, COMMAND INFO and COMMAND DOCS. */
final class SentinelTable {

    private SentinelTable() {}

    /**
     * All of them, HELP last.
     *
     * @param admin how all but HELP are classed
     * @param help how HELP is classed
     */
    static List<CommandSpec> all(Traits admin, Traits help) {
        return List.of(
                sub("ckquorum", 3, admin, docs(MASTER, "Says whether a failover could be started and authorised.")),
                sub("failover", 3, admin, docs(MASTER, "Fails over now, without asking the other sentinels.")),
                sub("flushconfig", 2, admin, docs("", "Writes configuration and state to disk.")),
                sub("get-master-addr-by-name", 3, admin, docs(MASTER, "The address of the master.")),
                sub(
                        "is-master-down-by-addr",
                        6,
                        admin,
                        docs(
                                "<ip> <port> <current-epoch> <runid>",
                                "Says whether the master looks down from here, and votes if a run id is given.")),
                sub("master", 3, admin, docs(MASTER, "Everything known about a master.")),
                sub("masters", 2, admin, docs("", "Everything known about all masters.")),
                sub("monitor", 6, admin, docs("<name> <ip> <port> <quorum>", "Begins to monitor a master.")),
                sub("myid", 2, admin, docs("", "Who this sentinel is.", "6.2.0")),
                sub("remove", 3, admin, docs(MASTER, "Stops monitoring a master.")),
                sub("replicas", 3, admin, docs(MASTER, "The replicas of a master.", "5.0.0")),
                sub("reset", 3, admin, docs("<pattern>", "Forgets what was learned about the masters that match.")),
                sub("sentinels", 3, admin, docs(MASTER, "The other sentinels of a master.")),
                sub("set", -5, admin, docs("<master-name> <option> <value> ...", "Changes settings of a master.")),
                sub("slaves", 3, admin, docs(MASTER, "The same as REPLICAS.", "2.8.0")),
                sub("help", 2, help, docs("", CommandTable.HELP_SUMMARY, "6.2.0")));
    }

    private static final String MASTER = "<master-name>";

    private static CommandSpec sub(String name, int arity, Traits traits, Docs docs) {
        return new CommandSpec("sentinel|" + name, arity, traits, Place.CORE, docs, List.of());
    }

    private static Docs docs(String usage, String summary) {
        return docs(usage, summary, "2.8.4");
    }

    private static Docs docs(String usage, String summary, String since) {
        return new Docs(usage, summary, since, "sentinel", List.of());
    }
}
