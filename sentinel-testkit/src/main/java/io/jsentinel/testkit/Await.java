package io.jsentinel.testkit;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * A bounded wait for a condition. It looks again every few milliseconds; a look that throws counts as "not yet", so
 * that a node that is just starting needs no care by the caller. A wait that ends in vain throws {@link TimedOut},
 * which tells what was waited for, what was seen last, and whatever {@link #showing} adds.
 */
public final class Await {

    private static final long PAUSE_NANOS = 5_000_000;

    private final Duration bound;
    private final Supplier<String> context;

    private Await(Duration bound, Supplier<String> context) {
        this.bound = bound;
        this.context = context;
    }

    /** A wait of at most {@code bound}. */
    public static Await atMost(Duration bound) {
        return new Await(bound, () -> "");
    }

    /** The same wait whose failure also shows this text, for example the tail of a log. */
    public Await showing(Supplier<String> moreContext) {
        return new Await(bound, moreContext);
    }

    /** Waits until the condition holds. {@code description} completes the sentence "waited in vain until ...". */
    public void until(String description, BooleanSupplier condition) {
        until(description, condition::getAsBoolean, seen -> seen);
    }

    /** Waits until a look shows what is wanted, and returns that. */
    public <T> T until(String description, Supplier<T> look, Predicate<? super T> wanted) {
        long startNanos = System.nanoTime();
        Object lastSeen = null;
        do {
            try {
                T seen = look.get();
                if (wanted.test(seen)) {
                    return seen;
                }
                lastSeen = seen;
            } catch (RuntimeException e) {
                lastSeen = e;
            }
            pause(description);
        } while (System.nanoTime() - startNanos < bound.toNanos());
        throw new TimedOut("waited " + bound.toMillis() + " ms in vain until " + description + "; last seen: "
                + lastSeen + context());
    }

    private String context() {
        String text = context.get();
        return text.isEmpty() ? "" : System.lineSeparator() + text;
    }

    private static void pause(String description) {
        LockSupport.parkNanos(PAUSE_NANOS);
        if (Thread.currentThread().isInterrupted()) {
            throw new TimedOut("interrupted while waiting until " + description);
        }
    }

    /** The end of a wait in vain. */
    public static final class TimedOut extends RuntimeException {

        private static final long serialVersionUID = 1;

        TimedOut(String message) {
            super(message);
        }
    }
}
