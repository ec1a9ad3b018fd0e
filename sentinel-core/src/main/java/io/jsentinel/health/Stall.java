package io.jsentinel.health;

import io.jsentinel.event.EventType;
import io.jsentinel.step.Outbox;
import io.jsentinel.topology.Self;

/**
 * Whether we may trust our own picture: when this process did not run for a while, silence of others proves nothing.
 *
 * <p>A short stall only stops the clocks of those who owe us an answer. A long one is a tilt, as in Redis, but it
 * ends as soon as everybody had the time to answer a fresh ping.
 */
public final class Stall {

    /** The least lateness that counts at all; timers and schedulers are never exact. */
    static final long NOTICED_MILLIS = 100;

    private final Self self;
    private boolean tilted;
    private long tiltedMillis;

    public Stall(Self self) {
        this.self = self;
    }

    /**
     * How long we did not look though we should have; that time does not count against others.
     *
     * @param promisedMillis when the last step asked to be woken
     * @return the lateness of this step when it is long enough to matter, else 0
     */
    public long lateMillis(long promisedMillis, Outbox out) {
        long late = promisedMillis > out.nowMillis() ? 0 : out.nowMillis() - promisedMillis;
        if (late == 0) {
            return 0;
        }
        if (late > self.timing().tiltTriggerMillis()) {
            tilted = true;
            tiltedMillis = out.nowMillis();
            out.announce(EventType.TILT, "#tilt mode entered");
        }
        return late > NOTICED_MILLIS ? late : 0;
    }

    /** Ends a tilt when everybody had the time to answer. */
    public void end(Outbox out) {
        if (tilted && out.nowMillis() >= endMillis()) {
            tilted = false;
            out.announce(EventType.TILT_ENDED, "#tilt mode exited");
        }
    }

    /** Whether everything that was seen before this step is worthless. */
    public boolean tiltsNow(Outbox out) {
        return tilted && tiltedMillis == out.nowMillis();
    }

    /** When a tilt ends. */
    public long endMillis() {
        return tiltedMillis
                + Math.min(self.timing().tiltPeriodMillis(), self.timing().pingPeriodMillis());
    }

    /** Whether our picture is worthless at the moment. */
    public boolean isTilted() {
        return tilted;
    }

    /** When our picture became worthless; only while {@link #isTilted()}. */
    public long tiltedMillis() {
        return tiltedMillis;
    }
}
