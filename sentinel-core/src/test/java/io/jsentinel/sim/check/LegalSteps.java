package io.jsentinel.sim.check;

import io.jsentinel.event.Event;
import io.jsentinel.event.EventType;
import io.jsentinel.failover.FailoverState;
import io.jsentinel.sim.SimStep;
import io.jsentinel.watch.Watch;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A failover goes through its states only as their table allows. The way is read from what is announced, since one step
 * of the core may go through several states; an end is possible at any time, and may be silent.
 */
public final class LegalSteps implements Check {

    /** By what is announced, the state that is entered with it. */
    private static final Map<EventType, FailoverState> ENTERED = new EnumMap<>(EventType.class);

    static {
        for (FailoverState state : FailoverState.values()) {
            state.event().ifPresent(type -> ENTERED.put(type, state));
        }
    }

    private final TreeMap<String, Stand> stands = new TreeMap<>();

    /** Where the failover of one watch stands. */
    private static final class Stand {
        private final Watch watch;
        private FailoverState state = FailoverState.NONE;

        Stand(Watch watch) {
            this.watch = watch;
        }
    }

    @Override
    public String name() {
        return "LegalSteps";
    }

    @Override
    public void afterStep(SimStep step, StormView view) {
        for (Event event : Said.events(step)) {
            Optional<FailoverState> entered = stateOf(event.type());
            entered.flatMap(state -> Said.masterOf(event))
                    .flatMap(master -> Said.watch(step.by(), master))
                    .ifPresent(watch -> enter(step, watch, entered.get()));
        }
        for (Watch watch : step.by().core().realm().watches().all()) {
            Stand stand = stand(step, watch);
            FailoverState now = watch.failover().state();
            if (now != stand.state) {
                enter(step, watch, now);
            }
        }
    }

    private static Optional<FailoverState> stateOf(EventType type) {
        return Optional.ofNullable(ENTERED.get(type));
    }

    private Stand stand(SimStep step, Watch watch) {
        String key = step.by().name() + " " + watch.master().name();
        Stand stand = stands.get(key);
        if (stand == null || stand.watch != watch) {
            stand = new Stand(watch);
            stands.put(key, stand);
        }
        return stand;
    }

    private void enter(SimStep step, Watch watch, FailoverState next) {
        Stand stand = stand(step, watch);
        boolean beginsAnew = next == FailoverState.WAIT_START;
        boolean ends = next == FailoverState.NONE;
        if (!beginsAnew && !ends && !stand.state.mayBecome(next)) {
            throw new Violation(
                    name(),
                    Said.at(step) + "the failover of " + watch.master().name() + " in state " + stand.state + " became "
                            + next);
        }
        stand.state = next;
    }
}
