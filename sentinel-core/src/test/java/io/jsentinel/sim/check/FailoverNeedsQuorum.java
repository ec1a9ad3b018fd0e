package io.jsentinel.sim.check;

import io.jsentinel.event.Event;
import io.jsentinel.event.EventType;
import io.jsentinel.failover.FailoverPlan.Mandate;
import io.jsentinel.failover.FailoverReason;
import io.jsentinel.sim.SimStep;
import io.jsentinel.topology.Master;
import io.jsentinel.watch.Watch;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * An attempt to fail over begins only when a quorum of daemons sees the master down, by the answers that they really gave
 * a short while ago, or when somebody commanded it. One because of a master that lost its data, or of a set without a
 * master, needs no quorum that sees it down; it needs the votes like any other ({@link LeaderNeedsMajority}).
 */
public final class FailoverNeedsQuorum implements Check {

    private final TreeMap<String, Evidence> evidence = new TreeMap<>();
    private final TreeSet<String> commanded = new TreeSet<>();

    @Override
    public String name() {
        return "FailoverNeedsQuorum";
    }

    @Override
    public void afterStep(SimStep step, StormView view) {
        Evidence heard = evidence.computeIfAbsent(step.by().name(), n -> new Evidence());
        heard.take(step);
        Said.command(step, "sentinel|failover")
                .ifPresent(c -> commanded.add(step.by().name() + " " + c.args().get(2)));
        for (Event event : Said.events(step)) {
            if (event.type() == EventType.TRY_FAILOVER) {
                Said.masterOf(event)
                        .flatMap(name -> Said.watch(step.by(), name))
                        .ifPresent(watch -> began(step, watch, heard));
            }
        }
    }

    private void began(SimStep step, Watch watch, Evidence heard) {
        Master master = watch.master();
        if (watch.failover().plan().mandate() != Mandate.VOTES) {
            if (!commanded.contains(step.by().name() + " " + master.name())) {
                throw new Violation(name(), Said.at(step) + "it fails " + master.name() + " over without a command");
            }
            return;
        }
        if (watch.failover().plan().reason() != FailoverReason.ODOWN) {
            return;
        }
        long down = heard.seenDown(master, step.millis());
        if (down < master.settings().quorum()) {
            throw new Violation(
                    name(),
                    Said.at(step) + "it fails " + master.name() + " over, which " + down
                            + " daemons see down; the quorum is "
                            + master.settings().quorum());
        }
    }
}
