package io.jsentinel.failover;

import io.jsentinel.address.Endpoint;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** The failovers of one master that we tried to lead since our start: how many, and the newest of them in full. */
public final class FailoverLog {

    /** How many are kept in full. */
    static final int MAX_RECORDS = 64;

    private final ArrayDeque<FailoverRecord> records = new ArrayDeque<>();
    private final TreeMap<Kind, Long> counts = new TreeMap<>();
    private long total;
    private final List<FailoverRecord.Phase> phases = new ArrayList<>();
    private Optional<Beginning> running = Optional.empty();
    private FailoverState state = FailoverState.NONE;
    private long sinceMillis;

    /**
     * What is counted together.
     *
     * @param reason why they were led
     * @param result what came of them
     */
    public record Kind(FailoverReason reason, FailoverRecord.Result result) implements Comparable<Kind> {
        @Override
        public int compareTo(Kind other) {
            int byReason = reason.compareTo(other.reason);
            return byReason != 0 ? byReason : result.compareTo(other.result);
        }
    }

    private record Beginning(FailoverReason reason, long epoch, long millis, Endpoint from) {}

    /** One begins. */
    void began(FailoverReason reason, long epoch, Endpoint from, long nowMillis) {
        running = Optional.of(new Beginning(reason, epoch, nowMillis, from));
        phases.clear();
        state = FailoverState.NONE;
    }

    /** The one that runs goes on for another reason. */
    void turned(FailoverReason reason) {
        running = running.map(b -> new Beginning(reason, b.epoch(), b.millis(), b.from()));
    }

    /** The one that runs is in another state from now on. */
    void entered(FailoverState next, long nowMillis) {
        closePhase(nowMillis);
        state = next;
        sinceMillis = nowMillis;
    }

    /** The one that runs is over; nothing happens when none runs. */
    void ended(FailoverRecord.Result result, String why, Optional<Endpoint> to, long nowMillis) {
        if (running.isEmpty()) {
            return;
        }
        closePhase(nowMillis);
        Beginning began = running.get();
        running = Optional.empty();
        if (records.size() == MAX_RECORDS) {
            records.removeFirst();
        }
        records.add(new FailoverRecord(
                began.reason(), began.epoch(), began.millis(), phases, result, why, began.from(), to));
        counts.merge(new Kind(began.reason(), result), 1L, Long::sum);
        total++;
    }

    private void closePhase(long nowMillis) {
        if (state != FailoverState.NONE) {
            phases.add(new FailoverRecord.Phase(state, Math.max(0, nowMillis - sinceMillis)));
        }
        state = FailoverState.NONE;
    }

    /** The newest ones, the oldest of them first; at most {@value #MAX_RECORDS}. */
    public List<FailoverRecord> records() {
        return List.copyOf(records);
    }

    /** How many have ended since our start. */
    public long total() {
        return total;
    }

    /** How many there were of each kind since our start; kinds that never were are absent. */
    public SortedMap<Kind, Long> counts() {
        return Collections.unmodifiableSortedMap(counts);
    }
}
