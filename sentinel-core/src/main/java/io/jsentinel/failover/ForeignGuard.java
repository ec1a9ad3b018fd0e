package io.jsentinel.failover;

import io.jsentinel.address.Endpoint;
import io.jsentinel.event.EventType;
import io.jsentinel.guard.Belonging;
import io.jsentinel.health.Heartbeats;
import io.jsentinel.resp.Resp;
import io.jsentinel.step.Outbox;
import io.jsentinel.step.Request;
import io.jsentinel.topology.InfoReport.Role;
import io.jsentinel.topology.Master;
import io.jsentinel.topology.Node;
import io.jsentinel.topology.Replica;
import io.jsentinel.topology.Self;
import io.jsentinel.topology.Times;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Who may be told to follow. A server at the address of a replica may be somebody else's, with data of its own, which
 * it would lose. Its replication ids tell; where they leave a doubt, its keys do.
 */
public final class ForeignGuard {

    private final Master master;
    private final Self self;

    /** The processes at the addresses of replicas. */
    private final TreeMap<Endpoint, KeyTrial> trials = new TreeMap<>();

    ForeignGuard(Master master, Self self) {
        this.master = master;
        this.self = self;
    }

    /**
     * Whether a replica may be told what to do. Where that is not known yet, it is being found out.
     *
     * @param replica one whose link is up
     */
    public boolean mayCommand(Replica replica, Outbox out) {
        if (!self.process().guards().foreign()) {
            return true;
        }
        long upSince = replica.link().upSinceMillis();
        if (replica.infoMillis() < upSince) {
            boolean isAsked = replica.infoSentMillis() >= upSince;
            if (!isAsked) {
                Heartbeats.sendInfo(replica, master, out);
            }
            // Not yet known; but who refuses to tell is treated as in Redis.
            return isAsked && !replica.isInfoAwaited();
        }
        return replica.runId().isEmpty() || followsUs(replica) || isOurs(replica, out);
    }

    /** A replica told how it is: a process that has followed us is ours, whatever becomes of its data. */
    public void observe(Replica replica) {
        if (followsUs(replica)
                && replica.report().masterLinkUp()
                && replica.runId().isPresent()) {
            boolean isKnown = known(replica).flatMap(KeyTrial::isOurs).orElse(false);
            if (!isKnown) {
                remember(replica, KeyTrial.passed(replica.runId().get()));
            }
        }
        boolean proven = known(replica).flatMap(KeyTrial::isOurs).orElse(false);
        replica.reigned(reigns(replica) ? replica.infoMillis() : Times.NEVER);
        replica.stranger(self.process().guards().foreign()
                && !proven
                && !followsUs(replica)
                && Belonging.of(replica.report(), master.lineage()) != Belonging.OURS);
    }

    /**
     * Whether a replica is the master in all but name, as an order to promote it was carried out that nobody could confirm. Its
     * address is trusted as the master's is: a process there that is a master with an unknown history is the same one that
     * read its append-only file, if it is back within the failover timeout. It may be promoted, and is told nothing else.
     */
    private boolean reigns(Replica replica) {
        boolean isOursWell = master.reportedRole() == Role.MASTER && !master.isDown();
        boolean isKnown = master.lineage().has(replica.report().history());
        boolean isOursNone = master.link().isUp() && master.reportedRole() == Role.SLAVE;
        boolean isBack = isOursNone
                && replica.reigns()
                && replica.infoMillis() - replica.reignMillis()
                        <= master.settings().failoverTimeoutMillis();
        return replica.reportedRole() == Role.MASTER && !isOursWell && (isKnown || isBack);
    }

    /** A node answered a question that was asked to find out. */
    public void answered(Node node, Request request, Resp answer, Outbox out) {
        for (Replica replica : master.replicas()) {
            Optional<KeyTrial> trial = known(replica).filter(t -> t.isOurs().isEmpty());
            if (trial.isEmpty()) {
                continue;
            }
            if (replica == node && request.kind() == Request.Kind.RANDOM_KEY) {
                trial.get().told(answer, hasAccount());
                trial.get().compare(master, out);
            } else if (trial.get().asked(request)) {
                trial.get().compared(answer, hasAccount());
                replica.stranger(!trial.get().isOurs().orElse(false));
            }
            tell(replica, trial.get(), out);
        }
    }

    /** Whether the servers of this master know us by name: then one that does not let us look at keys is one of them. */
    private boolean hasAccount() {
        return master.settings().credentials().user().isPresent();
    }

    private boolean followsUs(Replica replica) {
        return replica.reportedRole() == Role.SLAVE
                && replica.report()
                        .masterEndpoint()
                        .filter(master.location()::isAt)
                        .isPresent();
    }

    private boolean isOurs(Replica replica, Outbox out) {
        if (Belonging.of(replica.report(), master.lineage()) == Belonging.OURS) {
            // Also where it was somebody else's before: it may have copied our data since, from one that follows us.
            remember(replica, KeyTrial.passed(replica.runId().get()));
        } else if (known(replica).isEmpty()) {
            remember(replica, new KeyTrial(replica.runId().get(), master.endpoint()));
        }
        KeyTrial trial = known(replica).orElseThrow();
        trial.advance(replica, master, out);
        return trial.isOurs().orElse(false);
    }

    private Optional<KeyTrial> known(Replica replica) {
        return Optional.ofNullable(trials.get(replica.endpoint()))
                .filter(trial -> trial.isOf(replica) && trial.holdsFor(master.endpoint()));
    }

    private void remember(Replica replica, KeyTrial trial) {
        trials.keySet().removeIf(endpoint -> master.replica(endpoint).isEmpty());
        trials.put(replica.endpoint(), trial);
    }

    private static void tell(Replica replica, KeyTrial trial, Outbox out) {
        if (trial.isOurs().filter(ours -> !ours).isPresent()) {
            out.announce(
                    EventType.FOREIGN_INSTANCE,
                    replica,
                    "#it has data of its own that never were this master's: it is left alone");
        }
    }
}
