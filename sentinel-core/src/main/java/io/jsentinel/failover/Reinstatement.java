package io.jsentinel.failover;

import io.jsentinel.event.EventType.Level;
import io.jsentinel.guard.Masterless;
import io.jsentinel.step.Outbox;
import io.jsentinel.topology.InfoReport.Role;
import io.jsentinel.topology.Master;
import io.jsentinel.topology.Replica;
import io.jsentinel.topology.Self;
import io.jsentinel.topology.Times;
import java.util.Optional;

/**
 * The way back for a master that is none any more, as it was set apart or a hand-over was undone by crashes, where nobody
 * else may ever be one: all that could have been promoted must not be, by their priority, which may have changed since, or
 * have long been somebody else's; or nobody remembers them.
 */
final class Reinstatement {

    private final Master master;
    private final Self self;
    private final Orders orders;

    Reinstatement(Master master, Self self, Orders orders) {
        this.master = master;
        this.self = self;
        this.orders = orders;
    }

    /** Makes the master one again where all nodes together prove that it must be it. Only for whoever was elected. */
    void attempt(Outbox out) {
        boolean isForsaken = Masterless.isForsaken(master, self, out.nowMillis());
        boolean nobodyIs = (isForsaken || master.masterlessMillis() != Times.NEVER)
                && master.link().isUp();
        boolean nobodyElseMay = isForsaken
                || ReplicaSelection.hasBeenDownLong(master, out.nowMillis())
                        && !master.replicas().isEmpty()
                        && master.replicas().stream().allMatch(Reinstatement::isBarred);
        if (nobodyIs && nobodyElseMay) {
            String why = isForsaken
                    ? "Nobody knows a replica of " + master.name()
                    : "All replicas of " + master.name() + " have priority 0, or data that are not known to be its own";
            out.log(Level.WARNING, why + ": it is made a master again");
            orders.give(master, Optional.empty(), out);
        }
    }

    /** Whether a replica says, and can be asked, that it must never be the master, or is a master of somebody else. */
    private static boolean isBarred(Replica replica) {
        boolean isElses = replica.isStranger() && !replica.reigns() && replica.reportedRole() == Role.MASTER;
        return replica.link().isUp() && !replica.isDown() && (replica.report().priority() == 0 || isElses);
    }
}
