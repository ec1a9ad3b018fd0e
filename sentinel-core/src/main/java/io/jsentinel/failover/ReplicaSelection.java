package io.jsentinel.failover;

import io.jsentinel.config.Timing;
import io.jsentinel.guard.DataComparison;
import io.jsentinel.topology.InfoReport.Role;
import io.jsentinel.topology.Master;
import io.jsentinel.topology.Node;
import io.jsentinel.topology.Replica;
import io.jsentinel.topology.Times;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Which replica is promoted. Source: Redis docs, "Replica selection and priority". */
public final class ReplicaSelection {

    /** How many ping periods an answer, or an INFO while the master is down, may be old. */
    private static final int FRESH_PERIODS = 5;

    /** How many INFO periods an INFO may be old while the master is up. */
    private static final int FRESH_INFO_PERIODS = 3;

    /** How many times down-after a replica may have been cut off before its master went down. */
    private static final int LINK_DOWN_FACTOR = 10;

    /**
     * One whose data are known, then one whose pod does not end soon, then the smallest priority, then the largest offset, then
     * the smallest id; a replica without an id comes last.
     */
    static final Comparator<Replica> PREFERENCE = Comparator.comparing(Replica::isStranger)
            .thenComparing(Replica::isLeaving)
            .thenComparingInt(r -> r.report().priority())
            .thenComparing(
                    Comparator.<Replica>comparingLong(r -> r.report().offset()).reversed())
            .thenComparing(r -> r.runId().isEmpty())
            .thenComparing(Replica::shownRunId, String.CASE_INSENSITIVE_ORDER);

    private ReplicaSelection() {}

    /** Whether a replica that could be chosen has not yet said how far it has read. */
    static boolean isNewsAwaited(Master master) {
        return master.replicas().stream()
                .anyMatch(r -> r.isInfoAwaited() && r.link().isUp() && !r.isDown());
    }

    /** The best replica to promote, if any is fit. */
    public static Optional<Replica> select(Master master, Timing timing, long nowMillis) {
        return select(master, timing, nowMillis, replica -> true);
    }

    /** The best replica to promote among some of them, if any is fit. */
    static Optional<Replica> select(Master master, Timing timing, long nowMillis, Predicate<Replica> among) {
        List<Replica> fit = master.replicas().stream()
                .filter(among)
                .filter(r -> refusal(r, master, timing, nowMillis).isEmpty())
                .toList();
        // Where the master began anew, one that has copied its new data is no choice while another has the old ones.
        Optional<Replica> keeper = !master.isReborn()
                ? Optional.empty()
                : fit.stream().filter(r -> keepsWhatIsLost(r, master)).min(PREFERENCE);
        return keeper.or(() -> fit.stream().min(PREFERENCE));
    }

    /** Why a replica cannot be promoted, or nothing. */
    public static Optional<String> refusal(Replica replica, Master master, Timing timing, long nowMillis) {
        if (replica.isStranger() && !replica.reigns()) {
            return Optional.of("has data that are not known to be this master's");
        }
        if (isEmptyMaster(replica, master) && !hasBeenDownLong(master, nowMillis)) {
            return Optional.of("is an empty master, while others of its set had data");
        }
        if (replica.isDown()) {
            return Optional.of("is down");
        }
        if (!replica.link().isUp()) {
            return Optional.of("is disconnected");
        }
        if (nowMillis - replica.link().lastAvailableMillis() > FRESH_PERIODS * timing.pingPeriodMillis()) {
            return Optional.of("has not answered a ping for too long");
        }
        if (nowMillis - replica.orderRefusedMillis() <= master.settings().failoverTimeoutMillis()) {
            return Optional.of("has refused to change its role");
        }
        if (replica.report().priority() == 0) {
            return Optional.of("has priority 0");
        }
        long infoLimit = master.isDown()
                ? FRESH_PERIODS * timing.pingPeriodMillis()
                : FRESH_INFO_PERIODS * timing.infoPeriodMillis();
        if (nowMillis - replica.infoMillis() > infoLimit) {
            return Optional.of("has not answered an INFO for too long");
        }
        if (replica.report().masterLinkDownMillis() > linkDownLimit(master, nowMillis)
                && !keepsWhatIsLost(replica, master)
                && !isBestWithoutMaster(replica, master)) {
            return Optional.of("was cut off from its master for too long");
        }
        return Optional.empty();
    }

    /**
     * Whether a replica came up as an empty master and has followed nobody of ours yet, while others have data. To promote
     * it would be to lose them all.
     */
    private static boolean isEmptyMaster(Replica replica, Master master) {
        return replica.reportedRole() == Role.MASTER
                && replica.report().history().keys().all() == 0
                && !master.lineage().has(replica.report().history())
                && (hasKeys(master) || master.replicas().stream().anyMatch(ReplicaSelection::hasKeys));
    }

    private static boolean hasKeys(Node node) {
        return node.report().history().keys().all() > 0;
    }

    /** Whether whoever had data had the time to come back: from then on an empty master is better than none. */
    static boolean hasBeenDownLong(Master master, long nowMillis) {
        return master.isDown()
                && nowMillis - master.downSinceMillis() > master.settings().failoverTimeoutMillis();
    }

    /**
     * Whether the master began anew without what a replica has. Such a master is set apart, so that it matters no more how
     * long the replica was cut off: what it has is the best that is left.
     */
    private static boolean keepsWhatIsLost(Replica replica, Master master) {
        return master.isReborn() && RebootGuard.compared(replica, master) == DataComparison.AHEAD;
    }

    /**
     * Whether all nodes say that nobody is the master, and no other replica has read further. Then all are cut off for as long
     * as that lasts, which may have begun before we looked.
     */
    private static boolean isBestWithoutMaster(Replica replica, Master master) {
        return master.masterlessMillis() != Times.NEVER
                && master.replicas().stream()
                        .filter(other -> !other.isStranger())
                        .allMatch(other ->
                                other.report().offset() <= replica.report().offset());
    }

    private static long linkDownLimit(Master master, long nowMillis) {
        // A process that stood still saw its master go down later than the replicas did.
        long masterDown = master.isDown()
                ? nowMillis - master.downSinceMillis() + master.link().forgivenMillis()
                : 0;
        long limit = Math.min(master.settings().downAfterMillis(), Long.MAX_VALUE / (2 * LINK_DOWN_FACTOR));
        return LINK_DOWN_FACTOR * limit + masterDown;
    }
}
