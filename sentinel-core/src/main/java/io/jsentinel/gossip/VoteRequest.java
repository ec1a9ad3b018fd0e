package io.jsentinel.gossip;

import io.jsentinel.address.RunId;
import io.jsentinel.event.EventType;
import io.jsentinel.failover.Failover;
import io.jsentinel.step.Outbox;
import io.jsentinel.topology.Self;
import io.jsentinel.vote.Ballot;

/**
 * Another sentinel's wish for our vote.
 *
 * @param candidate who wants to lead
 * @param epoch in which epoch
 */
public record VoteRequest(RunId candidate, long epoch) {

    /**
     * Gives the vote if it is still to be had, first come, first served, and notes the epoch in any case.
     *
     * <p>Unlike Redis, an epoch that another master's failover has used meanwhile does not void the request: votes are
     * counted for each master on its own.
     */
    public void consider(Self self, Ballot ballot, Failover failover, Outbox out) {
        if (!Self.isCredible(epoch)) {
            return;
        }
        if (epoch > self.currentEpoch()) {
            self.sawEpoch(epoch);
            out.promiseChanged();
            out.announce(EventType.NEW_EPOCH, Long.toString(epoch));
        }
        if (ballot.isOpen(epoch)) {
            ballot.give(candidate, epoch);
            out.promiseChanged();
            out.announce(EventType.VOTE_FOR_LEADER, candidate + " " + epoch);
            failover.votedFor(candidate, out);
        }
    }
}
