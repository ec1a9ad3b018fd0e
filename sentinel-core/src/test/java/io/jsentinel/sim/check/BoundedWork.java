package io.jsentinel.sim.check;

import io.jsentinel.sim.SimStep;
import io.jsentinel.step.Effect;
import io.jsentinel.step.Input;
import io.jsentinel.topology.Link;
import io.jsentinel.topology.LinkId;
import io.jsentinel.watch.Watch;
import java.util.HashMap;
import java.util.Map;

/**
 * A step ends within a bound of work, and no queue grows without one: so many effects for each instance that is watched,
 * so many unanswered requests on a connection, so many connections for each instance, so many scripts; and no step asks
 * to be woken at once, which would be an endless loop.
 */
public final class BoundedWork implements Check {

    /** The most effects of a step for each instance: everybody is asked and told, links are made anew, events tell of it. */
    static final int EFFECTS_PER_INSTANCE = 24;

    /** The most unanswered requests on one link: routine ones stop at 100, orders and greetings come on top. */
    static final int PENDING = 200;

    /** The most connections for each instance: one for commands, one for messages. */
    static final int LINKS_PER_INSTANCE = 2;

    /** The most scripts that run or wait. */
    static final int SCRIPTS = 256;

    private final Map<String, Share> shares = new HashMap<>();

    /** What is remembered of one daemon. */
    private static final class Share {
        private final Map<Long, LinkId> open = new HashMap<>();

        /** No connection of it can have more unanswered requests. */
        private long mostPending = PENDING;
    }

    @Override
    public String name() {
        return "BoundedWork";
    }

    @Override
    public void afterStep(SimStep step, StormView view) {
        int effects = step.batch().effects().size();
        if (effects > 0 || step.input().isEmpty() || step.input().get() instanceof Input.LinkDown) {
            share(step, effects);
        }
        within(
                step,
                "scripts that run or wait",
                step.by().core().realm().scripts().jobs().size(),
                SCRIPTS);
        if (step.batch().nextLookMillis() <= step.millis()) {
            throw new Violation(
                    name(),
                    Said.at(step) + "it asks to be woken at " + step.batch().nextLookMillis());
        }
    }

    private void share(SimStep step, int effects) {
        Share share = shares.computeIfAbsent(step.by().name(), daemon -> new Share());
        // Those who are forgotten in this very step had their share of the work, too.
        int before = share.open.size();
        int sends = follow(step, share.open);
        int now = share.open.size();
        if (effects > EFFECTS_PER_INSTANCE || now > before) {
            long members = members(step);
            within(step, "effects of a step", effects, EFFECTS_PER_INSTANCE * (members + before));
            within(step, "open connections", now, LINKS_PER_INSTANCE * members);
        }
        share.mostPending += sends;
        if (share.mostPending > PENDING) {
            share.mostPending = mostPending(step);
            within(step, "unanswered requests on a connection", share.mostPending, PENDING);
        }
    }

    /** On the connection that has the most. Each request adds one, so that it is not counted before there can be too many. */
    private static int mostPending(SimStep step) {
        int most = 0;
        for (Link link : step.by().core().realm().roster().links()) {
            most = Math.max(most, link.pending());
        }
        return most;
    }

    private static long members(SimStep step) {
        long members = 2;
        for (Watch watch : step.by().core().realm().watches().all()) {
            members += 1 + watch.master().memberCount();
        }
        return members;
    }

    /** Takes in which connections there are; the answer is how many requests are sent in the step. */
    private static int follow(SimStep step, Map<Long, LinkId> links) {
        int sends = 0;
        if (step.input().isEmpty()) {
            links.clear();
        } else if (step.input().get() instanceof Input.LinkDown down) {
            links.remove(down.link().number(), down.link());
        }
        for (Effect effect : step.batch().effects()) {
            if (effect instanceof Effect.OpenLink opened) {
                links.put(opened.link().number(), opened.link());
            } else if (effect instanceof Effect.CloseLink closed) {
                links.remove(closed.link().number(), closed.link());
            } else if (effect instanceof Effect.Send) {
                sends++;
            }
        }
        return sends;
    }

    private void within(SimStep step, String what, long count, long limit) {
        if (count > limit) {
            throw new Violation(name(), Said.at(step) + count + " " + what + ", the bound is " + limit);
        }
    }
}
