package io.jsentinel.step;

import java.util.List;

/**
 * A command that we send to a Redis node or to another sentinel. The same object comes back with its answer.
 *
 * @param kind what the answer means to us
 * @param master the name of the master that it is about: several masters share the link to a sentinel
 * @param args the command's words
 */
public record Request(Kind kind, String master, List<String> args) {

    /** What a request is for; decides who reads the answer. */
    public enum Kind {
        AUTH("AUTH", "+auth"),
        SETNAME("CLIENT SETNAME", "+client|setname"),
        SUBSCRIBE("SUBSCRIBE", "+subscribe &" + Requests.HELLO_CHANNEL),
        PING("PING", "+ping"),
        INFO("INFO", "+info"),
        HELLO("PUBLISH", "+publish &" + Requests.HELLO_CHANNEL),
        PEER_STATE("SENTINEL peerstate", "+sentinel"),
        CONFIG_SET("CONFIG SET", "+config|set"),
        TELL_PAUSED("SENTINEL SET", "+sentinel"),
        MASTER_DOWN("SENTINEL is-master-down-by-addr", "+sentinel"),
        MULTI("MULTI", "+multi"),
        SLAVEOF("SLAVEOF", "+slaveof"),
        REPLICAOF("REPLICAOF", "+replicaof"),
        CONFIG_REWRITE("CONFIG REWRITE", "+config|rewrite"),
        CLIENT_KILL("CLIENT KILL", "+client|kill"),
        REPLICA_KILL("CLIENT KILL TYPE slave", "+client|kill"),
        EXEC("EXEC", "+exec"),
        PAUSE_WRITES("CLIENT PAUSE", "+client|pause"),
        RESUME_WRITES("CLIENT UNPAUSE", "+client|unpause"),
        RANDOM_KEY("RANDOMKEY", "+randomkey"),
        EXISTS("EXISTS", "+exists ~*"),
        SCRIPT_KILL("SCRIPT KILL", "+script|kill");

        private final String command;
        private final String permission;

        Kind(String command, String permission) {
            this.command = command;
            this.permission = permission;
        }

        /** The command's usual name, with its subcommand. */
        public String command() {
            return command;
        }

        /** The rules that an ACL user needs for it. */
        public String permission() {
            return permission;
        }

        /** Whether it is the part of an order that changes the role. */
        public boolean changesRole() {
            return this == SLAVEOF || this == REPLICAOF;
        }
    }

    public Request {
        args = List.copyOf(args);
    }

    /** A request of the given words that concerns no master in particular. */
    public static Request of(Kind kind, String... args) {
        return new Request(kind, "", List.of(args));
    }

    /** Never shows arguments, which may hold a password. */
    @Override
    public String toString() {
        return kind.toString();
    }
}
