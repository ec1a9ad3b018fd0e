package io.jsentinel.sim.check;

import io.jsentinel.sim.SimStep;
import io.jsentinel.step.Input;
import io.jsentinel.step.Request;
import io.jsentinel.topology.Link;
import io.jsentinel.topology.LinkId;
import java.util.HashMap;
import java.util.Map;

/**
 * A node counts as alive by what it answers on its present connection: neither an answer on one that was replaced, nor the
 * mere fact that a new one stands, shows life.
 */
public final class OldLinksAreSilent implements Check {

    private final Map<String, Map<Long, Long>> answeredMillis = new HashMap<>();

    @Override
    public String name() {
        return "OldLinksAreSilent";
    }

    @Override
    public void afterStep(SimStep step, StormView view) {
        if (step.input().isEmpty()) {
            mine(step).clear();
        } else if (step.input().get() instanceof Input.Answered answered
                && answered.request().kind() == Request.Kind.PING) {
            Map<Long, Long> mine = mine(step);
            if (step.by().core().realm().roster().subject(answered.link()).isPresent()) {
                mine.put(answered.link().number(), step.millis());
            } else {
                demandSilence(step, answered.link(), mine);
            }
        } else if (step.input().get() instanceof Input.LinkUp up) {
            demandSilence(step, up.link(), mine(step));
        }
    }

    private Map<Long, Long> mine(SimStep step) {
        return answeredMillis.computeIfAbsent(step.by().name(), daemon -> new HashMap<>());
    }

    private void demandSilence(SimStep step, LinkId id, Map<Long, Long> mine) {
        for (Link link : step.by().core().realm().roster().links()) {
            boolean isAlive = link.id().number() == id.number() && link.lastPongMillis() == step.millis();
            if (isAlive && mine.getOrDefault(id.number(), -1L) != step.millis()) {
                throw new Violation(
                        name(), Said.at(step) + "nothing was answered on " + link.id() + ", and it counts as alive");
            }
        }
    }
}
