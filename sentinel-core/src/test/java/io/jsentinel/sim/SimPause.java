package io.jsentinel.sim;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * CLIENT PAUSE … WRITE of a simulated server: what writes or publishes waits, and on its connection everything behind it.
 * The pause ends by itself; what waited is then served as if it had just come.
 */
public final class SimPause {

    private static final Set<String> WAITING = Set.of("RPUSH", "PUBLISH");

    private final SimRedis self;
    private final Map<SimConnection, List<List<String>>> waiting = new LinkedHashMap<>();
    private long untilMillis = Long.MIN_VALUE;
    private int paused;

    public SimPause(SimRedis self) {
        this.self = self;
    }

    /** How often it was asked for. */
    public int count() {
        return paused;
    }

    /** How many clients wait. */
    public int waiting() {
        return waiting.size();
    }

    public boolean isOn() {
        return self.world().nowMillis() < untilMillis;
    }

    public void begin(long millis) {
        paused++;
        untilMillis = Math.max(untilMillis, self.world().nowMillis() + millis);
        self.later(millis, this::expire);
    }

    private void expire() {
        if (!isOn()) {
            serve();
        }
    }

    public void end() {
        untilMillis = Long.MIN_VALUE;
        // After all that has arrived up to now, as the event loop of the server does it.
        self.later(0, this::serve);
    }

    private void serve() {
        Map<SimConnection, List<List<String>>> again = new LinkedHashMap<>(waiting);
        waiting.clear();
        again.forEach((from, commands) -> commands.forEach(words -> self.serve(from, words)));
    }

    /** Whether a command has to wait; then it does. */
    public boolean holds(SimConnection from, List<String> words) {
        boolean waits = waiting.containsKey(from)
                || isOn() && WAITING.contains(words.get(0).toUpperCase(Locale.ROOT));
        if (waits) {
            waiting.computeIfAbsent(from, c -> new ArrayList<>()).add(words);
        }
        return waits;
    }

    /** A client is gone: what it asked for is never done. */
    public void forget(SimConnection connection) {
        waiting.remove(connection);
    }

    /** The process ended. */
    public void clear() {
        waiting.clear();
        untilMillis = Long.MIN_VALUE;
    }
}
