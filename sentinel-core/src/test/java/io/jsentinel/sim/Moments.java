package io.jsentinel.sim;

/** Lengths of time in scenarios, in milliseconds. */
public final class Moments {

    private Moments() {}

    public static long millis(long millis) {
        return millis;
    }

    public static long seconds(long seconds) {
        return 1_000 * seconds;
    }

    public static long minutes(long minutes) {
        return 60 * seconds(minutes);
    }

    public static long hours(long hours) {
        return 60 * minutes(hours);
    }
}
