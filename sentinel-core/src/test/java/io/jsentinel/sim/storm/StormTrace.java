package io.jsentinel.sim.storm;

import io.jsentinel.sim.SimRecord;
import io.jsentinel.sim.SimStep;
import io.jsentinel.sim.SimWorld;
import io.jsentinel.step.Effect;
import java.util.ArrayDeque;
import java.util.List;
import java.util.stream.Collectors;

/** What happened in a storm: the newest lines, and a sum over everything. */
final class StormTrace {

    private static final int LINES = 150;
    private static final long PRIME = 0x100000001B3L;

    private final SimWorld world;
    private final ArrayDeque<Object> lines = new ArrayDeque<>();
    private long sum = 0xCBF29CE484222325L;

    StormTrace(SimWorld world) {
        this.world = world;
    }

    /** Something that is no step of a core happened. */
    void note(String what) {
        add(world.nowMillis() + " --- " + what);
        mix(what.hashCode());
    }

    void stepped(SimStep step) {
        mix(step.millis());
        mix(step.by().name().hashCode());
        mix(step.batch().stateNumber());
        mix(step.batch().nextLookMillis());
        for (Effect effect : step.batch().effects()) {
            if (effect instanceof Effect.Announce announce) {
                if (announce.event().type().isPublished()) {
                    add(new SimRecord.Entry(world.nowMillis(), step.by().name(), announce.event()));
                }
                mix(announce.event().toString().hashCode());
            } else if (effect instanceof Effect.Send send) {
                mix(send.request().args().hashCode());
            }
        }
    }

    private void mix(long value) {
        sum = (sum ^ value) * PRIME;
        sum ^= sum >>> 29;
    }

    /** Keeps a line; what it says is only written out when somebody reads it. */
    private void add(Object line) {
        if (lines.size() == LINES) {
            lines.poll();
        }
        lines.add(line);
    }

    /** The same for two runs only if the same happened in both. */
    long digest() {
        return sum;
    }

    /** What was said by members of the quorum that are like Redis' own, all of it: they make no steps. */
    void alsoSaid(List<SimRecord.Entry> events) {
        events.forEach(e -> mix(e.toString().hashCode()));
        if (!events.isEmpty()) {
            add("--- said by those like Redis' own, at last:");
        }
        events.subList(Math.max(0, events.size() - LINES / 2), events.size()).forEach(this::add);
    }

    /** The newest lines, the oldest of them first. */
    String tail() {
        return lines.stream().map(Object::toString).collect(Collectors.joining("\n"));
    }
}
