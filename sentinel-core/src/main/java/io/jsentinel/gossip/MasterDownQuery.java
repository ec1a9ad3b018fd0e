package io.jsentinel.gossip;

import io.jsentinel.address.Endpoint;
import io.jsentinel.address.RunId;
import io.jsentinel.config.Timing;
import io.jsentinel.failover.Failover;
import io.jsentinel.resp.Resp;
import io.jsentinel.step.Outbox;
import io.jsentinel.step.Request;
import io.jsentinel.step.Requests;
import io.jsentinel.topology.Master;
import io.jsentinel.topology.Peer;
import io.jsentinel.topology.Self;
import java.util.List;
import java.util.Optional;

/**
 * The question to other sentinels whether a master is down, and for their votes ({@code is-master-down-by-addr}).
 *
 * <p>It is asked at once when we see the master down, and again in the rhythm of the pings while there is no agreement:
 * a sentinel that heard the master a little later than we sees it down a little later.
 */
public final class MasterDownQuery {

    /** How many ask periods an answer counts. */
    private static final int FRESH_PERIODS = 5;

    /** How much longer than an ask period a question counts, as one of so many parts of it. */
    private static final int QUESTION_GRACE_PART = 4;

    /** The word for "no candidate" and "no vote". */
    private static final String NOBODY = "*";

    /** The shortest pause between two questions. */
    private static final long MIN_ASK_MILLIS = 50;

    private final Self self;

    public MasterDownQuery(Self self) {
        this.self = self;
    }

    /** Forgets what is too old to rest on. */
    public void expire(Master master, Outbox out) {
        long keepMillis = FRESH_PERIODS * self.timing().askPeriodMillis();
        for (Peer peer : master.peers()) {
            if (peer.saysMasterDown() && isOver(peer.seesDownUntilMillis(), out)) {
                peer.sightExpired();
            }
            if (peer.votedFor().isPresent() && isOver(peer.answeredMillis() + keepMillis, out)) {
                peer.voteExpired();
            }
        }
    }

    private static boolean isOver(long lastMillis, Outbox out) {
        if (out.nowMillis() > lastMillis) {
            return true;
        }
        out.lookAgainAt(lastMillis + 1);
        return false;
    }

    /**
     * Another sentinel asked us. That it does so says that it sees the master down now, which we need not ask then; it
     * counts a little longer than the pause between two such questions. After an outage it may have waited in the network,
     * and says nothing of now; what we ask ourselves is answered in any case.
     */
    public void asked(Peer peer, long nowMillis) {
        if (!peer.link().isPrompt(nowMillis)) {
            return;
        }
        long period = self.timing().askPeriodMillis();
        peer.askedMasterDown(nowMillis + period + period / QUESTION_GRACE_PART);
    }

    /** Asks whoever is due; for a vote only when our own is on disk. */
    public void ask(Master master, Failover failover, Outbox out) {
        if (!master.isDown() && !failover.wantsVotes()) {
            return;
        }
        long voteEpoch = 0;
        if (failover.wantsVotes()) {
            if (out.isVoteSaved(master)) {
                voteEpoch = failover.epoch();
            } else {
                out.lookAgainWhenSaved();
            }
        }
        if (!master.isDown() && voteEpoch == 0) {
            // Only our own vote is missing: that it is up we can see ourselves.
            return;
        }
        long period = periodMillis(master, failover);
        for (Peer peer : master.peers()) {
            long dueAt = voteEpoch > peer.askedVoteEpoch() ? out.nowMillis() : peer.askedMillis() + period;
            if (peer.link().isUp() && out.nowMillis() < dueAt) {
                out.lookAgainAt(dueAt);
            } else if (peer.link().isUp() && !peer.link().isBusy()) {
                send(peer, master, voteEpoch, out);
                out.lookAgainAt(out.nowMillis() + period);
            } else if (peer.link().isUp()) {
                out.lookAgainAt(out.nowMillis() + period);
            }
        }
    }

    private void send(Peer peer, Master master, long voteEpoch, Outbox out) {
        long epoch = voteEpoch > 0 ? voteEpoch : self.savedEpoch();
        String candidate = voteEpoch > 0 ? self.runId().value() : NOBODY;
        Request question = Requests.of(master).masterDown(master.endpoint(), epoch, candidate);
        out.send(peer.link(), question);
        peer.asked(question, voteEpoch, out.nowMillis());
    }

    private long periodMillis(Master master, Failover failover) {
        Timing timing = self.timing();
        boolean agreed = master.isObjectivelyDown() && !failover.wantsVotes();
        long quick = master.settings().downAfterMillis() / 4;
        return agreed ? timing.askPeriodMillis() : Math.min(timing.askPeriodMillis(), Math.max(MIN_ASK_MILLIS, quick));
    }

    /** Whether a question was about that address: an answer about the address before says nothing of the new master. */
    public static boolean isAbout(Request request, Endpoint address) {
        return Requests.masterDownAddress(request).equals(address);
    }

    /**
     * Takes in an answer; whatever is no such answer is ignored. That the master is down counts from the moment of the
     * question, since nobody knows where in between the answer waited.
     */
    public void onAnswer(Peer peer, Request question, Resp answer, long nowMillis) {
        long askedMillis = peer.answers(question);
        if (!(answer instanceof Resp.Array array) || array.items().size() != 3) {
            return;
        }
        List<Resp> items = array.items();
        if (items.get(0) instanceof Resp.Int down
                && items.get(1) instanceof Resp.Bulk leader
                && items.get(2) instanceof Resp.Int epoch) {
            long keepMillis = FRESH_PERIODS * self.timing().askPeriodMillis();
            boolean isDown = down.value() == 1 && nowMillis <= askedMillis + keepMillis;
            peer.answeredMasterDown(isDown, nowMillis, askedMillis + keepMillis);
            if (epoch.value() > 0 && self.isCredible(epoch.value())) {
                peer.voted(voteFor(leader.text()), epoch.value());
            }
        }
    }

    private static Optional<RunId> voteFor(String leader) {
        return leader.equals(NOBODY) || !RunId.isValid(leader) ? Optional.empty() : Optional.of(new RunId(leader));
    }
}
