package io.jsentinel.watch;

import java.util.ArrayList;
import java.util.List;

/**
 * Who must look next: a heap, in which each entry knows its place, so that one whose moment changes is moved without a
 * search. With a thousand masters thousands of looks are planned every second.
 *
 * @param <T> who looks
 */
final class Agenda<T> {

    private static final int NOWHERE = -1;

    private final List<Entry<T>> heap = new ArrayList<>();

    /**
     * When somebody must look.
     *
     * @param <T> who looks
     */
    static final class Entry<T> {

        private final String name;
        private final T who;
        private long moment;
        private int place = NOWHERE;

        Entry(String name, T who) {
            this.name = name;
            this.who = who;
        }

        T who() {
            return who;
        }

        /** When; of no meaning while it is not planned. */
        long moment() {
            return moment;
        }

        /** The name decides between those of one moment, so that the order never depends on what was before. */
        private boolean isBefore(Entry<T> other) {
            return moment != other.moment ? moment < other.moment : name.compareTo(other.name) < 0;
        }
    }

    boolean isEmpty() {
        return heap.isEmpty();
    }

    /** The entry that comes first; there must be one. */
    Entry<T> first() {
        return heap.get(0);
    }

    /** An entry has this moment from now on. */
    void plan(Entry<T> entry, long moment) {
        if (entry.place == NOWHERE) {
            entry.moment = moment;
            entry.place = heap.size();
            heap.add(entry);
            rise(entry);
        } else if (moment < entry.moment) {
            entry.moment = moment;
            rise(entry);
        } else if (moment > entry.moment) {
            entry.moment = moment;
            sink(entry);
        }
    }

    /** An entry is not planned any more. */
    void remove(Entry<T> entry) {
        if (entry.place == NOWHERE) {
            return;
        }
        Entry<T> last = heap.remove(heap.size() - 1);
        if (last != entry) {
            last.place = entry.place;
            rise(last);
            sink(last);
        }
        entry.place = NOWHERE;
    }

    private void rise(Entry<T> entry) {
        int place = entry.place;
        while (place > 0 && entry.isBefore(heap.get(above(place)))) {
            put(heap.get(above(place)), place);
            place = above(place);
        }
        put(entry, place);
    }

    private void sink(Entry<T> entry) {
        int place = entry.place;
        int next = below(place);
        while (next < heap.size() && heap.get(next).isBefore(entry)) {
            put(heap.get(next), place);
            place = next;
            next = below(place);
        }
        put(entry, place);
    }

    private static int above(int place) {
        return (place - 1) / 2;
    }

    /** The one of the two below a place that comes first; beyond the end when there is none. */
    private int below(int place) {
        int left = 2 * place + 1;
        int right = left + 1;
        return right < heap.size() && heap.get(right).isBefore(heap.get(left)) ? right : left;
    }

    private void put(Entry<T> entry, int place) {
        heap.set(place, entry);
        entry.place = place;
    }
}
