package io.jsentinel.watch;

import io.jsentinel.event.EventType.Level;
import io.jsentinel.failover.Switchover;
import io.jsentinel.failover.Switchover.Obstacle;
import io.jsentinel.step.Effect;
import io.jsentinel.step.Input;
import io.jsentinel.step.Outbox;
import io.jsentinel.topology.Master;
import io.jsentinel.topology.Self;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What is finished before this process ends: a master beside us, which ends with us, hands over to a replica; and a
 * failover that we lead is led to its end, since nobody else knows how far it is.
 */
public final class Drain {

    /** The pause after an attempt that came to nothing, and may come to something the next time. */
    static final long RETRY_MILLIS = 500;

    /** The least time in which it is worth to begin. */
    static final long LEAST_MILLIS = 200;

    private final Self self;
    private final Watches watches;
    private final List<String> handedOver = new ArrayList<>();
    private final Set<String> hopeless = new LinkedHashSet<>();
    private Optional<Input.Drain> running = Optional.empty();
    private long endMillis;
    private long nextTryMillis;
    private long nextLookMillis;

    public Drain(Self self, Watches watches) {
        this.self = self;
        this.watches = watches;
    }

    /** The end was announced; only the first announcement counts while it is being worked on. */
    public void begin(Input.Drain input, Outbox out) {
        self.leaves();
        if (running.isEmpty()) {
            running = Optional.of(input);
            endMillis = out.nowMillis() + input.budgetMillis();
            nextTryMillis = out.nowMillis();
            handedOver.clear();
            hopeless.clear();
        }
    }

    /** Goes on with what is left to do, and answers when nothing is, or when the time is up. */
    public void advance(Outbox out) {
        if (running.isEmpty()) {
            return;
        }
        nextLookMillis = endMillis;
        boolean late = out.nowMillis() >= endMillis;
        boolean busy = false;
        List<String> left = new ArrayList<>();
        for (Watch watch : watches.all()) {
            if (!watch.failover().isSafeToLeave(out)) {
                busy = true;
                nextTryMillis = out.nowMillis() + RETRY_MILLIS;
                left.add("the failover of " + watch.master().name() + " is not over");
            } else if (isBesideUs(watch) && !hopeless.contains(watch.master().name())) {
                boolean hope = handOver(watch, out);
                busy |= hope;
                if (hope) {
                    left.add(watch.master().name() + " has not handed over");
                }
            }
        }
        if (!busy || late) {
            left.addAll(
                    hopeless.stream().map(name -> name + " cannot hand over").toList());
            finish(left, out);
        }
    }

    /** Whether the server that clients are sent to now is the one that ends with us. */
    private boolean isBesideUs(Watch watch) {
        Master master = watch.master();
        return !watch.failover().state().isPromoted()
                && running.orElseThrow().local().stream().anyMatch(master.location()::isAt);
    }

    /** Begins to hand over when it is time to; false when there is no hope. */
    private boolean handOver(Watch watch, Outbox out) {
        if (out.nowMillis() < nextTryMillis) {
            nextLookMillis = Math.min(nextLookMillis, nextTryMillis);
            return true;
        }
        nextTryMillis = out.nowMillis() + RETRY_MILLIS;
        long left = endMillis - out.nowMillis();
        if (left < LEAST_MILLIS) {
            return true;
        }
        long timeout = Math.min(left - LEAST_MILLIS / 2, Switchover.DEFAULT_TIMEOUT_MILLIS);
        Optional<Switchover.Refusal> refusal =
                watch.switchover().begin(new Switchover.Wish(true, Optional.empty(), timeout), out);
        watches.touch(watch, out);
        String name = watch.master().name();
        if (refusal.isEmpty()) {
            handedOver.remove(name);
            handedOver.add(name);
            out.log(Level.NOTICE, "The master " + name + " beside us hands over before we end");
            return true;
        }
        out.log(
                Level.WARNING,
                "The master " + name + " beside us does not hand over: "
                        + refusal.get().words());
        nextLookMillis = Math.min(nextLookMillis, nextTryMillis);
        boolean hope = refusal.get().obstacle() == Obstacle.IN_PROGRESS;
        if (!hope) {
            hopeless.add(name);
        }
        return hope;
    }

    private void finish(List<String> left, Outbox out) {
        running = Optional.empty();
        String outcome = !left.isEmpty()
                ? String.join("; ", left)
                : handedOver.isEmpty() ? "nothing is left to do" : String.join(", ", handedOver) + " handed over";
        out.log(left.isEmpty() ? Level.NOTICE : Level.WARNING, "Ready to end: " + outcome);
        out.add(new Effect.Drained(left.isEmpty(), outcome));
    }

    /** When this must go on at the latest. */
    public long nextLookMillis() {
        return running.isEmpty() ? Long.MAX_VALUE : nextLookMillis;
    }
}
