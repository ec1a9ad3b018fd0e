package io.jsentinel.topology;

import static io.jsentinel.topology.Times.NEVER;

import io.jsentinel.address.RunId;
import java.util.Optional;

/** Another sentinel, as one of the watchers of one master. */
public final class Peer extends Instance {

    private final Master master;
    private final RunId runId;
    private long lastHelloMillis;
    private boolean saysMasterDown;
    private long answeredMillis = NEVER;
    private long askedMillis = NEVER;
    private long askedVoteEpoch;
    private Optional<RunId> votedFor = Optional.empty();
    private long votedEpoch;

    Peer(Master master, RunId runId, Location location, Link link, long nowMillis) {
        super(location, link);
        this.master = master;
        this.runId = runId;
        this.lastHelloMillis = nowMillis;
    }

    public RunId runId() {
        return runId;
    }

    @Override
    public Master master() {
        return master;
    }

    @Override
    public String name() {
        return runId.value();
    }

    @Override
    public String shownRunId() {
        return runId.value();
    }

    @Override
    public String described() {
        return "sentinel " + runId.value() + " " + endpoint().spaced() + " @ " + master.name() + " "
                + master.endpoint().spaced();
    }

    /** A hello of it came. */
    public void saidHello(long nowMillis) {
        lastHelloMillis = nowMillis;
    }

    /** When its last hello came; its creation if none did. */
    public long lastHelloMillis() {
        return lastHelloMillis;
    }

    /**
     * It was asked whether the master is down.
     *
     * @param voteEpoch the epoch for which its vote was asked, too, or 0
     */
    public void asked(long voteEpoch, long nowMillis) {
        askedMillis = nowMillis;
        askedVoteEpoch = Math.max(askedVoteEpoch, voteEpoch);
    }

    /** The newest epoch for which its vote was asked, 0 for none. */
    public long askedVoteEpoch() {
        return askedVoteEpoch;
    }

    /** When it was last asked, or {@link Times#NEVER}. */
    public long askedMillis() {
        return askedMillis;
    }

    /** The next question is due at once. */
    public void askAgain() {
        askedMillis = NEVER;
    }

    /** It answered whether the master is down. */
    public void answeredMasterDown(boolean down, long nowMillis) {
        saysMasterDown = down;
        answeredMillis = nowMillis;
    }

    /**
     * It told of its newest vote.
     *
     * @param leader whom it voted for, empty when it no longer knows
     * @param epoch the vote's epoch
     */
    public void voted(Optional<RunId> leader, long epoch) {
        votedFor = leader;
        votedEpoch = epoch;
    }

    /** Its last answer is too old to rest on. */
    public void answerExpired() {
        saysMasterDown = false;
        votedFor = Optional.empty();
    }

    /** The master is at another address: what it said of the one before counts no more, its vote does. */
    public void masterMoved() {
        saysMasterDown = false;
        askedMillis = NEVER;
    }

    public boolean saysMasterDown() {
        return saysMasterDown;
    }

    /** When it last answered whether the master is down, or {@link Times#NEVER}. */
    public long answeredMillis() {
        return answeredMillis;
    }

    /** Whom it last voted for, if it told. */
    public Optional<RunId> votedFor() {
        return votedFor;
    }

    /** The epoch of that vote. */
    public long votedEpoch() {
        return votedEpoch;
    }
}
