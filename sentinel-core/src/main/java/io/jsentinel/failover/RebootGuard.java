package io.jsentinel.failover;

import io.jsentinel.address.Endpoint;
import io.jsentinel.event.EventType;
import io.jsentinel.guard.DataComparison;
import io.jsentinel.health.Heartbeats;
import io.jsentinel.step.Outbox;
import io.jsentinel.topology.InfoReport.Keys;
import io.jsentinel.topology.InfoReport.Role;
import io.jsentinel.topology.Master;
import io.jsentinel.topology.Replica;
import io.jsentinel.topology.Self;
import io.jsentinel.topology.Times;
import java.util.Optional;

/**
 * Keeps a master that came back without its data from its replicas, which would copy what it has now. Whoever sees it
 * first sets it apart at once: that needs no vote, because it takes nothing away but writes to a data set that must not
 * live on, and it can be taken back with one command. Then a replica that has the data takes over, by the usual votes.
 */
public final class RebootGuard {

    /** How long the word of replicas is waited for that can be reached. */
    static final long NEWS_PATIENCE_MILLIS = 1_000;

    private final Master master;
    private final Self self;
    private final Orders orders;
    private boolean closed;
    private boolean apart;

    RebootGuard(Master master, Self self, Orders orders) {
        this.master = master;
        this.self = self;
        this.orders = orders;
    }

    /** Whether the master has lost its data, so that another one is needed. */
    boolean wantsFailover() {
        return closed;
    }

    /** Looks at a master that began anew; any other is left alone. */
    void look(Outbox out) {
        if (!master.isReborn()) {
            closed = false;
            apart = false;
        } else if (!self.process().guards().reboot()) {
            open(out);
        } else if (!master.report().history().loading()) {
            lookAtReborn(out);
        }
    }

    private void lookAtReborn(Outbox out) {
        boolean isApart = isApart();
        if (master.reportedRole() == Role.SLAVE && !isApart) {
            // Somebody made it a replica: it has no data of its own to give.
            open(out);
        } else if (apart && !isApart) {
            // It was set apart and is a master again: somebody wants that, and that is his right.
            open(out);
        } else {
            apart = isApart;
            decide(out);
        }
    }

    private void decide(Outbox out) {
        Optional<Replica> keeper =
                master.replicas().stream().filter(r -> keeps(r)).findFirst();
        if (keeper.isPresent()) {
            close(keeper.get(), out);
        } else if (!isNewsAwaited(out)) {
            open(out);
        }
    }

    /** Whether a replica has what the master has lost, and could be the master instead. */
    private boolean keeps(Replica replica) {
        return isFresh(replica)
                && !replica.isDown()
                && replica.link().isUp()
                && replica.report().priority() > 0
                && replica.reportedRole() == Role.SLAVE
                && replica.report()
                        .masterEndpoint()
                        .filter(master.location()::isAt)
                        .isPresent()
                && compared(replica, master) == DataComparison.AHEAD;
    }

    /** How the data of a replica stand to those of its master. */
    static DataComparison compared(Replica replica, Master master) {
        return DataComparison.of(master.report(), replica.report(), master.lineage());
    }

    /** Whether a replica has told how it is since the master was gone: what it has does not change from then on. */
    private boolean isFresh(Replica replica) {
        long gone = master.lostMillis() == Times.NEVER ? master.rebornMillis() : master.lostMillis();
        return replica.infoMillis() >= gone;
    }

    private boolean isNewsAwaited(Outbox out) {
        long patienceEnds = master.rebornMillis() + NEWS_PATIENCE_MILLIS;
        boolean awaited = false;
        for (Replica replica : master.replicas()) {
            if (replica.link().isUp() && !replica.isDown() && !isFresh(replica)) {
                awaited = true;
                if (!replica.isInfoAwaited()) {
                    Heartbeats.sendInfo(replica, master, out);
                }
            }
        }
        out.lookAgainAt(patienceEnds);
        return awaited && out.nowMillis() < patienceEnds;
    }

    private void close(Replica keeper, Outbox out) {
        if (!closed) {
            closed = true;
            out.announce(
                    EventType.REBOOT_GUARD,
                    master,
                    "#it came back without data that its replicas have ("
                            + shown(master.report().history().keys())
                            + " keys, " + keeper.name() + " has "
                            + shown(keeper.report().history().keys()) + ")");
            if (!apart && master.link().isUp()) {
                orders.setApart(master, itself(), out);
            }
        } else if (!apart) {
            orders.repeatIfDue(master, out);
        }
    }

    private static String shown(Keys keys) {
        return keys.areKnown() ? Long.toString(keys.all()) : "?";
    }

    /** Where it is, as an address: it may not know its own name. */
    private Endpoint itself() {
        return master.location().target().orElse(master.location().told());
    }

    /** Whether it follows itself. */
    private boolean isApart() {
        return master.followsItself();
    }

    private void open(Outbox out) {
        master.rebirthOver();
        if (closed) {
            out.announce(EventType.REBOOT_GUARD_ENDED, master);
        }
        closed = false;
        apart = false;
    }
}
