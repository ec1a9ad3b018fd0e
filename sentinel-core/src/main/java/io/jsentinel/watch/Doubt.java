package io.jsentinel.watch;

import io.jsentinel.health.Heartbeats;
import io.jsentinel.step.Outbox;
import io.jsentinel.topology.Master;
import io.jsentinel.topology.Replica;
import io.jsentinel.topology.Roster;
import io.jsentinel.topology.Self;
import io.jsentinel.topology.Times;

/**
 * What is done at the first signs that a master may be down, so that nothing has to be waited for when it is: everybody is
 * asked for news, and the disk gets to know that votes may be given.
 */
final class Doubt {

    /** For how many failovers of other masters, which each use an epoch, a reserve is made to last at most. */
    private static final int MOST_MASTERS = 64;

    private final Master master;
    private final Self self;
    private final Roster roster;

    Doubt(Master master, Self self, Roster roster) {
        this.master = master;
        this.self = self;
        this.roster = roster;
    }

    /**
     * The connection to the master is gone, and perhaps its process: what its replicas have from now on is what is left
     * of its data, should it come back without.
     */
    void lost(Outbox out) {
        master.lost(out.nowMillis());
        askReplicas(out);
        reserveVotes(out);
    }

    /** Another sentinel asks whether the master is down: if we see it up, we look whether it says so itself. */
    void asked(Outbox out) {
        reserveVotes(out);
        if (master.isDown() || !master.link().isUp()) {
            return;
        }
        if (master.link().unansweredPingMillis() == Times.NEVER
                && !master.link().isBusy()) {
            Heartbeats.sendPing(master.link(), master, out);
        }
        boolean isNewsOld =
                out.nowMillis() - master.infoSentMillis() >= self.timing().fastInfoPeriodMillis();
        if (!master.isInfoAwaited() && isNewsOld) {
            Heartbeats.sendInfo(master, master, out);
        }
    }

    /** The master just went down: everybody is asked what he knows now. */
    void confirmed(Outbox out) {
        master.peers().forEach(p -> p.askAgain());
        askReplicas(out);
    }

    private void askReplicas(Outbox out) {
        for (Replica replica : master.replicas()) {
            if (replica.link().isUp() && !replica.isInfoAwaited()) {
                Heartbeats.sendInfo(replica, master, out);
            }
        }
    }

    /**
     * The epochs that come next are reserved on disk. A daemon that may have voted in an earlier life without knowing it
     * uses other ones, and saves as it goes. So does one in a pod: at its next start it would have to take a reserve for a
     * vote that made somebody the first master.
     */
    void reserveVotes(Outbox out) {
        if (!self.amnesia().isGuess() && !self.process().sidecar().isOn()) {
            int masters = Math.min(roster.masters().size(), MOST_MASTERS);
            out.reserveVotes(master, self.currentEpoch() + 1, self.currentEpoch() + masters);
        }
    }
}
