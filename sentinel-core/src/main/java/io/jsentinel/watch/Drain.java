package io.jsentinel.watch;

import io.jsentinel.event.EventType.Level;
import io.jsentinel.failover.Failover;
import io.jsentinel.step.Effect;
import io.jsentinel.step.Input;
import io.jsentinel.step.Outbox;
import io.jsentinel.topology.Self;
import java.util.Optional;

/**
 * What is finished before this process ends: a failover that we lead is led to its end, since nobody else knows how far
 * it is.
 */
public final class Drain {

    private final Self self;
    private final Watches watches;
    private Optional<Input.Drain> running = Optional.empty();
    private long endMillis;

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
        }
    }

    /** Goes on with what is left to do, and answers when nothing is, or when the time is up. */
    public void advance(Outbox out) {
        if (running.isEmpty()) {
            return;
        }
        Optional<Watch> busy = watches.all().stream()
                .filter(watch -> isAtRisk(watch.failover()))
                .findFirst();
        if (busy.isEmpty()) {
            finish(true, "nothing is left to do", out);
        } else if (out.nowMillis() >= endMillis) {
            finish(false, "the failover of " + busy.get().master().name() + " is not over", out);
        }
    }

    /** Once a replica is known to be the master, others finish what we leave. */
    private static boolean isAtRisk(Failover failover) {
        return failover.isInProgress() && !failover.state().isPromoted();
    }

    private void finish(boolean complete, String outcome, Outbox out) {
        running = Optional.empty();
        out.log(Level.NOTICE, "Ready to end: " + outcome);
        out.add(new Effect.Drained(complete, outcome));
    }

    /** When this must go on at the latest. */
    public long nextLookMillis() {
        return running.isPresent() ? endMillis : Long.MAX_VALUE;
    }
}
