package io.jsentinel.sim.check;

import io.jsentinel.sim.SimStep;
import io.jsentinel.step.Effect;
import io.jsentinel.step.Input;
import io.jsentinel.topology.LinkId;
import io.jsentinel.topology.Roster.Subject;
import io.jsentinel.watch.Watch;
import java.util.Optional;
import java.util.TreeMap;

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

    private final TreeMap<String, TreeMap<Long, LinkId>> open = new TreeMap<>();

    @Override
    public String name() {
        return "BoundedWork";
    }

    @Override
    public void afterStep(SimStep step, StormView view) {
        // Those who are forgotten in this very step had their share of the work, too.
        TreeMap<Long, LinkId> links = open.computeIfAbsent(step.by().name(), daemon -> new TreeMap<>());
        int before = links.size();
        follow(step, links);
        int effects = step.batch().effects().size();
        int now = links.size();
        if (effects > EFFECTS_PER_INSTANCE || now > before) {
            long members = members(step);
            within(step, "effects of a step", effects, EFFECTS_PER_INSTANCE * (members + before));
            within(step, "open connections", now, LINKS_PER_INSTANCE * members);
        }
        within(
                step,
                "scripts that run or wait",
                step.by().core().realm().scripts().jobs().size(),
                SCRIPTS);
        for (Effect effect : step.batch().effects()) {
            if (effect instanceof Effect.Send send) {
                Optional<Subject> to = step.by().core().realm().roster().subject(send.link());
                int pending = to.isPresent() ? to.get().link().pending() : 0;
                within(step, "unanswered requests on a connection", pending, PENDING);
            }
        }
        if (step.batch().nextLookMillis() <= step.millis()) {
            throw new Violation(
                    name(),
                    Said.at(step) + "it asks to be woken at " + step.batch().nextLookMillis());
        }
    }

    private static long members(SimStep step) {
        long members = 2;
        for (Watch watch : step.by().core().realm().watches().all()) {
            members += 1 + watch.master().memberCount();
        }
        return members;
    }

    private static void follow(SimStep step, TreeMap<Long, LinkId> links) {
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
            }
        }
    }

    private void within(SimStep step, String what, long count, long limit) {
        if (count > limit) {
            throw new Violation(name(), Said.at(step) + count + " " + what + ", the bound is " + limit);
        }
    }
}
