package io.jsentinel.bench;

import java.util.OptionalInt;

/**
 * How much is measured.
 *
 * @param quick whether a first look is enough: a few runs, and no thousand masters
 * @param wantedRuns the number of runs of each failover that was asked for
 */
record Effort(boolean quick, OptionalInt wantedRuns) {

    /** The number of runs of a failover whose usual number is given. */
    int failoverRuns(int usual) {
        return wantedRuns.orElse(quick ? Math.min(usual, 3) : usual);
    }

    /** The number of runs of what takes long: one, unless more is asked for and this many are sensible. */
    int longRuns(int usual, int most) {
        return quick ? 1 : wantedRuns.isPresent() ? Math.min(most, wantedRuns.getAsInt()) : usual;
    }
}
