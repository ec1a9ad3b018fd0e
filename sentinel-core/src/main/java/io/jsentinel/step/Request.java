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
        AUTH,
        SETNAME,
        SUBSCRIBE,
        PING,
        INFO,
        HELLO,
        MASTER_DOWN,
        RECONFIGURE,
        SCRIPT_KILL
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
