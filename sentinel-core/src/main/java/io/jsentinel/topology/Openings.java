package io.jsentinel.topology;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * The connections that are being made. So many are begun at once as are quickly dealt with: a daemon that begins thousands
 * together has nothing else to do for seconds, and its own answers come too late for others.
 */
public final class Openings {

    /** How many are begun at once. */
    static final int MOST = 64;

    /** Whoever has not answered by then costs us nothing more: it takes nobody's place. */
    static final long BUSY_MILLIS = 100;

    /** When each was begun, in that order, by the number of its link. */
    private final Map<Long, Long> begun = new LinkedHashMap<>();

    /** When the links were begun that do not stand and were first tried not long ago, in that order, by their numbers. */
    private final Map<Long, Long> sought = new LinkedHashMap<>();

    /** The links that have not stood for longer. */
    private final Set<Long> longSought = new LinkedHashSet<>();

    Openings() {}

    void began(long number, long nowMillis) {
        begun.remove(number);
        begun.put(number, nowMillis);
        if (!longSought.contains(number)) {
            sought.putIfAbsent(number, nowMillis);
        }
    }

    void stands(long number) {
        left(number);
    }

    /** Nobody needs that link any more. */
    void left(long number) {
        ended(number);
        sought.remove(number);
        longSought.remove(number);
    }

    void ended(long number) {
        begun.remove(number);
    }

    /** How many do not stand that were first tried since a moment: they were lost together, or are new. */
    int soughtSince(long millis) {
        Iterator<Map.Entry<Long, Long>> oldest = sought.entrySet().iterator();
        while (oldest.hasNext()) {
            Map.Entry<Long, Long> first = oldest.next();
            if (first.getValue() >= millis) {
                break;
            }
            longSought.add(first.getKey());
            oldest.remove();
        }
        return sought.size();
    }

    /** How many were tried and do not stand. */
    int missing() {
        return sought.size() + longSought.size();
    }

    /**
     * How many more may be begun.
     *
     * @param heardUntilMillis until when all that came was heard: an answer may have come that is not read yet
     */
    public int room(long heardUntilMillis) {
        Iterator<Long> oldest = begun.values().iterator();
        while (oldest.hasNext() && oldest.next() + BUSY_MILLIS <= heardUntilMillis) {
            oldest.remove();
        }
        return Math.max(0, MOST - begun.size());
    }
}
