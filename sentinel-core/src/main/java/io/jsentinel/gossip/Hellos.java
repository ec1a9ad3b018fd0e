package io.jsentinel.gossip;

import io.jsentinel.address.Endpoint;
import io.jsentinel.failover.Failover;
import io.jsentinel.health.Heartbeats;
import io.jsentinel.step.Outbox;
import io.jsentinel.step.Requests;
import io.jsentinel.topology.InfoReport.Role;
import io.jsentinel.topology.Instance;
import io.jsentinel.topology.Link;
import io.jsentinel.topology.Master;
import io.jsentinel.topology.Node;
import io.jsentinel.topology.Peer;
import io.jsentinel.topology.Self;

/** Tells all nodes and sentinels of a master, again and again, who we are and which configuration we know. */
public final class Hellos {

    /** The part of a period after which a connection is tried again on which too much is unanswered. */
    private static final int BUSY_PART = 16;

    /**
     * Of how many periods one is used to tell another sentinel directly, while the master is well: it hears us through the servers.
     * Fewer than the four for which everybody waits for news before he puts a server in order.
     * With a thousand masters these messages and their answers were a third of all that a daemon heard and said.
     */
    private static final int DIRECT_PERIODS = 3;

    private final Self self;

    public Hellos(Self self) {
        this.self = self;
    }

    /** Sends the hello to an instance that is due; it tells only of what is saved. */
    public void send(Instance to, Master master, Failover failover, Outbox out) {
        Link link = to.link();
        if (!link.isUp() || to == master && failover.holdsWrites(out.nowMillis())) {
            // A PUBLISH would wait behind the writes, and what we say after it, too.
            return;
        }
        long period = periodMillis(to, master, failover, out.nowMillis());
        if (!isDue(to, master, period, out)) {
            out.lookAgainAt(Heartbeats.beatAfter(to.helloSentMillis() + period, period));
            return;
        }
        if (!out.mayTellConfiguration(master)) {
            return;
        }
        if (link.isBusy()) {
            out.lookAgainAt(out.nowMillis() + period / BUSY_PART);
            return;
        }
        say(link, master, failover, out);
        to.helloSent(out.nowMillis());
        out.lookAgainAt(Heartbeats.beatAfter(out.nowMillis() + period, period));
    }

    private long periodMillis(Instance to, Master master, Failover failover, long nowMillis) {
        long usual = self.timing().publishPeriodMillis();
        long seldom = DIRECT_PERIODS * usual;
        boolean isWell = master.link().isUp()
                && !master.isDown()
                && master.reportedRole() == Role.MASTER
                && !failover.isInProgress()
                && nowMillis - master.configuredMillis() > seldom;
        return to instanceof Peer peer && isWell && agrees(peer, master) ? seldom : usual;
    }

    /** Whether another sentinel names the same master as far as we heard. */
    private static boolean agrees(Peer peer, Master master) {
        return peer.namedMaster()
                .filter(named -> !master.location().isAt(named))
                .isEmpty();
    }

    /** Whether it is time; what goes to a server with a ping costs less than what goes a little later by itself. */
    private boolean isDue(Instance to, Master master, long periodMillis, Outbox out) {
        long age = out.nowMillis() - to.helloSentMillis();
        boolean isInTime = to instanceof Node
                && to.link().lastPingMillis() == out.nowMillis()
                && age >= periodMillis - Heartbeats.pingPeriodMillis(master, self.timing()) / 2;
        return isInTime || Heartbeats.isDue(to.helloSentMillis(), periodMillis, out);
    }

    /** Tells a sentinel of a master that it may not know to have in common with us, if that can be told now. */
    public void introduce(Link to, Master master, Failover failover, Outbox out) {
        if (out.mayTellConfiguration(master)) {
            say(to, master, failover, out);
        }
    }

    private void say(Link link, Master master, Failover failover, Outbox out) {
        String payload = message(link, master, failover).format();
        out.send(link, Requests.of(master).hello(payload));
    }

    private HelloMessage message(Link link, Master master, Failover failover) {
        return new HelloMessage(
                new Endpoint(self.announcedHost(link.localHost()), self.announcedPort()),
                self.runId(),
                self.savedEpoch(),
                master.name(),
                failover.currentAddress(),
                master.configEpoch());
    }
}
