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

    /** The links that were begun and do not stand, by their numbers. */
    private final Set<Long> sought = new LinkedHashSet<>();

    Openings() {}

    void began(long number, long nowMillis) {
        begun.remove(number);
        begun.put(number, nowMillis);
        sought.add(number);
    }

    void stands(long number) {
        ended(number);
        sought.remove(number);
    }

    /** Nobody needs that link any more. */
    void left(long number) {
        ended(number);
        sought.remove(number);
    }

    void ended(long number) {
        begun.remove(number);
    }

    /** How many were begun, in whatever time, and do not stand. */
    int sought() {
        return sought.size();
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
