package io.jsentinel.server.http;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A request by HTTP, taken apart.
 *
 * @param method GET, POST and so on, in capital letters
 * @param path the parts of the path, decoded; none for {@code /}
 * @param query the parameters; of repeated ones the first
 * @param body the text that came with it
 * @param caller who asks
 */
record Call(String method, List<String> path, Map<String, String> query, String body, Caller caller) {

    /**
     * Who asks.
     *
     * @param host the address, an IP literal
     * @param onThisMachine whether the connection is from this machine to itself
     * @param onBehalf whether a browser or a proxy sends it for somebody else: then its address says nothing
     * @param token the token of an {@code Authorization: Bearer} line, if there is one
     * @param accepts the formats that are wanted, as the {@code Accept} line has them; empty for any
     */
    record Caller(String host, boolean onThisMachine, boolean onBehalf, Optional<String> token, String accepts) {

        /** Never shows the token. */
        @Override
        public String toString() {
            return "Caller[host=" + host + ", onThisMachine=" + onThisMachine + "]";
        }
    }

    /** The first part of the path, empty for {@code /}. */
    String name() {
        return path.isEmpty() ? "" : path.get(0);
    }

    /** The second part of the path: whom it is about. */
    Optional<String> subject() {
        return path.size() < 2 ? Optional.empty() : Optional.of(path.get(1));
    }

    /** Whether it only looks. */
    boolean isSafe() {
        return method.equals("GET") || method.equals("HEAD") || method.equals("OPTIONS");
    }

    /** Whether only the status line of the answer is wanted. */
    boolean wantsNoBody() {
        return method.equals("HEAD") || method.equals("OPTIONS");
    }
}
