package io.jsentinel.failover;

import io.jsentinel.event.EventType.Level;
import io.jsentinel.step.Outbox;
import io.jsentinel.topology.Master;
import io.jsentinel.topology.Replica;
import io.jsentinel.topology.Self;
import java.util.Optional;
import java.util.function.Predicate;

/** Which replica one failover promotes: the one that was asked for, or the best; and when it can be said. */
final class ReplicaChoice {

    /** How long the choice waits for answers to the INFO that the attempt began with. */
    static final long PATIENCE_MILLIS = 200;

    private final Master master;
    private final Self self;

    ReplicaChoice(Master master, Self self) {
        this.master = master;
        this.self = self;
    }

    /** Whether a replica that could be chosen has not answered yet, and may still do so in time. */
    boolean isTooEarly(long sinceMillis, Outbox out) {
        long patienceEnds = sinceMillis + PATIENCE_MILLIS;
        boolean early = out.nowMillis() < patienceEnds && ReplicaSelection.isNewsAwaited(master);
        if (early) {
            out.lookAgainAt(patienceEnds);
        }
        return early;
    }

    /** The replica to promote, if any is fit. */
    Optional<Replica> best(FailoverPlan plan, Outbox out) {
        return among(isMeant(plan), out);
    }

    /**
     * The replica to promote among those that have answered since a moment, one that follows the master itself if there
     * is any. A hand-over needs one that does both: any other would only be waited for.
     */
    Optional<Replica> bestThatAnswers(FailoverPlan plan, long sinceMillis, Outbox out) {
        Predicate<Replica> answers = replica -> replica.infoMillis() >= sinceMillis;
        Predicate<Replica> isClose = answers.and(replica -> !HandOver.followsAnother(replica, master));
        return among(isMeant(plan).and(isClose), out)
                .or(() -> among(isMeant(plan).and(answers), out));
    }

    private Optional<Replica> among(Predicate<Replica> some, Outbox out) {
        return ReplicaSelection.select(master, self.timing(), out.nowMillis(), some);
    }

    private static Predicate<Replica> isMeant(FailoverPlan plan) {
        return replica ->
                plan.target().isEmpty() || replica.location().isAt(plan.target().get());
    }

    /** Tells the log of every replica why it cannot be promoted. */
    void logRefusals(Outbox out) {
        for (Replica replica : master.replicas()) {
            ReplicaSelection.refusal(replica, master, self.timing(), out.nowMillis())
                    .ifPresent(why -> out.log(
                            Level.NOTICE,
                            "Replica " + replica.name() + " of " + master.name() + " cannot be promoted: it " + why));
        }
    }
}
