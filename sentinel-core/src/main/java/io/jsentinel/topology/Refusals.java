package io.jsentinel.topology;

/**
 * Connections to a master that were refused, one after the other without any other outcome between them: nobody listens at
 * its address though its host is well.
 */
public final class Refusals {

    private long firstMillis = Times.NEVER;
    private long lastMillis = Times.NEVER;

    /** Another one was refused. */
    public void refused(long nowMillis) {
        if (firstMillis == Times.NEVER) {
            firstMillis = nowMillis;
        }
        lastMillis = nowMillis;
    }

    /** A connection stood, or failed in another way: what was refused before counts no more. */
    public void ended() {
        firstMillis = Times.NEVER;
        lastMillis = Times.NEVER;
    }

    /** We ourselves did not look for a while: that does not count as time in which nobody listened. */
    void forgive(long lateMillis) {
        firstMillis += firstMillis == Times.NEVER ? 0 : lateMillis;
        lastMillis += lastMillis == Times.NEVER ? 0 : lateMillis;
    }

    /** Whether the newest attempt was refused. */
    public boolean isGoingOn() {
        return firstMillis != Times.NEVER;
    }

    /** When the first one was refused, or {@link Times#NEVER}. */
    public long sinceMillis() {
        return firstMillis;
    }

    /** How much time lies between the first and the last one, 0 when there is at most one. */
    public long lastedMillis() {
        return lastMillis - firstMillis;
    }

    /** When the last one was refused, or {@link Times#NEVER}. */
    public long lastMillis() {
        return lastMillis;
    }
}
