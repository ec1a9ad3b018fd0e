package io.jsentinel.status;

import io.jsentinel.address.Endpoint;
import io.jsentinel.event.Event;
import io.jsentinel.event.EventType;
import io.jsentinel.failover.FailoverLog;
import io.jsentinel.failover.FailoverRecord;
import io.jsentinel.failover.FailoverRecord.Result;
import io.jsentinel.topology.Master;
import io.jsentinel.watch.Watch;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/** What happened since the start, written down as the events are announced. It decides nothing. */
public final class Chronicle {

    /** How many failovers are remembered one by one; older ones only count in the totals. */
    public static final int MAX_EPISODES = 64;

    private final Function<String, Optional<Watch>> watches;
    private final EnumMap<EventType, Long> events = new EnumMap<>(EventType.class);
    private final ArrayDeque<Episode> episodes = new ArrayDeque<>();
    private final TreeMap<String, Prelude> preludes = new TreeMap<>();
    private final TreeMap<String, Long> collected = new TreeMap<>();
    private final TreeSet<String> touched = new TreeSet<>();
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
        touched.add(master.name());
        switch (event.type()) {
            case TRY_FAILOVER -> preludes.put(master.name(), Prelude.of(master, nowMillis));
            case SELECTED_SLAVE -> chosen(master);
            case SWITCH_MASTER -> switched(event, master, nowMillis);
            case MONITOR_ENDED -> forget(master.name());
            default -> {
                // It counts, and says nothing about a failover that its own record will not say.
            }
        }
    }

    private void chosen(Master master) {
        Prelude prelude = preludes.getOrDefault(master.name(), Prelude.NONE);
        watches.apply(master.name())
                .flatMap(watch -> watch.failover().promoted())
                .ifPresent(replica -> preludes.put(master.name(), prelude.withChosen(replica, master)));
    }

    /** A failover of ours has a record of its own; of others' we only see the outcome. */
    private void switched(Event event, Master master, long nowMillis) {
        boolean ours = watches.apply(master.name())
                .filter(watch -> watch.failover().state().isPromoted())
                .isPresent();
        if (!ours) {
            add(new Episode(
                    ++lastNumber,
                    master.name(),
                    Optional.empty(),
                    Result.DONE,
                    "",
                    master.configEpoch(),
                    master.endpoint(),
                    newAddress(event.payload()),
                    nowMillis,
                    nowMillis,
                    Collections.emptyMap(),
                    Optional.empty()));
        }
    }

    /** A step is over: the failovers that ended in it are written down. */
    public void stepEnded() {
        if (!touched.isEmpty()) {
            touched.forEach(name -> watches.apply(name).ifPresent(this::collect));
            touched.clear();
        }
    }

    private void collect(Watch watch) {
        String name = watch.master().name();
        FailoverLog log = watch.failover().log();
        long before = collected.getOrDefault(name, 0L);
        if (log.total() == before) {
            return;
        }
        List<FailoverRecord> records = log.records();
        long news = Math.min(log.total() - before, records.size());
        collected.put(name, log.total());
        for (FailoverRecord record : records.subList(records.size() - (int) news, records.size())) {
            Prelude prelude = preludes.remove(name);
            add(Episode.led(++lastNumber, name, record, prelude == null ? Prelude.NONE : prelude));
        }
    }

    /** The last two words of {@code name ip port ip port}. */
    private static Optional<Endpoint> newAddress(String payload) {
        String[] words = payload.split(" ");
        if (words.length < 5 || !words[words.length - 1].matches("[0-9]{1,5}")) {
            return Optional.empty();
        }
        return Optional.of(new Endpoint(words[words.length - 2], Integer.parseInt(words[words.length - 1])));
    }

    private void add(Episode ended) {
        episodes.add(ended);
        if (episodes.size() > MAX_EPISODES) {
            episodes.remove();
        }
        totals.computeIfAbsent(ended.masterName(), name -> new RunningTotals()).add(ended);
    }

    private void forget(String masterName) {
        preludes.remove(masterName);
        collected.remove(masterName);
        totals.remove(masterName);
    }

    /** Everything up to now. */
    public Past past() {
        TreeMap<String, FailoverTotals> sums = new TreeMap<>();
        totals.forEach((name, running) -> sums.put(name, running.sums()));
        return new Past(
                List.copyOf(episodes),
                Collections.unmodifiableMap(sums),
                Collections.unmodifiableMap(new EnumMap<>(events)),
                new Past.Votes(votesToOurselves, votesToOthers));
    }
}
