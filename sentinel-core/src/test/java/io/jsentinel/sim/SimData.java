package io.jsentinel.sim;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The writes that a simulated server holds, in the order of their offsets. */
public final class SimData {

    /** How many bytes of the history a write takes. */
    public static final long WRITE_BYTES = 30;

    private final List<Write> writes;

    /** One write: who made it knows it by its number. */
    public record Write(int number, long offset, long millis) {}

    public SimData() {
        this(List.of());
    }

    private SimData(List<Write> writes) {
        this.writes = new ArrayList<>(writes);
    }

    /** A write was carried out. */
    public void add(int number, long offset, long nowMillis) {
        writes.add(new Write(number, offset, nowMillis));
    }

    /** The same up to an offset. */
    public SimData upTo(long offset) {
        return new SimData(writes.stream().filter(w -> w.offset() <= offset).toList());
    }

    /** How many bytes were written after a moment. */
    public long bytesAfter(long millis) {
        long bytes = 0;
        for (int i = writes.size() - 1; i >= 0 && writes.get(i).millis() > millis; i--) {
            bytes += WRITE_BYTES;
        }
        return bytes;
    }

    /** The numbers of all writes. */
    public Set<Integer> numbers() {
        Set<Integer> numbers = new LinkedHashSet<>();
        writes.forEach(w -> numbers.add(w.number()));
        return numbers;
    }
}
