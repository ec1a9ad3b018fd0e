package io.jsentinel.sim.check;

import io.jsentinel.address.Endpoint;
import io.jsentinel.event.Event;
import io.jsentinel.event.EventType;
import io.jsentinel.failover.ReplicaSelection;
import io.jsentinel.sim.SimStep;
import io.jsentinel.topology.Replica;
import io.jsentinel.watch.Watch;
import java.util.Optional;

/** A replica that is chosen has nothing that speaks against it in the moment of the choice, and is told by a leader that chose it. */
public final class PromotedWasFit implements Check {

    @Override
    public String name() {
        return "PromotedWasFit";
    }

    @Override
    public void afterStep(SimStep step, StormView view) {
        for (Event event : Said.events(step)) {
            if (event.type() == EventType.SELECTED_SLAVE) {
                Said.masterOf(event)
                        .flatMap(name -> Said.watch(step.by(), name))
                        .ifPresent(watch -> chosen(step, watch, event));
            }
        }
    }

    private void chosen(SimStep step, Watch watch, Event event) {
        String[] words = event.payload().split(" ");
        Endpoint at = new Endpoint(words[2], Integer.parseInt(words[3]));
        Optional<Replica> replica = watch.master().replica(at);
        String why = replica.isEmpty()
                ? "is no replica"
                : ReplicaSelection.refusal(
                                replica.get(),
                                watch.master(),
                                step.by().core().realm().self().timing(),
                                step.millis())
                        .orElse("");
        if (!why.isEmpty()) {
            throw new Violation(name(), Said.at(step) + "it chose " + event.payload() + ", which " + why);
        }
    }
}
