package io.jsentinel.server;

import io.jsentinel.server.metrics.Distribution;
import io.netty.channel.EventLoop;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Wakes somebody once, at the earliest of the moments that were asked for since the last time. On the event loop. */
final class WakeTimer {

    private final EventLoop loop;
    private final LongSupplier nowMillis;
    private final Runnable sleeper;
    private final Distribution lateness = new Distribution(Distribution.USUAL_BOUNDS);

    private long wakeMillis = Long.MAX_VALUE;
    private Future<?> wake;

    /**
     * A timer that is not set.
     *
     * @param nowMillis the clock that moments are told by
     * @param sleeper called on the loop
     */
    WakeTimer(EventLoop loop, LongSupplier nowMillis, Runnable sleeper) {
        this.loop = loop;
        this.nowMillis = nowMillis;
        this.sleeper = sleeper;
    }

    /**
     * Plans to wake at a moment. Waking too early costs a step without work, so a moment later than the one planned
     * changes nothing.
     *
     * @param moment by the clock, in milliseconds; one that is past means soon
     */
    void wakeAt(long moment) {
        if (moment >= wakeMillis) {
            return;
        }
        cancel();
        wakeMillis = moment;
        long delay = Math.max(0, moment - nowMillis.getAsLong());
        wake = loop.schedule(this::woke, delay, TimeUnit.MILLISECONDS);
    }

    /** Wakes nobody until the next moment is asked for. */
    void cancel() {
        if (wake != null) {
            wake.cancel(false);
        }
        wakeMillis = Long.MAX_VALUE;
    }

    /** How late it woke, since the start. */
    Distribution.Sample lateness() {
        return lateness.sample();
    }

    private void woke() {
        wake = null;
        lateness.add(Math.max(0, nowMillis.getAsLong() - wakeMillis));
        wakeMillis = Long.MAX_VALUE;
        sleeper.run();
    }
}
