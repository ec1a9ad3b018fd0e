package io.jsentinel.command;

import io.jsentinel.step.Input.Commanded;
import io.jsentinel.topology.HostNames;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** The commands that wait for the address of a host name, each for a bounded time. */
final class NameWaits {

    /** How long a command waits; clients give up after a few seconds. */
    static final long PATIENCE_MILLIS = 5_000;

    /** The most commands that wait at once. */
    static final int MAX_WAITING = 64;

    private record Waiting(Commanded command, String name, long untilMillis) {}

    private final HostNames names;
    private final List<Waiting> waiting = new ArrayList<>();

    NameWaits(HostNames names) {
        this.names = names;
    }

    /** Lets a command wait for a name; false when no answer is awaited, or too many wait already. */
    boolean await(Commanded command, String name, long nowMillis) {
        names.wantSoon(name);
        if (!names.isAwaited(name) || waiting.size() == MAX_WAITING) {
            return false;
        }
        waiting.add(new Waiting(command, name, nowMillis + PATIENCE_MILLIS));
        return true;
    }

    /** Takes out the commands whose name was answered. */
    List<Commanded> drainAnswered() {
        return drain(w -> !names.isAwaited(w.name()));
    }

    /** Takes out the commands that must not wait any longer. */
    List<Commanded> drainLate(long nowMillis) {
        return nextLookMillis() > nowMillis ? List.of() : drain(w -> w.untilMillis() <= nowMillis);
    }

    /** When the first one must not wait any longer. */
    long nextLookMillis() {
        long first = Long.MAX_VALUE;
        for (Waiting next : waiting) {
            first = Math.min(first, next.untilMillis());
        }
        return first;
    }

    private List<Commanded> drain(Predicate<Waiting> which) {
        List<Commanded> drained =
                waiting.stream().filter(which).map(Waiting::command).toList();
        waiting.removeIf(which);
        return drained;
    }
}
