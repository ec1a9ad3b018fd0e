package io.jsentinel.sim;

import java.util.PriorityQueue;

/** What will happen, ordered by time and, at one moment, by arrival. Also the clock: it moves when an event runs. */
public final class SimQueue {

    private final PriorityQueue<Event> events = new PriorityQueue<>();
    private long nowMillis;
    private long lastSequence;

    private record Event(long moment, long sequence, Runnable action) implements Comparable<Event> {
        @Override
        public int compareTo(Event other) {
            int byMoment = Long.compare(moment, other.moment);
            return byMoment != 0 ? byMoment : Long.compare(sequence, other.sequence);
        }
    }

    public SimQueue(long startMillis) {
        this.nowMillis = startMillis;
    }

    public long nowMillis() {
        return nowMillis;
    }

    /** Lets something happen after a while; 0 is still now, but after all that was planned for now before. */
    public void after(long millis, Runnable action) {
        at(nowMillis + millis, action);
    }

    /** Lets something happen at a moment, at the earliest now. */
    public void at(long moment, Runnable action) {
        events.add(new Event(Math.max(nowMillis, moment), ++lastSequence, action));
    }

    /**
     * Lets the next thing happen.
     *
     * @param untilMillis the moment up to which time may pass
     * @return false when nothing was due; the clock then stands at that moment
     */
    public boolean runNext(long untilMillis) {
        Event next = events.peek();
        if (next == null || next.moment() > untilMillis) {
            nowMillis = Math.max(nowMillis, untilMillis);
            return false;
        }
        events.poll();
        nowMillis = next.moment();
        next.action().run();
        return true;
    }
}
