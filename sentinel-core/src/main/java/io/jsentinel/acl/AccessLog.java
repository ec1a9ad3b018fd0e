package io.jsentinel.acl;

import io.jsentinel.resp.Resp;
import java.util.ArrayList;
import java.util.LinkedList;
import java.util.List;
import java.util.ListIterator;
import java.util.Locale;

/** What was denied lately, newest first. The same denial within a minute is counted instead of listed again. */
public final class AccessLog {

    /** How long the same denial counts as one, in milliseconds. */
    private static final long GROUPING_MILLIS = 60_000;

    /** How many of the newest entries are looked through for the same denial. */
    private static final int LOOKED_THROUGH = 10;

    /** The most that is kept of a name that a client sent. */
    private static final int MAX_TEXT = 1024;

    private final long maxEntries;
    private final boolean withTimestamps;
    private final LinkedList<Entry> entries = new LinkedList<>();
    private long nextId;

    /**
     * An empty log.
     *
     * @param maxEntries how many entries are kept; 0 for none
     * @param withTimestamps whether entries are shown with number and times, as from Redis 7.2 on
     */
    public AccessLog(long maxEntries, boolean withTimestamps) {
        this.maxEntries = maxEntries;
        this.withTimestamps = withTimestamps;
    }

    /**
     * What happened.
     *
     * @param denial what was denied
     * @param username whose right was missing, or with which name somebody tried to log in
     * @param client the line of CLIENT INFO about the connection
     */
    public record Incident(Denial denial, String username, String client) {}

    private record Entry(Incident incident, long id, long count, long createdMillis, long updatedMillis) {

        boolean isLike(Incident other) {
            return incident.denial().reason() == other.denial().reason()
                    && incident.denial().object().equals(other.denial().object())
                    && incident.username().equals(other.username());
        }
    }

    /**
     * Writes something down.
     *
     * @param nowMillis the time of day, Unix time
     */
    public void add(Incident incident, long nowMillis) {
        Denial denial = incident.denial();
        Incident kept = new Incident(
                new Denial(denial.reason(), cut(denial.object()), denial.position()),
                cut(incident.username()),
                incident.client());
        ListIterator<Entry> at = entries.listIterator();
        while (at.hasNext() && at.nextIndex() < LOOKED_THROUGH) {
            Entry entry = at.next();
            if (entry.isLike(kept) && nowMillis - entry.updatedMillis() <= GROUPING_MILLIS) {
                at.remove();
                entries.addFirst(new Entry(kept, entry.id(), entry.count() + 1, entry.createdMillis(), nowMillis));
                return;
            }
        }
        entries.addFirst(new Entry(kept, nextId++, 1, nowMillis, nowMillis));
        while (entries.size() > maxEntries) {
            entries.removeLast();
        }
    }

    /** Forgets all entries; their numbers go on. */
    public void clear() {
        entries.clear();
    }

    /** The newest entries, in the form of ACL LOG. */
    public Resp newest(long count, long nowMillis) {
        List<Resp> items = new ArrayList<>();
        entries.stream().limit(Math.max(0, count)).forEach(entry -> items.add(map(entry, nowMillis)));
        return new Resp.Array(items);
    }

    private Resp map(Entry entry, long nowMillis) {
        Incident incident = entry.incident();
        List<Resp> pairs = new ArrayList<>(List.of(
                Resp.bulk("count"),
                Resp.integer(entry.count()),
                Resp.bulk("reason"),
                Resp.bulk(incident.denial().reason().name().toLowerCase(Locale.ROOT)),
                Resp.bulk("context"),
                Resp.bulk("toplevel"),
                Resp.bulk("object"),
                Resp.bulk(incident.denial().object()),
                Resp.bulk("username"),
                Resp.bulk(incident.username()),
                Resp.bulk("age-seconds"),
                Resp.Fraction.ofThousandths(Math.max(0, nowMillis - entry.updatedMillis())),
                Resp.bulk("client-info"),
                Resp.bulk(incident.client())));
        if (withTimestamps) {
            pairs.addAll(List.of(
                    Resp.bulk("entry-id"),
                    Resp.integer(entry.id()),
                    Resp.bulk("timestamp-created"),
                    Resp.integer(entry.createdMillis()),
                    Resp.bulk("timestamp-last-updated"),
                    Resp.integer(entry.updatedMillis())));
        }
        return new Resp.Pairs(pairs);
    }

    private static String cut(String text) {
        return text.length() <= MAX_TEXT ? text : text.substring(0, MAX_TEXT);
    }
}
