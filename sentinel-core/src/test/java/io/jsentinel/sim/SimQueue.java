package io.jsentinel.sim;

import java.util.PriorityQueue;

/**
 * What will happen, ordered by time and, at one moment, by arrival. Also the clock: it moves when an event runs.
 *
 * <p>What happens soon, which is nearly everything, stands in a list for each millisecond; only what is further away has
 * to be sorted.
 */
public final class SimQueue {

    /** For how many milliseconds from now there are lists; a power of two. */
    private static final int NEAR_MILLIS = 1_024;

    private final Event[] first = new Event[NEAR_MILLIS];
    private final Event[] last = new Event[NEAR_MILLIS];
    private final PriorityQueue<Event> far = new PriorityQueue<>();
    private int nearCount;
    private long nowMillis;
    private long lastSequence;

    private static final class Event implements Comparable<Event> {
        private final long moment;
        private final long sequence;
        private final Runnable action;
        private Event next;

        Event(long moment, long sequence, Runnable action) {
            this.moment = moment;
            this.sequence = sequence;
            this.action = action;
        }

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
        Event event = new Event(Math.max(nowMillis, moment), ++lastSequence, action);
        if (event.moment - nowMillis < NEAR_MILLIS) {
            append(event);
        } else {
            far.add(event);
        }
    }

    /**
     * Lets the next thing happen.
     *
     * @param untilMillis the moment up to which time may pass
     * @return false when nothing was due; the clock then stands at that moment
     */
    public boolean runNext(long untilMillis) {
        long moment = nextMoment();
        if (moment > untilMillis) {
            moveTo(Math.max(nowMillis, untilMillis));
            return false;
        }
        moveTo(moment);
        poll(slot(moment)).run();
        return true;
    }

    private long nextMoment() {
        if (nearCount == 0) {
            return far.isEmpty() ? Long.MAX_VALUE : far.peek().moment;
        }
        long moment = nowMillis;
        while (first[slot(moment)] == null) {
            moment++;
        }
        return moment;
    }

    /** Time passes. What comes near is put into its list before anything that is planned from now on. */
    private void moveTo(long moment) {
        nowMillis = moment;
        while (!far.isEmpty() && far.peek().moment - moment < NEAR_MILLIS) {
            append(far.poll());
        }
    }

    private void append(Event event) {
        int slot = slot(event.moment);
        if (first[slot] == null) {
            first[slot] = event;
        } else {
            last[slot].next = event;
        }
        last[slot] = event;
        nearCount++;
    }

    private Runnable poll(int slot) {
        Event event = first[slot];
        first[slot] = event.next;
        nearCount--;
        return event.action;
    }

    private static int slot(long moment) {
        return (int) (moment & NEAR_MILLIS - 1);
    }
}
