package io.jsentinel.failover;

import io.jsentinel.address.Endpoint;
import io.jsentinel.config.FailoverMode;
import io.jsentinel.step.Outbox;
import io.jsentinel.topology.InfoReport.Role;
import io.jsentinel.topology.Master;
import io.jsentinel.topology.Replica;
import io.jsentinel.topology.Self;
import io.jsentinel.topology.ServerVersion;
import io.jsentinel.topology.Times;
import java.util.Optional;

/** Whether another master can be had because somebody wants one, and in which way. */
public final class Switchover {

    /** How long a hand-over may take when nothing is said. */
    public static final long DEFAULT_TIMEOUT_MILLIS = 5_000;

    private final Master master;
    private final Failover failover;
    private final Self self;

    /**
     * The switchovers of one master.
     *
     * @param failover that master's failover
     */
    public Switchover(Master master, Failover failover, Self self) {
        this.master = master;
        this.failover = failover;
        this.self = self;
    }

    /**
     * What somebody wants.
     *
     * @param isStrict whether the master must hand over, or nothing be done
     * @param target the replica to promote, absent for the best one
     * @param timeoutMillis how long a hand-over may take, at least 1
     */
    public record Wish(boolean isStrict, Optional<Endpoint> target, long timeoutMillis) {}

    /** What kind of reason there is not to do it. */
    public enum Obstacle {
        /** A failover is in progress, ours or that of another sentinel that has our vote. */
        IN_PROGRESS,
        /** There is no such replica. */
        UNKNOWN_REPLICA,
        /** There is no replica, or the one that is wanted, that can be promoted. */
        NO_GOOD_REPLICA,
        /** The master cannot hand over. */
        NO_HAND_OVER
    }

    /**
     * Why it is not done.
     *
     * @param obstacle the kind of reason
     * @param words the reason for people
     */
    public record Refusal(Obstacle obstacle, String words) {}

    /**
     * Begins it, unless there is a reason not to.
     *
     * @return the reason, or nothing when it has begun
     */
    public Optional<Refusal> begin(Wish wish, Outbox out) {
        Optional<Refusal> refusal = refusal(wish, out);
        if (refusal.isEmpty()) {
            FailoverPlan plan = handsOver(wish)
                    ? FailoverPlan.coordinated(wish.target(), wish.timeoutMillis(), wish.isStrict())
                    : FailoverPlan.manual(wish.target());
            failover.begin(plan, out);
        }
        return refusal;
    }

    private boolean handsOver(Wish wish) {
        boolean wanted = wish.isStrict() || self.process().failoverMode() == FailoverMode.COORDINATED;
        return wanted && whyNoHandOver().isEmpty();
    }

    private Optional<Refusal> refusal(Wish wish, Outbox out) {
        if (failover.isInProgress() || handsOver(wish) && failover.isOthersTurn(out.nowMillis())) {
            return refused(Obstacle.IN_PROGRESS, "Failover already in progress");
        }
        if (wish.isStrict() && whyNoHandOver().isPresent()) {
            return refused(
                    Obstacle.NO_HAND_OVER,
                    "The master cannot hand over: " + whyNoHandOver().get());
        }
        if (wish.target().isPresent()) {
            return refusalOf(wish.target().get(), out);
        }
        return ReplicaSelection.select(master, self.timing(), out.nowMillis()).isPresent()
                ? Optional.empty()
                : refused(Obstacle.NO_GOOD_REPLICA, "No suitable replica to promote");
    }

    private Optional<Refusal> refusalOf(Endpoint target, Outbox out) {
        Optional<Replica> replica = master.replica(target);
        if (replica.isEmpty()) {
            return refused(Obstacle.UNKNOWN_REPLICA, "No such replica of " + master.name() + ": " + target.spaced());
        }
        return ReplicaSelection.refusal(replica.get(), master, self.timing(), out.nowMillis())
                .flatMap(why -> refused(
                        Obstacle.NO_GOOD_REPLICA, "The replica " + replica.get().name() + " " + why));
    }

    private static Optional<Refusal> refused(Obstacle obstacle, String words) {
        return Optional.of(new Refusal(obstacle, words));
    }

    /** Why the master cannot hand over, as far as it can be said without asking it. */
    public Optional<String> whyNoHandOver() {
        if (master.isDown()) {
            return Optional.of("it is down");
        }
        if (!master.link().isUp()) {
            return Optional.of("it is disconnected");
        }
        if (master.infoMillis() == Times.NEVER) {
            return Optional.of("it has not answered an INFO yet");
        }
        if (master.reportedRole() != Role.MASTER) {
            return Optional.of("it says that it is a replica");
        }
        return master.infoText()
                .flatMap(ServerVersion::in)
                .filter(version -> version.compareTo(ServerVersion.PAUSES_WRITES) < 0)
                .map(version -> "it is Redis " + version + ", and needs " + ServerVersion.PAUSES_WRITES);
    }
}
