package io.jsentinel.sim;

/** Lengths of time in scenarios, in milliseconds. */
final class Moments {

    private Moments() {}

    static long millis(long millis) {
        return millis;
    }

    static long seconds(long seconds) {
        return 1_000 * seconds;
    }

    static long minutes(long minutes) {
        return 60 * seconds(minutes);
    }

    static long hours(long hours) {
        return 60 * minutes(hours);
    }
}
