package io.jsentinel.sim;

import java.util.function.LongConsumer;

/** Runs a scenario with many seeds; the one that fails is named. */
final class Seeds {

    private Seeds() {}

    /** Runs a scenario with the seeds from 1 to a number. */
    static void each(int count, LongConsumer scenario) {
        for (long seed = 1; seed <= count; seed++) {
            try {
                scenario.accept(seed);
            } catch (RuntimeException | AssertionError failed) {
                throw new AssertionError("with seed " + seed + ": " + failed.getMessage(), failed);
            }
        }
    }
}
