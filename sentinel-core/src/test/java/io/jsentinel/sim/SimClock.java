package io.jsentinel.sim;

/** The monotonic clock of one host: it runs faster or slower than the world's, and never goes back. */
public final class SimClock {

    private static final long MILLION = 1_000_000;

    private final SimWorld world;
    private int ppm;
    private long anchorMillis;
    private long anchorOwnMillis;

    /** The clock of a host, which runs like the world's. */
    public SimClock(SimWorld world) {
        this.world = world;
    }

    /** From now on it runs so many millionths faster than the world's, or slower. */
    public void runs(int newPpm) {
        anchorOwnMillis = nowMillis();
        anchorMillis = world.nowMillis();
        ppm = newPpm;
    }

    /** What it shows, in milliseconds. */
    public long nowMillis() {
        long passed = world.nowMillis() - anchorMillis;
        return anchorOwnMillis + passed + passed * ppm / MILLION;
    }

    /** How much of the world's time passes until it shows that; 0 when it does so now. */
    public long until(long millis) {
        long own = Math.max(0, millis - nowMillis());
        return own == 0 || ppm == 0 ? own : own * MILLION / (MILLION + ppm) + 1;
    }
}
