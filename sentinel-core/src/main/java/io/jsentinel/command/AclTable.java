package io.jsentinel.command;

import static io.jsentinel.command.CommandTable.CONSTANT;

import io.jsentinel.command.CommandSpec.Traits;
import java.util.List;

/** ACL and its subcommands. */
final class AclTable {

    private static final Traits OPEN = new Traits(CommandTable.NO_SCRIPT, CommandTable.SLOW);
    private static final Traits HELP = new Traits(CommandTable.ANY_TIME, CommandTable.SLOW);
    private static final Traits ADMIN = new Traits(CommandTable.ADMIN, CommandTable.SLOW_ADMIN);
    private static final String PER_USER = "O(N). Where N is the number of configured users.";
    private static final String CHANNELS = "Added Pub/Sub channel patterns.";

    private AclTable() {}

    /** The container with its subcommands, HELP last. */
    static CommandSpec container() {
        return new CommandDraft("acl", -2, new Traits(List.of(), CommandTable.SLOW), "server")
                .since("6.0.0")
                .costs(CommandTable.DEPENDS)
                .says("Looks at users and changes what they may do.")
                .holding(List.of(
                        sub("cat", -2, OPEN, "O(1) since the categories and commands are a fixed set.")
                                .takes("categoryname?")
                                .says("The categories, or the commands of one.")
                                .done(),
                        sub("deluser", -3, ADMIN, "O(1) amortized time considering the typical user.")
                                .takes("username*")
                                .says("Removes users.")
                                .done(),
                        dryrun(),
                        sub("genpass", -2, OPEN, CONSTANT)
                                .takes("bits:integer?")
                                .says("Draws a password that nobody guesses.")
                                .done(),
                        getuser(),
                        sub("list", 2, ADMIN, PER_USER)
                                .says("All users, in the form of the configuration.")
                                .done(),
                        sub("load", 2, ADMIN, PER_USER)
                                .says("Reads the users from the ACL file again.")
                                .done(),
                        sub("log", -2, ADMIN, "O(N) with N being the number of entries shown.")
                                .takes("operation:oneof?(count:integer RESET)")
                                .says("What was denied lately.")
                                .done(),
                        sub("save", 2, ADMIN, PER_USER)
                                .says("Writes the users to the ACL file.")
                                .done(),
                        setuser(),
                        sub("users", 2, ADMIN, PER_USER)
                                .says("The names of all users.")
                                .done(),
                        sub("whoami", 2, OPEN, CONSTANT)
                                .says("The user of this connection.")
                                .done(),
                        sub("help", 2, HELP, CONSTANT)
                                .says(CommandTable.HELP_SUMMARY)
                                .done()));
    }

    private static CommandSpec dryrun() {
        return sub("dryrun", -4, ADMIN, "O(1).")
                .since("7.0.0")
                .takes("username command arg?*")
                .says("Says whether a user could run a command.")
                .done();
    }

    private static CommandSpec getuser() {
        return sub(
                        "getuser",
                        3,
                        ADMIN,
                        "O(N). Where N is the number of password, command and pattern rules that the user has.")
                .changed("6.2.0", CHANNELS)
                .changed(
                        "7.0.0",
                        "Added selectors and changed the format of key and channel patterns from a list to their rule"
                                + " representation.")
                .takes("username")
                .says("What a user may do.")
                .done();
    }

    private static CommandSpec setuser() {
        return sub("setuser", -3, ADMIN, "O(N). Where N is the number of rules provided.")
                .changed("6.2.0", CHANNELS)
                .changed("7.0.0", "Added selectors and key based permissions.")
                .takes("username rule?*")
                .says("Makes a user, or changes one.")
                .done();
    }

    private static CommandDraft sub(String name, int arity, Traits traits, String complexity) {
        return new CommandDraft("acl|" + name, arity, traits, "server")
                .since("6.0.0")
                .costs(complexity);
    }
}
