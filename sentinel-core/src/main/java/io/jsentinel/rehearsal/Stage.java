package io.jsentinel.rehearsal;

import io.jsentinel.address.Endpoint;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/** The world of a rehearsal: its clock, which only goes where something is planned, what is planned, and who is where. */
final class Stage {

    /** More than that was never needed; a rehearsal that goes round in circles ends here. */
    static final long MAX_CUES = 400_000;

    /** How often it is looked whether something is so. */
    private static final long LOOK_MILLIS = 200;

    /** How many things may be planned at once. */
    private static final int MAX_PLANNED = 10_000;

    private static final Comparator<Cue> IN_ORDER =
            Comparator.comparingLong(Cue::moment).thenComparingLong(Cue::number);

    /** Something that is planned; what is planned first for a moment happens first. */
    private record Cue(long moment, long number, Runnable action) {}

    private final PriorityQueue<Cue> planned = new PriorityQueue<>(IN_ORDER);
    private final Map<Endpoint, Actor> actors = new LinkedHashMap<>();
    private final BooleanSupplier goesOn;
    private long nowMillis;
    private long cues;
    private long numbers;

    /** @param goesOn asked before everything that happens; where it says no, nothing happens any more */
    Stage(BooleanSupplier goesOn) {
        this.goesOn = goesOn;
    }

    /** The time since the start. */
    long nowMillis() {
        return nowMillis;
    }

    /** How many things have happened so far. */
    long cues() {
        return cues;
    }

    /** Puts an actor at its place. */
    void enter(Actor actor) {
        actors.put(actor.place(), actor);
    }

    /** Who answers there; nothing when nobody does. */
    Optional<Actor> at(Endpoint place) {
        return Optional.ofNullable(actors.get(place)).filter(Actor::isUp);
    }

    /** All who are there, in the order of their entry. */
    Stream<Actor> present() {
        return actors.values().stream().filter(Actor::isUp);
    }

    /** Plans something. */
    void later(long delayMillis, Runnable action) {
        if (planned.size() >= MAX_PLANNED) {
            throw new IllegalStateException("too much is planned");
        }
        planned.add(new Cue(nowMillis + delayMillis, numbers++, action));
    }

    /**
     * Lets time pass until something is so.
     *
     * @param what in words, for the error
     * @param boundMillis after which it counts as never
     * @throws Interrupted when the rehearsal is to end
     * @throws IllegalStateException when it does not come to that
     */
    void until(String what, long boundMillis, BooleanSupplier isSo) {
        long endMillis = nowMillis + boundMillis;
        long lookMillis = nowMillis;
        while (nowMillis < lookMillis || !isSo.getAsBoolean()) {
            if (nowMillis >= lookMillis) {
                lookMillis = nowMillis + LOOK_MILLIS;
            }
            if (!goesOn.getAsBoolean()) {
                throw new Interrupted();
            }
            Cue next = planned.poll();
            if (next == null || next.moment() > endMillis || cues >= MAX_CUES) {
                throw new IllegalStateException("it never came to this: " + what);
            }
            cues++;
            nowMillis = Math.max(nowMillis, next.moment());
            next.action().run();
        }
    }

    /** The rehearsal is to end before it is through. */
    static final class Interrupted extends RuntimeException {

        private static final long serialVersionUID = 1;
    }
}
