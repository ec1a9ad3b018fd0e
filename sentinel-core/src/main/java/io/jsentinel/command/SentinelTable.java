package io.jsentinel.command;

import static io.jsentinel.command.CommandTable.CONSTANT;

import io.jsentinel.command.CommandSpec.Traits;
import io.jsentinel.config.Personality;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** SENTINEL and its subcommands. */
final class SentinelTable {

    private static final Traits ADMIN = new Traits(List.of("admin"), CommandTable.SLOW_ADMIN);
    private static final Traits HELP = new Traits(CommandTable.ANY_TIME, CommandTable.SLOW);
    private static final String MASTER = "master-name";

    private SentinelTable() {}

    static CommandSpec container(Personality personality) {
        List<CommandSpec> all = new ArrayList<>(asking(personality));
        all.addAll(acting());
        all.addAll(ofItself(personality));
        all.sort((one, other) -> one.fullName().compareTo(other.fullName()));
        all.add(new CommandDraft("sentinel|help", 2, HELP, "sentinel")
                .since("6.2.0")
                .costs(CONSTANT)
                .says(CommandTable.HELP_SUMMARY)
                .done());
        return sub("sentinel", -2)
                .costs(CommandTable.DEPENDS)
                .says("Looks at the monitored masters and steers the sentinel.")
                .holding(all);
    }

    /**
     * Valkey's names of subcommands, without the container, each with the older name of the same. They are taken under
     * every personality and listed under Valkey's only.
     */
    static Map<String, String> synonyms() {
        Map<String, String> synonyms = new LinkedHashMap<>();
        synonyms.put("primaries", "masters");
        synonyms.put("primary", "master");
        synonyms.put("get-primary-addr-by-name", "get-master-addr-by-name");
        synonyms.put("is-primary-down-by-addr", "is-master-down-by-addr");
        return synonyms;
    }

    /**
     * What the daemons of a set of pods ask each other. It is taken under every personality and listed under none, since no
     * client has a use for it.
     */
    static CommandSpec ofPods() {
        return sub("sentinel|peerstate", -3)
                .costs("O(N) where N is the number of pods")
                .takes(MASTER)
                .says("What this daemon knows of its pod, for the daemons of other pods.")
                .done();
    }

    /** What only looks. */
    private static List<CommandSpec> asking(Personality personality) {
        List<CommandSpec> all = new ArrayList<>(List.of(
                about("ckquorum")
                        .says("Says whether a failover could be started and authorised.")
                        .done(),
                sub("sentinel|myid", 2)
                        .since("6.2.0")
                        .costs(CONSTANT)
                        .says("Who this sentinel is.")
                        .done(),
                sub("sentinel|info-cache", -3)
                        .since("3.2.0")
                        .costs("O(N) where N is the number of instances")
                        .takes("nodename*")
                        .says("The last INFO of masters and of their replicas.")
                        .done(),
                about("replicas")
                        .since("5.0.0")
                        .costs("O(N) where N is the number of replicas")
                        .says("The replicas of a master.")
                        .done(),
                about("sentinels")
                        .costs("O(N) where N is the number of Sentinels")
                        .says("The other sentinels of a master.")
                        .done(),
                about("slaves")
                        .since("2.8.0")
                        .costs("O(N) where N is the number of slaves")
                        .deprecated("5.0.0", "`SENTINEL REPLICAS`")
                        .says("The same as REPLICAS.")
                        .done(),
                sub("sentinel|pending-scripts", 2)
                        .says("The scripts that run or wait.")
                        .done()));
        for (Map.Entry<String, String> names : synonyms().entrySet()) {
            CommandDraft old = twoNamed(names.getValue(), names.getValue());
            if (personality.isValkey()) {
                old.deprecated("8.0.0", "`SENTINEL " + names.getKey().toUpperCase(Locale.ROOT) + "`");
                all.add(twoNamed(names.getKey(), names.getValue())
                        .since("8.0.0")
                        .done());
            }
            all.add(old.done());
        }
        return all;
    }

    /** A command that has a newer name in Valkey. */
    private static CommandDraft twoNamed(String name, String older) {
        return switch (older) {
            case "masters" ->
                sub("sentinel|" + name, 2)
                        .costs("O(N) where N is the number of masters")
                        .says("Everything known about all masters.");
            case "master" -> about(name).costs(CONSTANT).says("Everything known about a master.");
            case "get-master-addr-by-name" -> about(name).costs(CONSTANT).says("The address of the master.");
            default ->
                sub("sentinel|" + name, 6)
                        .costs(CONSTANT)
                        .takes("ip port:integer current-epoch:integer runid")
                        .says("Says whether the master looks down from here, and votes if a run id is given.");
        };
    }

    /** What changes something. */
    private static List<CommandSpec> acting() {
        return List.of(
                sub("sentinel|failover", -3)
                        .takes("master-name COORDINATED? to:block@TO?(host port:integer) timeout:integer@TIMEOUT?")
                        .says("Makes a replica the master; a master that is well hands over without losing a write.")
                        .done(),
                sub("sentinel|flushconfig", 2)
                        .costs(CONSTANT)
                        .says("Writes configuration and state to disk.")
                        .done(),
                sub("sentinel|monitor", 6)
                        .costs(CONSTANT)
                        .takes("name ip port:integer quorum:integer")
                        .says("Begins to monitor a master.")
                        .done(),
                about("remove")
                        .costs(CONSTANT)
                        .says("Stops monitoring a master.")
                        .done(),
                sub("sentinel|reset", 3)
                        .costs("O(N) where N is the number of monitored masters")
                        .takes("pattern:pattern")
                        .says("Forgets what was learned about the masters that match.")
                        .done(),
                sub("sentinel|set", -5)
                        .costs(CONSTANT)
                        .takes("master-name option_value:block*(option value)")
                        .says("Changes settings of a master.")
                        .done(),
                sub("sentinel|simulate-failure", -3)
                        .since("3.2.0")
                        .takes("mode:oneof?*(crash-after-election:pure-token crash-after-promotion:pure-token"
                                + " help:pure-token)")
                        .says("Ends this process in the next failover that it leads, for tests.")
                        .done());
    }

    /** What concerns the sentinel and not a master. */
    private static List<CommandSpec> ofItself(Personality personality) {
        return List.of(
                sub("sentinel|config", personality.isAtLeast(Personality.REDIS_7_2) ? -4 : -3)
                        .since("6.2.0")
                        .costs(CONSTANT)
                        .takes("set_or_get:oneof(set_param_value:block@SET*(parameter value) parameter@GET*)")
                        .says("Shows and changes settings of the sentinel itself.")
                        .done(),
                sub("sentinel|debug", -2)
                        .since("7.0.0")
                        .costs("O(N) where N is the number of configurable parameters")
                        .takes("parameter_value:block*(parameter value)")
                        .says("Shows and changes periods and limits, in milliseconds.")
                        .done());
    }

    /** A subcommand whose one argument is a master's name. */
    private static CommandDraft about(String name) {
        return sub("sentinel|" + name, 3).takes(MASTER);
    }

    /** A subcommand that the core answers, of the first version; a later {@code since} replaces that. */
    private static CommandDraft sub(String name, int arity) {
        return new CommandDraft(name, arity, ADMIN, "sentinel").core().since("2.8.4");
    }
}
