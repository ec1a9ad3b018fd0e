package io.jsentinel.guard;

import io.jsentinel.config.SidecarConfig.Fence;

/**
 * What a master does that sees no majority of the voters: these may have chosen another one, and whatever it still takes
 * will be lost.
 */
public enum Fencing {
    /** It serves. */
    NONE,
    /** It serves whoever has found it, but is no master any more to load balancers and labels. */
    UNMARKED,
    /** It takes no writes either. */
    PAUSED;

    /**
     * How things are.
     *
     * @param isMaster whether the server beside us is the master and says so
     * @param withoutMajorityMillis for how long no majority of the voters was heard
     * @param holdsLease whether a lease says that nobody else can be the master
     */
    public record Situation(boolean isMaster, long withoutMajorityMillis, boolean holdsLease) {}

    /**
     * Decides.
     *
     * @param level what people want
     * @param afterMillis for how long no majority must have been heard
     * @param now how things are
     */
    public static Fencing of(Fence level, long afterMillis, Situation now) {
        boolean isAlone = now.isMaster() && now.withoutMajorityMillis() > afterMillis;
        if (!isAlone || level == Fence.OFF) {
            return NONE;
        }
        return switch (level) {
            case PAUSE -> PAUSED;
            case LEASE -> now.holdsLease() ? NONE : PAUSED;
            default -> UNMARKED;
        };
    }
}
