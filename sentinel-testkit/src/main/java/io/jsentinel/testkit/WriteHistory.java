package io.jsentinel.testkit;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.OptionalLong;

/**
 * Which numbers a {@link CountingWriter} wrote with success, as runs: a run is an unbroken sequence over one
 * connection. So its size depends on the number of troubles, not on the number of writes. For several threads.
 */
final class WriteHistory {

    private static final int MAX_NAMED = 10;

    private final List<Run> runs = new ArrayList<>();
    private long lastNanos;
    private long longestGapNanos;

    /** An unbroken sequence of acknowledged writes; those up to {@code confirmed} were seen by every replica. */
    private static final class Run {
        private final int port;
        private final long firstNanos;
        private final int first;
        private int last;
        private int confirmed;
        private long lastNanos;

        private Run(int port, int number, long nanoTime) {
            this.port = port;
            this.first = number;
            this.last = number;
            this.confirmed = number - 1;
            this.firstNanos = nanoTime;
            this.lastNanos = nanoTime;
        }
    }

    /** The first write over a new connection was acknowledged. */
    synchronized void began(int port, int number, long nanoTime) {
        measure(nanoTime);
        runs.add(new Run(port, number, nanoTime));
    }

    /** The next write over the same connection was acknowledged. */
    synchronized void went(int number, long nanoTime) {
        measure(nanoTime);
        Run run = runs.get(runs.size() - 1);
        run.last = number;
        run.lastNanos = nanoTime;
    }

    private void measure(long nanoTime) {
        longestGapNanos = lastNanos == 0 ? 0 : Math.max(longestGapNanos, nanoTime - lastNanos);
        lastNanos = nanoTime;
    }

    /** The longest time between two acknowledged writes is measured anew from now on. */
    synchronized void markGap() {
        longestGapNanos = 0;
    }

    /** The longest time between two acknowledged writes since the mark, in nanoseconds; 0 before the second. */
    synchronized long longestGapNanos() {
        return longestGapNanos;
    }

    /** All acknowledged writes of the present connection have reached every replica. */
    synchronized void confirmed() {
        Run run = runs.get(runs.size() - 1);
        run.confirmed = run.last;
    }

    synchronized long acknowledgedCount() {
        return runs.stream().mapToLong(run -> run.last - run.first + 1L).sum();
    }

    synchronized long confirmedCount() {
        return runs.stream().mapToLong(run -> run.confirmed - run.first + 1L).sum();
    }

    /** When, at or after a moment, the first write was acknowledged by another port than this one. */
    synchronized OptionalLong firstElsewhereNanos(long sinceNanos, int port) {
        return runs.stream()
                .filter(run -> run.port != port && run.lastNanos - sinceNanos >= 0)
                .mapToLong(run -> sinceNanos + Math.max(0, run.firstNanos - sinceNanos))
                .findFirst();
    }

    /** The comparison of this history, as it is now, with the numbers that are stored. */
    synchronized WriteReport compareWith(BitSet stored) {
        long lostAcknowledged = 0;
        long lostConfirmed = 0;
        List<Integer> examples = new ArrayList<>();
        for (Run run : runs) {
            for (int n = stored.nextClearBit(run.first); n <= run.last; n = stored.nextClearBit(n + 1)) {
                lostAcknowledged++;
                if (n <= run.confirmed) {
                    lostConfirmed++;
                    if (examples.size() < MAX_NAMED) {
                        examples.add(n);
                    }
                }
            }
        }
        return new WriteReport(
                acknowledgedCount(), confirmedCount(), lostAcknowledged, lostConfirmed, List.copyOf(examples));
    }

    /** A history that keeps what this one holds now. */
    synchronized WriteHistory copy() {
        WriteHistory copy = new WriteHistory();
        for (Run run : runs) {
            Run twin = new Run(run.port, run.first, run.firstNanos);
            twin.last = run.last;
            twin.lastNanos = run.lastNanos;
            twin.confirmed = run.confirmed;
            copy.runs.add(twin);
        }
        return copy;
    }
}
