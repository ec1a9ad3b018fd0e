package io.jsentinel.sidecar;

import io.jsentinel.step.Effect;
import io.jsentinel.step.Input;
import io.jsentinel.step.Outbox;
import io.jsentinel.topology.Times;
import java.util.List;
import java.util.Optional;

/** When the name that has the addresses of all pods is asked for, and what its answers mean. */
final class Discovery {

    private static final long EAGER_MILLIS = 300;
    private static final long CALM_MILLIS = 5_000;

    /** When a question that nobody answers is asked again. */
    private static final long LOST_MILLIS = 10_000;

    private final String service;
    private long askedMillis = Times.NEVER;
    private boolean awaited;

    /** @param service the name */
    Discovery(String service) {
        this.service = service;
    }

    /**
     * Asks when it is due.
     *
     * @param complete whether all pods are known
     */
    void advance(boolean complete, Outbox out) {
        long age = out.nowMillis() - askedMillis;
        long period = complete ? CALM_MILLIS : EAGER_MILLIS;
        if (awaited ? age >= LOST_MILLIS : age >= period) {
            askedMillis = out.nowMillis();
            awaited = true;
            out.add(new Effect.Resolve(service));
        }
    }

    /**
     * What an answer says about the pods.
     *
     * @return their addresses, none when the name is not there yet; absent when the answer is about something else, or a
     *     failure, of which nothing follows
     */
    Optional<List<String>> onResolved(Input.Resolved input) {
        if (!input.name().equalsIgnoreCase(service)) {
            return Optional.empty();
        }
        awaited = false;
        return input.isFailure() ? Optional.empty() : Optional.of(input.addresses());
    }
}
