package io.jsentinel.topology;

/**
 * Which state has our newest vote for a failover of one master, and up to which epoch votes are on disk before they are
 * given: the saved state says that we may have voted up to there, so no later life of ours votes there again.
 */
public final class VoteSaves {

    private long stateNumber;
    private long reservedEpoch;
    private long reservedState;

    /** The number of the state that has our newest vote, or what keeps us from giving it a second time. */
    public long stateNumber() {
        return stateNumber;
    }

    /** Up to which epoch the saved state says that we may have voted, 0 when nothing was reserved. */
    public long reservedEpoch() {
        return reservedEpoch;
    }

    /** Whether a vote in that epoch needs no state of its own. */
    public boolean covers(long epoch) {
        return epoch <= reservedEpoch;
    }

    /** That state says that we may have voted up to that epoch. */
    public void reserved(long epoch, long state) {
        reservedEpoch = epoch;
        reservedState = state;
    }

    /** A vote was given in an epoch that is reserved. */
    public void givenInReserve() {
        stateNumber = Math.max(stateNumber, reservedState);
    }

    /** A vote was given, and that state has it. */
    public void givenIn(long state) {
        stateNumber = state;
    }
}
