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
        long dueAt = to.helloSentMillis() + self.timing().publishPeriodMillis();
        if (out.nowMillis() < dueAt) {
            out.lookAgainAt(dueAt);
            return;
        }
        if (!out.mayTellConfiguration(master)) {
            return;
        }
        if (link.pending() < Heartbeats.MAX_PENDING) {
            String payload = message(link, master, failover).format();
            out.send(link, Requests.of(master).hello(payload));
            to.helloSent(out.nowMillis());
        }
        out.lookAgainAt(out.nowMillis() + self.timing().publishPeriodMillis());
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
