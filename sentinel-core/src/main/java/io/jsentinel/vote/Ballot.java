package io.jsentinel.vote;

import static io.jsentinel.check.Check.check;

import io.jsentinel.address.RunId;
import java.util.Optional;

/**
 * Our votes for the failovers of one master: at most one in every epoch. Source: Redis docs, "Sentinel quorum and
 * majority".
 *
 * <p>A vote survives a restart as its epoch only; who got it is then forgotten, but it is not given again.
 */
public final class Ballot {

    private Optional<RunId> votedFor = Optional.empty();
    private long epoch;
    private boolean announced = true;
    private boolean promised;
    private long boundUntilMillis = Long.MIN_VALUE;

    /**
     * A ballot on which the newest vote was given in that epoch.
     *
     * @param epoch 0 when no vote was ever given
     */
    public Ballot(long epoch) {
        this.epoch = epoch;
    }

    /**
     * Whether a vote can still be given in an epoch: epochs only go forward, and each has one vote.
     *
     * @param requested the epoch that a candidate asks for
     */
    public boolean isOpen(long requested) {
        return requested > epoch;
    }

    /** The vote of that epoch goes to the candidate. */
    public void give(RunId candidate, long requested) {
        check(isOpen(requested), "a vote in epoch %d was asked for after one in epoch %d", requested, epoch);
        votedFor = Optional.of(candidate);
        epoch = requested;
        announced = false;
        promised = false;
        boundUntilMillis = Long.MIN_VALUE;
    }

    /** Votes may have been given up to that epoch, nobody knows to whom: none is given there again. */
    public void closeUpTo(long used) {
        if (used > epoch) {
            votedFor = Optional.empty();
            epoch = used;
            announced = true;
        }
    }

    /** Whoever has the newest vote acts on it without asking again: until then nobody else gets one. */
    public void bindUntil(long millis) {
        boundUntilMillis = millis;
    }

    /** Whether the newest vote keeps us from giving one to a candidate in a newer epoch. */
    public boolean isBoundToAnother(RunId candidate, long nowMillis) {
        return nowMillis < boundUntilMillis
                && votedFor.filter(leader -> !leader.equals(candidate)).isPresent();
    }

    /**
     * The newest vote goes to another candidate. Only while nobody has heard of it: then it is as if it had been given
     * to that candidate in the first place.
     */
    public void passOn(RunId candidate) {
        check(!announced && !promised, "the vote in epoch %d was passed on after it had been told", epoch);
        votedFor = Optional.of(candidate);
    }

    /** Somebody is told of the newest vote as soon as it is on disk. */
    public void promised() {
        promised = true;
    }

    /** Whether nobody has heard of the newest vote, nor will when it is on disk. */
    public boolean isUntold() {
        return !announced && !promised;
    }

    /** Whether the newest vote was announced; one of an earlier life was, then. */
    public boolean isAnnounced() {
        return announced;
    }

    /** The newest vote is announced now. */
    public void announced() {
        announced = true;
    }

    /** Who got the vote is forgotten; that it was given is not. */
    public void forgetName() {
        votedFor = Optional.empty();
    }

    /** Who got the newest vote, if we still know. */
    public Optional<RunId> votedFor() {
        return votedFor;
    }

    /** The epoch of the newest vote, 0 for none. */
    public long epoch() {
        return epoch;
    }
}
