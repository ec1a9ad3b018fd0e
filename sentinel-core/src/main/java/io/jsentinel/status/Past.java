package io.jsentinel.status;

import io.jsentinel.event.EventType;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What happened since the start of this process.
 *
 * @param failovers the last attempts and changes of a master's address, the oldest first; at most
 *     {@value Chronicle#MAX_EPISODES}
 * @param totals what they sum up to, for each master that is monitored
 * @param events how often each event was announced; those that never were are not in it
 * @param votes how often our vote was given
 */
public record Past(
        List<Episode> failovers, Map<String, FailoverTotals> totals, Map<EventType, Long> events, Votes votes) {

    /** Nothing has happened. */
    public static final Past NOTHING =
            new Past(List.of(), Collections.emptyMap(), new EnumMap<>(EventType.class), new Votes(0, 0));

    /**
     * Votes that we gave.
     *
     * @param toOurselves how many attempts of ours had our own
     * @param toOthers how many another sentinel had
     */
    public record Votes(long toOurselves, long toOthers) {}
}
