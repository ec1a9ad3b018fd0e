package io.jsentinel.boot;

/**
 * What a daemon must not do that bears an identity which may have voted, and finds nothing on disk of what it did under
 * it. A pod's identity outlives its disk: with an emptied one it could give its vote a second time in the same epoch.
 *
 * <p>So it gives none until every other pod has told which epoch it knows, for whoever got a vote of ours had saved the
 * epoch before it asked; or until no attempt can still wait for votes that we could have given. Then epochs that were known
 * by then stay closed. Where somebody was never heard of who could know of a newer one, it leaps far ahead before its
 * first vote for a failover.
 */
public final class Amnesia {

    /** How many epochs are left out: far more than one pod could use up while no other hears of it. */
    public static final long LEAP = 1_000;

    private final long endMillis;
    private boolean open;
    private boolean guessed;
    private long floor;

    private Amnesia(boolean open, long endMillis) {
        this.open = open;
        this.endMillis = endMillis;
    }

    /** The disk told everything, or the identity is a new one. */
    public static Amnesia none() {
        return new Amnesia(false, 0);
    }

    /**
     * Nothing is known of an earlier life.
     *
     * @param endMillis when no attempt of an earlier life can still wait for votes
     */
    public static Amnesia until(long endMillis) {
        return new Amnesia(true, endMillis);
    }

    /** Whether no vote can be given at all, not even to ourselves. */
    public boolean isOpen() {
        return open;
    }

    /** When it ends at the latest. */
    public long endMillis() {
        return endMillis;
    }

    /**
     * Looks whether it is over.
     *
     * @param told how many other pods have told which epoch they know
     * @param others how many other pods there are; negative when nobody knows
     * @param newestEpoch the newest epoch that anybody told of
     */
    public void look(int told, int others, long newestEpoch, long nowMillis) {
        boolean allTold = others >= 0 && told >= others;
        if (open && (allTold || nowMillis >= endMillis)) {
            open = false;
            guessed = !allTold;
            floor = newestEpoch;
        } else if (guessed && allTold) {
            guessed = false;
            floor = Math.max(floor, newestEpoch);
        }
    }

    /** Whether a vote in that epoch may be the second one in it. */
    public boolean closes(long epoch) {
        return open || epoch <= floor;
    }

    /** Up to which epoch no vote is given; 0 when nothing is closed. */
    public long floor() {
        return floor;
    }

    /** Whether somebody may know of a newer epoch in which we have voted. */
    public boolean isGuess() {
        return open || guessed;
    }

    /**
     * The newest epoch in which we may have voted, with some to spare.
     *
     * @param currentEpoch the newest epoch that we know
     */
    public long safeEpoch(long currentEpoch) {
        return isGuess() ? currentEpoch + LEAP : currentEpoch;
    }

    /** Epochs up to that one are left out from now on. */
    public void leapt(long epoch) {
        guessed = false;
        floor = Math.max(floor, epoch);
    }
}
