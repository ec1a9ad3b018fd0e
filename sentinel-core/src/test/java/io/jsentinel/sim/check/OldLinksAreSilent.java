package io.jsentinel.sim.check;

import io.jsentinel.sim.SimStep;
import io.jsentinel.step.Input;
import io.jsentinel.step.Request;
import io.jsentinel.topology.Link;
import io.jsentinel.topology.LinkId;
import java.util.TreeMap;

/** An answer that comes on a connection that was replaced shows no life of the node on the present one. */
public final class OldLinksAreSilent implements Check {

    private final TreeMap<String, TreeMap<Long, Long>> answeredMillis = new TreeMap<>();

    @Override
    public String name() {
        return "OldLinksAreSilent";
    }

    @Override
    public void afterStep(SimStep step, StormView view) {
        TreeMap<Long, Long> mine = answeredMillis.computeIfAbsent(step.by().name(), daemon -> new TreeMap<>());
        if (step.input().isEmpty()) {
            mine.clear();
        }
        if (step.input().isPresent()
                && step.input().get() instanceof Input.Answered answered
                && answered.request().kind() == Request.Kind.PING) {
            LinkId id = answered.link();
            if (step.by().core().realm().roster().subject(id).isPresent()) {
                mine.put(id.number(), step.millis());
                return;
            }
            for (Link link : step.by().core().realm().roster().links()) {
                if (link.id().number() == id.number()) {
                    demandSilence(step, link, mine.getOrDefault(id.number(), -1L));
                }
            }
        }
    }

    private void demandSilence(SimStep step, Link link, long answeredBefore) {
        if (link.lastPongMillis() == step.millis() && answeredBefore != step.millis()) {
            throw new Violation(name(), Said.at(step) + "an answer of an old connection counts for " + link.id());
        }
    }
}
