package io.jsentinel.command;

import io.jsentinel.event.EventType.Level;
import io.jsentinel.failover.FailoverPlan;
import io.jsentinel.failover.ReplicaSelection;
import io.jsentinel.resp.Resp;
import io.jsentinel.step.Input.Commanded;
import io.jsentinel.step.Outbox;
import io.jsentinel.topology.Self;
import io.jsentinel.watch.Watch;
import io.jsentinel.watch.Watches;
import java.util.Optional;

/** SENTINEL FAILOVER: a failover because somebody wants it, without the agreement of others. */
final class FailoverCommands {

    private final Watches watches;
    private final Self self;

    FailoverCommands(Watches watches, Self self) {
        this.watches = watches;
        this.self = self;
    }

    Resp failover(Commanded command, Outbox out) {
        Optional<Watch> watch = watches.named(command.args().get(2));
        if (watch.isEmpty()) {
            return QueryCommands.NO_SUCH_MASTER;
        }
        if (watch.get().failover().isInProgress()) {
            return Resp.error("-INPROG Failover already in progress");
        }
        if (ReplicaSelection.select(watch.get().master(), self.timing(), out.nowMillis())
                .isEmpty()) {
            return Resp.error("-NOGOODSLAVE No suitable replica to promote");
        }
        out.log(
                Level.NOTICE,
                "Executing user requested FAILOVER of '" + command.args().get(2) + "'");
        watch.get().failover().begin(FailoverPlan.manual(Optional.empty()), out);
        watches.touch(watch.get(), out);
        return Resp.OK;
    }
}
