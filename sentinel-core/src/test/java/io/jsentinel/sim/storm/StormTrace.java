package io.jsentinel.sim.storm;

import io.jsentinel.sim.SimRecord;
import io.jsentinel.sim.SimStep;
import io.jsentinel.sim.SimWorld;
import io.jsentinel.sim.stock.StockSentinel;
import io.jsentinel.step.Effect;
import java.util.ArrayDeque;
import java.util.List;

/** What happened in a storm: the newest lines, and a sum over everything. */
final class StormTrace {

    private static final int LINES = 150;
    private static final long PRIME = 0x100000001B3L;

    private final SimWorld world;
    private final ArrayDeque<String> lines = new ArrayDeque<>();
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
                    add(new SimRecord.Entry(world.nowMillis(), step.by().name(), announce.event()).toString());
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

    private void add(String line) {
        if (lines.size() == LINES) {
            lines.poll();
        }
        lines.add(line);
    }

    /** The same for two runs only if the same happened in both. */
    long digest() {
        return sum;
    }

    /** The newest lines, the oldest of them first. @param stock whose lines are shown apart, as they are no steps of a core */
    String tail(List<StockSentinel> stock) {
        List<String> names = stock.stream().map(StockSentinel::name).toList();
        List<String> theirs = names.isEmpty()
                ? List.of()
                : world.record().since(0).stream()
                        .filter(e -> names.contains(e.sentinel()))
                        .map(SimRecord.Entry::toString)
                        .toList();
        String last = String.join("\n", theirs.subList(Math.max(0, theirs.size() - LINES), theirs.size()));
        return String.join("\n", lines) + (last.isEmpty() ? "" : "\n--- of those like Redis' own:\n" + last);
    }
}
