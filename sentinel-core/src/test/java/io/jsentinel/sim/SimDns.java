package io.jsentinel.sim;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/** The resolver of a simulated world: names with addresses that change, and a resolver that fails or says nothing. */
public final class SimDns {

    private enum State {
        WELL,
        FAILING,
        SILENT
    }

    private final SimWorld world;
    private final Map<String, List<String>> addresses = new LinkedHashMap<>();
    private final List<String> asked = new ArrayList<>();
    private State state = State.WELL;
    private long delayMillis = 2;

    public SimDns(SimWorld world) {
        this.world = world;
    }

    /** From now on a name has these addresses; none of them: there is no such name. */
    public void set(String name, String... ips) {
        addresses.put(key(name), List.of(ips));
    }

    /** From now on every question is answered with a failure. */
    public void fail() {
        state = State.FAILING;
    }

    /** From now on no question is answered. */
    public void fallSilent() {
        state = State.SILENT;
    }

    /** From now on questions are answered again, soon. */
    public void recover() {
        takes(2);
    }

    /** From now on every answer takes that long. */
    public void takes(long millis) {
        delayMillis = millis;
        state = State.WELL;
    }

    /** Every question so far. */
    public List<String> asked() {
        return List.copyOf(asked);
    }

    /** The first address of a name, as a Redis server finds it at once; the host itself when it is no name. */
    public String firstOf(String host) {
        if (addresses.isEmpty()) {
            return host;
        }
        List<String> found = addresses.getOrDefault(key(host), List.of());
        return found.isEmpty() ? host : found.get(0);
    }

    /** A sentinel asks; the answer tells what holds when it arrives. */
    public void ask(String name, Consumer<Answer> answer) {
        asked.add(name);
        if (state != State.SILENT) {
            boolean fails = state == State.FAILING;
            world.queue()
                    .after(
                            delayMillis,
                            () -> answer.accept(new Answer(
                                    fails ? List.of() : addresses.getOrDefault(key(name), List.of()), fails)));
        }
    }

    /** What the resolver says: the addresses, or that it failed. */
    public record Answer(List<String> addresses, boolean isFailure) {}

    private static String key(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
