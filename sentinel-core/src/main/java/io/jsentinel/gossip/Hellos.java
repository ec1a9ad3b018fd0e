package io.jsentinel.gossip;

import io.jsentinel.address.Endpoint;
import io.jsentinel.failover.Failover;
import io.jsentinel.health.Heartbeats;
import io.jsentinel.step.Outbox;
import io.jsentinel.step.Requests;
import io.jsentinel.topology.Instance;
import io.jsentinel.topology.Link;
import io.jsentinel.topology.Master;
import io.jsentinel.topology.Self;

/** Tells all nodes and sentinels of a master, again and again, who we are and which configuration we know. */
public final class Hellos {

    /** The part of a period after which a connection is tried again on which too much is unanswered. */
    private static final int BUSY_PART = 16;

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
        long period = self.timing().publishPeriodMillis();
        if (!Heartbeats.isDue(to.helloSentMillis(), period, out)) {
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
