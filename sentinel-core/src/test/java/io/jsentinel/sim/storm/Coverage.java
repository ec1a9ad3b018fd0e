package io.jsentinel.sim.storm;

import io.jsentinel.event.EventType;
import io.jsentinel.failover.FailoverState;
import io.jsentinel.sim.EventScene;
import io.jsentinel.sim.SimRecord;
import io.jsentinel.sim.SimStep;
import io.jsentinel.step.Effect;
import io.jsentinel.watch.Watch;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What storms have reached, and how often. */
public final class Coverage {

    /** What only happens where the servers of a master are a set of pods that start together: there are no storms of these. */
    static final Map<EventType, EventScene> ELSEWHERE = new EnumMap<>(Map.of(
            EventType.POSSIBLE_DATA_LOSS,
            EventScene.THE_LAST_MASTER_OF_A_SET_OF_PODS_DOES_NOT_COME_BACK,
            EventType.DIVERGENT_MASTER,
            EventScene.A_REPLICA_OF_A_SET_OF_PODS_TAKES_WRITES));

    /** The states that nothing tells of. */
    private static final Set<FailoverState> SILENT = EnumSet.noneOf(FailoverState.class);

    /** By what is announced, the state that is entered with it. */
    private static final Map<EventType, FailoverState> ENTERED = new EnumMap<>(EventType.class);

    static {
        for (FailoverState state : FailoverState.values()) {
            enteredWith(state).ifPresentOrElse(type -> ENTERED.put(type, state), () -> SILENT.add(state));
        }
    }

    private final EnumMap<EventType, Long> events = new EnumMap<>(EventType.class);
    private final EnumMap<EventType, Long> stock = new EnumMap<>(EventType.class);
    private final EnumMap<FailoverState, Long> states = new EnumMap<>(FailoverState.class);
    private final EnumMap<FaultKind, Long> faults = new EnumMap<>(FaultKind.class);
    private boolean areAllSilentOnesSeen;

    void stepped(SimStep step) {
        for (Effect effect : step.batch().effects()) {
            if (effect instanceof Effect.Announce announce) {
                EventType type = announce.event().type();
                events.merge(type, 1L, Long::sum);
                FailoverState state = ENTERED.get(type);
                if (state != null) {
                    states.merge(state, 1L, Long::sum);
                }
            }
        }
        if (!areAllSilentOnesSeen
                && !step.batch().effects().isEmpty()
                && step.by().core() != null) {
            look(step.by().core().realm().watches().all());
        }
    }

    /** The states that are entered without a word are seen only by looking; soon all of them were. */
    private void look(Iterable<Watch> watches) {
        for (Watch watch : watches) {
            FailoverState state = watch.failover().state();
            if (SILENT.contains(state)) {
                states.putIfAbsent(state, 1L);
            }
        }
        areAllSilentOnesSeen = states.keySet().containsAll(SILENT);
    }

    /** What tells that a state is entered; the last one is left in the same step, so that nobody sees it afterwards. */
    private static Optional<EventType> enteredWith(FailoverState state) {
        return state == FailoverState.UPDATE_CONFIG ? Optional.of(EventType.FAILOVER_END) : state.event();
    }

    /** What members of the quorum said that are like Redis' own: they make no steps. */
    void alsoSaid(List<SimRecord.Entry> events) {
        events.forEach(e -> stock.merge(e.event().type(), 1L, Long::sum));
    }

    /** What those members announced. */
    public Set<EventType> stockEvents() {
        return stock.isEmpty() ? EnumSet.noneOf(EventType.class) : EnumSet.copyOf(stock.keySet());
    }

    void happened(FaultKind kind) {
        faults.merge(kind, 1L, Long::sum);
    }

    /** Adds what another one has reached. */
    public void add(Coverage other) {
        other.events.forEach((key, count) -> events.merge(key, count, Long::sum));
        other.states.forEach((key, count) -> states.merge(key, count, Long::sum));
        other.stock.forEach((key, count) -> stock.merge(key, count, Long::sum));
        other.faults.forEach((key, count) -> faults.merge(key, count, Long::sum));
    }

    /** How often each fault happened. */
    public Map<FaultKind, Long> faults() {
        return Map.copyOf(faults);
    }

    /** Which events were announced. */
    public Set<EventType> events() {
        return events.isEmpty() ? EnumSet.noneOf(EventType.class) : EnumSet.copyOf(events.keySet());
    }

    /** Which states of a failover were entered. */
    public Set<FailoverState> states() {
        return states.isEmpty() ? EnumSet.noneOf(FailoverState.class) : EnumSet.copyOf(states.keySet());
    }

    /** Lines for people: how much of what there is was reached, and what was not. */
    public String summary() {
        long total = faults.values().stream().mapToLong(Long::longValue).sum();
        return "faults: " + total + "; kinds " + faults.size() + " of " + FaultKind.values().length
                + missing(EnumSet.allOf(FaultKind.class), faults.keySet()) + "\nevents: " + events.size() + " of "
                + EventType.values().length + missing(EnumSet.allOf(EventType.class), events.keySet()) + elsewhere()
                + "\nstates: "
                + states.size() + " of " + FailoverState.values().length
                + missing(EnumSet.allOf(FailoverState.class), states.keySet())
                + "\nmembers like Redis' own: " + stock.getOrDefault(EventType.ELECTED_LEADER, 0L) + " failovers led, "
                + stock.getOrDefault(EventType.VOTE_FOR_LEADER, 0L) + " votes given, "
                + stock.getOrDefault(EventType.CONFIG_UPDATE_FROM, 0L) + " configurations taken from others";
    }

    private static String elsewhere() {
        return ELSEWHERE.entrySet().stream()
                .map(each -> "\n  in no storm, but in EveryEventTest: " + each.getKey() + " when " + each.getValue())
                .collect(Collectors.joining());
    }

    private static <T extends Enum<T>> String missing(EnumSet<T> all, Set<T> reached) {
        all.removeAll(reached);
        return all.isEmpty() ? "" : "; not reached: " + new TreeSet<>(all);
    }
}
