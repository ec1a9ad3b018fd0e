package io.jsentinel.status;

import io.jsentinel.address.Endpoint;
import io.jsentinel.event.Event;
import io.jsentinel.event.EventType;
import io.jsentinel.status.FailoverRecord.Reason;
import io.jsentinel.status.FailoverRecord.Result;
import io.jsentinel.topology.Master;
import io.jsentinel.watch.Watch;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/** What happened since the start, written down as the events are announced. It decides nothing. */
public final class Chronicle {

    /** How many failovers are remembered one by one; older ones only count in the totals. */
    public static final int MAX_RECORDS = 64;

    private final Function<String, Optional<Watch>> watches;
    private final EnumMap<EventType, Long> events = new EnumMap<>(EventType.class);
    private final ArrayDeque<FailoverRecord> records = new ArrayDeque<>();
    private final TreeMap<String, Attempt> attempts = new TreeMap<>();
    private final TreeMap<String, RunningTotals> totals = new TreeMap<>();
    private long lastNumber;
    private long votesToOurselves;
    private long votesToOthers;
    private String ownRunId = "";

    /**
     * Nothing has happened yet.
     *
     * @param watches finds what is monitored by its name
     */
    public Chronicle(Function<String, Optional<Watch>> watches) {
        this.watches = watches;
    }

    /** Who we are, to tell votes for ourselves from others. */
    public void ownRunId(String runId) {
        ownRunId = runId;
    }

    /**
     * An event is being announced.
     *
     * @param event what
     * @param subject the master that it is about; nothing when it is about ourselves
     * @param nowMillis when
     */
    public void observe(Event event, Optional<Master> subject, long nowMillis) {
        events.merge(event.type(), 1L, Long::sum);
        if (event.type() == EventType.VOTE_FOR_LEADER) {
            countVote(event.payload());
        }
        subject.ifPresent(master -> observe(event, master, nowMillis));
    }

    private void countVote(String payload) {
        if (payload.startsWith(ownRunId + " ")) {
            votesToOurselves++;
        } else {
            votesToOthers++;
        }
    }

    private void observe(Event event, Master master, long nowMillis) {
        Optional<Attempt> attempt = Optional.ofNullable(attempts.get(master.name()));
        switch (event.type()) {
            case TRY_FAILOVER -> {
                attempt.ifPresent(old -> end(old, Result.FORGOTTEN, nowMillis));
                watches.apply(master.name())
                        .ifPresent(watch -> attempts.put(master.name(), new Attempt(watch, nowMillis)));
            }
            case ELECTED_LEADER -> attempt.ifPresent(a -> a.elected(nowMillis));
            case SELECTED_SLAVE -> attempt.ifPresent(a -> a.selected(nowMillis));
            case PROMOTED_SLAVE -> attempt.ifPresent(a -> a.promoted(nowMillis));
            case FAILOVER_ABORT_NOT_ELECTED -> attempt.ifPresent(a -> end(a, Result.NOT_ELECTED, nowMillis));
            case FAILOVER_ABORT_NO_GOOD_SLAVE -> attempt.ifPresent(a -> end(a, Result.NO_GOOD_REPLICA, nowMillis));
            case FAILOVER_ABORT_SLAVE_TIMEOUT -> attempt.ifPresent(a -> end(a, Result.NOT_PROMOTED, nowMillis));
            case RESET_MASTER -> attempt.ifPresent(a -> end(a, Result.FORGOTTEN, nowMillis));
            case MONITOR_ENDED -> forget(master.name());
            case SWITCH_MASTER -> switched(event, master, nowMillis);
            default -> {
                // It counts, and is no part of a failover.
            }
        }
    }

    private void switched(Event event, Master master, long nowMillis) {
        Attempt attempt = attempts.get(master.name());
        if (attempt != null && attempt.isPromoted()) {
            end(attempt, Result.SWITCHED, nowMillis);
            return;
        }
        if (attempt != null) {
            end(attempt, Result.FORGOTTEN, nowMillis);
        }
        add(new FailoverRecord(
                ++lastNumber,
                master.name(),
                Reason.ELSEWHERE,
                Result.SWITCHED,
                false,
                master.configEpoch(),
                master.endpoint(),
                newAddress(event.payload()),
                nowMillis,
                nowMillis,
                Collections.emptyMap(),
                Optional.empty()));
    }

    /** The last two words of {@code name ip port ip port}. */
    private static Optional<Endpoint> newAddress(String payload) {
        String[] words = payload.split(" ");
        if (words.length < 5 || !words[words.length - 1].matches("[0-9]{1,5}")) {
            return Optional.empty();
        }
        return Optional.of(new Endpoint(words[words.length - 2], Integer.parseInt(words[words.length - 1])));
    }

    private void end(Attempt attempt, Result result, long nowMillis) {
        attempts.remove(attempt.masterName());
        add(attempt.record(++lastNumber, result, nowMillis));
    }

    private void add(FailoverRecord ended) {
        records.add(ended);
        if (records.size() > MAX_RECORDS) {
            records.remove();
        }
        totals.computeIfAbsent(ended.masterName(), name -> new RunningTotals()).add(ended);
    }

    private void forget(String masterName) {
        attempts.remove(masterName);
        totals.remove(masterName);
    }

    /** Everything up to now. */
    public Past past() {
        TreeMap<String, FailoverTotals> sums = new TreeMap<>();
        totals.forEach((name, running) -> sums.put(name, running.sums()));
        return new Past(
                List.copyOf(records),
                Collections.unmodifiableMap(sums),
                Collections.unmodifiableMap(new EnumMap<>(events)),
                new Past.Votes(votesToOurselves, votesToOthers));
    }
}
