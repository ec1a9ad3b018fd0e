package io.jsentinel.server.net;

import io.jsentinel.command.CommandSpec;
import java.util.concurrent.TimeUnit;

/** The pause that CLIENT PAUSE ordered for all clients. Used by the event loop only. */
final class Pause {

    /** Longer is for ever. */
    private static final long MAX_NANOS = TimeUnit.DAYS.toNanos(36_500);

    private boolean pending;
    private boolean everything;
    private long endNanos;

    /**
     * Begins a pause, or makes the present one longer and stricter, never the opposite.
     *
     * @param millis how long
     * @param all whether every command waits, or only what would write: here that is PUBLISH
     * @return how long it lasts from now, in nanoseconds
     */
    long begin(long millis, boolean all, long nowNanos) {
        long end = nowNanos + Math.min(TimeUnit.MILLISECONDS.toNanos(millis), MAX_NANOS);
        boolean inForce = isOn(nowNanos);
        endNanos = inForce && endNanos - end > 0 ? endNanos : end;
        everything = all || inForce && everything;
        pending = true;
        return endNanos - nowNanos;
    }

    /** Ends it. */
    void end() {
        pending = false;
    }

    /** Whether a command must wait. */
    boolean holds(CommandSpec command, long nowNanos) {
        return isOn(nowNanos) && (everything || command.fullName().equals("publish"));
    }

    private boolean isOn(long nowNanos) {
        return pending && endNanos - nowNanos > 0;
    }
}
