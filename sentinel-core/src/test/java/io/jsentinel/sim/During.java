package io.jsentinel.sim;

import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/** What must not happen while some time passes. */
public final class During {

    /** How many steps a sentinel may make in a second for each instance that it watches. */
    private static final long STEPS_PER_SECOND = 20;

    private final Play play;
    private final long millis;

    public During(Play play, long millis) {
        this.play = play;
        this.millis = millis;
    }

    /** Nobody announces any of these events. */
    public Play nobodyAnnounces(String... channels) {
        return without(
                "somebody announced one of " + List.of(channels),
                e -> List.of(channels).contains(e.event().type().channel()));
    }

    /** Nobody announces anything, and no sentinel spins. */
    public Play nothingIsAnnounced() {
        List<SimSentinel> running = play.cluster().runningSentinels();
        List<Long> before = running.stream().map(SimSentinel::steps).toList();
        without("something was announced", e -> true);
        long allowed = millis
                / 1000
                * STEPS_PER_SECOND
                * (play.cluster().redisCount() + play.cluster().voters());
        for (int i = 0; i < running.size(); i++) {
            long made = running.get(i).steps() - before.get(i);
            if (made > allowed) {
                throw play.failure(running.get(i) + " made " + made + " steps in a quiet time of " + millis + " ms");
            }
        }
        return play;
    }

    /** Something is true after every event. */
    public Play always(String sentence, BooleanSupplier condition) {
        long until = play.nowMillis() + millis;
        boolean more = true;
        while (more) {
            if (!condition.getAsBoolean()) {
                throw play.failure("it was not always so that " + sentence);
            }
            more = play.cluster().world().queue().runNext(until);
        }
        return play;
    }

    private Play without(String sentence, Predicate<SimRecord.Entry> forbidden) {
        int from = play.cluster().world().record().size();
        play.passes(millis);
        List<SimRecord.Entry> found = play.cluster().world().record().since(from).stream()
                .filter(forbidden)
                .toList();
        if (!found.isEmpty()) {
            throw play.failure(sentence + ": " + found.subList(0, Math.min(20, found.size())));
        }
        return play;
    }
}
