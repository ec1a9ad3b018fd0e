package io.jsentinel.cli.sandbox;

import io.jsentinel.testkit.CountingWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;

/**
 * How far the sentinels have come with the failover after a fault, in durations since the fault; what has not
 * happened yet is absent. The longest time between two writes is counted since an order.
 */
record Failover(
        Fault fault,
        OptionalLong sdownNanos,
        OptionalLong odownNanos,
        OptionalLong leaderNanos,
        OptionalLong switchNanos,
        OptionalLong writeNanos,
        Duration longestGap) {

    /** What is known now. */
    static Failover after(Fault fault, EventFeed events, CountingWriter writer) {
        return new Failover(
                fault,
                since(fault, events.firstNanos("+sdown", fault.nanoTime())),
                since(fault, events.firstNanos("+odown", fault.nanoTime())),
                since(fault, events.firstNanos("+elected-leader", fault.nanoTime())),
                since(fault, events.firstNanos("+switch-master", fault.nanoTime())),
                since(fault, writer.firstWriteElsewhereNanos(fault.nanoTime(), fault.port())),
                writer.longestGap());
    }

    private static OptionalLong since(Fault fault, OptionalLong nanoTime) {
        return nanoTime.isPresent() ? OptionalLong.of(nanoTime.getAsLong() - fault.nanoTime()) : nanoTime;
    }

    /** Whether another master accepts writes and has been announced. */
    boolean isComplete() {
        return switchNanos.isPresent() && writeNanos.isPresent();
    }

    /** The time without a master that accepts writes. @throws java.util.NoSuchElementException before the first write */
    long gapMillis() {
        return fault.isOrder() ? longestGap.toMillis() : millis(writeNanos.orElseThrow());
    }

    /** What happened when, in milliseconds after the fault. */
    String parts() {
        List<String> parts = new ArrayList<>();
        // Whoever is only told to hand over is never seen down.
        add(parts, "+sdown", sdownNanos);
        add(parts, "+odown", odownNanos);
        add(parts, "+elected-leader", leaderNanos);
        add(parts, "+switch-master", switchNanos);
        add(parts, "first write", writeNanos);
        return String.join(", ", parts);
    }

    private void add(List<String> parts, String what, OptionalLong nanos) {
        if (nanos.isPresent()) {
            parts.add(what + " " + millis(nanos.getAsLong()) + " ms");
        } else if (!isComplete()) {
            parts.add(what + " not yet");
        }
    }

    /** A duration as people read it. */
    static String seconds(long millis) {
        return String.format(Locale.ROOT, "%.3f s", millis / 1e3);
    }

    private static long millis(long nanos) {
        return nanos / 1_000_000;
    }
}
