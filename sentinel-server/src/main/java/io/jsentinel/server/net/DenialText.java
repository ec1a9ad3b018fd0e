package io.jsentinel.server.net;

import io.jsentinel.acl.Denial;
import io.jsentinel.config.Personality;
import io.jsentinel.resp.Resp;

/** What a client is told when it may not do something, in the words of the version that is shown. */
final class DenialText {

    private final boolean namesUser;

    DenialText(Personality personality) {
        namesUser = personality.isAtLeast(Personality.REDIS_7_2);
    }

    /** The error for who tried. */
    Resp refusal(String user, Denial denial) {
        if (denial.reason() == Denial.Reason.COMMAND) {
            return Resp.error("-NOPERM " + subject("this user", user) + command(denial));
        }
        return Resp.error(
                namesUser
                        ? "-NOPERM No permissions to access a channel"
                        : "-NOPERM this user has no permissions to access one of the channels used as arguments");
    }

    /** The sentence of ACL DRYRUN. */
    Resp sentence(String user, Denial denial) {
        return Resp.bulk(subject("This user", user)
                + (denial.reason() == Denial.Reason.COMMAND
                        ? command(denial)
                        : " has no permissions to access the '" + denial.object() + "' channel"));
    }

    /** What HELLO answers to a client that must log in first. */
    Resp helloNeedsLogin() {
        return Resp.error("-NOAUTH HELLO must be called with the client already authenticated, otherwise the HELLO "
                + (namesUser ? "<proto> " : "")
                + "AUTH <user> <pass> option can be used to authenticate the client and select the RESP protocol"
                + " version at the same time");
    }

    private String subject(String nameless, String user) {
        return namesUser ? "User " + user : nameless;
    }

    private static String command(Denial denial) {
        return " has no permissions to run the '" + denial.object() + "' command";
    }
}
