package io.jsentinel.sim;

import io.jsentinel.event.Event;
import java.util.ArrayList;
import java.util.List;

/** All that sentinels announced, in order. */
public final class SimRecord {

    private final List<Entry> entries = new ArrayList<>();

    /** One event of one sentinel. */
    public record Entry(long millis, String sentinel, Event event) {

        boolean isOf(String channel) {
            return event.type().channel().equals(channel);
        }

        @Override
        public String toString() {
            return millis + " " + sentinel + " " + event;
        }
    }

    public void add(Entry entry) {
        entries.add(entry);
    }

    public int size() {
        return entries.size();
    }

    /** What was announced from an index on. */
    public List<Entry> since(int index) {
        return List.copyOf(entries.subList(index, entries.size()));
    }
}
