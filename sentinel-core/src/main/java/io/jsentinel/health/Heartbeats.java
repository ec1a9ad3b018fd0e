package io.jsentinel.health;

import io.jsentinel.config.Timing;
import io.jsentinel.step.Outbox;
import io.jsentinel.step.Requests;
import io.jsentinel.topology.InfoReport.Role;
import io.jsentinel.topology.Instance;
import io.jsentinel.topology.Link;
import io.jsentinel.topology.Master;
import io.jsentinel.topology.Node;
import io.jsentinel.topology.Replica;
import io.jsentinel.topology.Times;

/** What is sent again and again: PING to everybody, INFO to Redis servers. */
public final class Heartbeats {

    /** By which part of its period something may be sent early, to go out together with what is due now. */
    private static final int EARLY_PART = 16;

    /** Of how many parts a period is made: a wait ends with one of them, so that several masters are due together. */
    private static final int BEATS = 128;

    /** How many pings fit into {@code down-after-milliseconds}, so that a single lost one never decides. */
    static final int PINGS_IN_DOWN_AFTER = 4;

    /** The shortest pause between two pings. */
    static final long MIN_PING_MILLIS = 10;

    /** The pause between two INFO while a role is about to change. */
    static final long CHANGING_INFO_MILLIS = 100;

    private Heartbeats() {}

    /** Whether a ping to one of the servers of a master is due. */
    public static boolean isPingDue(Master master, Timing timing, Outbox out) {
        long period = pingPeriodMillis(master, timing);
        for (Instance instance : master.instances()) {
            Link link = instance.link();
            if (instance instanceof Node
                    && link.isUp()
                    && !link.isBusy()
                    && isDue(link.lastPingMillis(), period, out)) {
                return true;
            }
        }
        return false;
    }

    /**
     * Sends the ping that is due.
     *
     * @param together whether one is due to a server of this master: all of them are pinged in one look then, and from then on
     */
    public static void ping(Instance instance, Master master, Timing timing, boolean together, Outbox out) {
        Link link = instance.link();
        if (!link.isUp()) {
            return;
        }
        long period = pingPeriodMillis(master, timing);
        boolean isInTime =
                together && instance instanceof Node && out.nowMillis() - link.lastPingMillis() >= period / 2;
        boolean isDue = isInTime || isDue(link.lastPingMillis(), period, out);
        if (isDue && !link.isBusy()) {
            sendPing(link, master, out);
        }
        long last = isDue ? out.nowMillis() : link.lastPingMillis();
        long next = beatAfter(last + period, period);
        // Another master looks when the ping is due; this one when it has long been unanswered, for each judges by
        // itself.
        boolean isOurs = link.needsPingOf(master.name(), next, out.nowMillis());
        out.lookAgainAt(isOurs ? next : next + period);
    }

    /** Whether something that was last sent at a moment is due now, or so soon that it can go out with what is. */
    public static boolean isDue(long lastMillis, long periodMillis, Outbox out) {
        return out.nowMillis() - lastMillis >= periodMillis - periodMillis / EARLY_PART;
    }

    /**
     * The first beat at a moment or after it, less than a hundredth of a period later: what is due at the same beat is
     * sent in one step, and its answers are read together.
     */
    public static long beatAfter(long moment, long periodMillis) {
        long beat = Math.max(1, periodMillis / BEATS);
        return (moment + beat - 1) / beat * beat;
    }

    /** Sends a ping now. */
    public static void sendPing(Link link, Master master, Outbox out) {
        out.send(link, Requests.of(master).ping());
        link.pingSent(out.nowMillis());
    }

    /**
     * Sends the INFO that is due.
     *
     * @param pace how often
     */
    public static void info(Node node, Master master, InfoPace pace, Outbox out) {
        if (!node.link().isUp() || node.isInfoAwaited()) {
            return;
        }
        long period = pace.periodMillis(node, master);
        long last = Math.max(node.infoMillis(), node.infoSentMillis());
        if (!isDue(last, period, out)) {
            out.lookAgainAt(beatAfter(last + period, period));
        } else if (!node.link().isBusy()) {
            sendInfo(node, master, out);
        }
    }

    /** Asks for an INFO now, whatever is due. */
    public static void sendInfo(Node node, Master master, Outbox out) {
        out.send(node.link(), Requests.of(master).info());
        node.infoSent(out.nowMillis());
    }

    /** The pause between two pings to an instance of a master. */
    public static long pingPeriodMillis(Master master, Timing timing) {
        return pingPeriodMillis(master.settings().downAfterMillis(), timing);
    }

    /** The pause between two pings. */
    static long pingPeriodMillis(long downAfterMillis, Timing timing) {
        return Math.max(MIN_PING_MILLIS, Math.min(timing.pingPeriodMillis(), downAfterMillis / PINGS_IN_DOWN_AFTER));
    }

    /**
     * How often INFO is asked for.
     *
     * @param timing the periods
     * @param inFailover whether a failover of ours is under way
     * @param observed whether somebody outside relies on what nodes say of themselves
     */
    public record InfoPace(Timing timing, boolean inFailover, boolean observed) {

        /** A master that begins anew is watched closely; one that says it is a replica, as replicas in trouble are. */
        private long changingMillis(Master master) {
            return master.isReborn() ? CHANGING_INFO_MILLIS : timing.fastInfoPeriodMillis();
        }

        long periodMillis(Node node, Master master) {
            long usual = observed ? timing.fastInfoPeriodMillis() : timing.infoPeriodMillis();
            if (!(node instanceof Replica replica)) {
                boolean isSettled = !master.isReborn() && master.reportedRole() == Role.MASTER;
                return isSettled ? usual : changingMillis(master);
            }
            if (inFailover) {
                return CHANGING_INFO_MILLIS;
            }
            if (master.isReborn() || FastDown.isNear(master)) {
                return CHANGING_INFO_MILLIS;
            }
            boolean inTrouble = master.isObjectivelyDown()
                    || master.reportedRole() != Role.MASTER
                    || replica.report().masterLinkDownMillis() != 0
                    || replica.reportedRole() != Role.SLAVE
                    || !replica.report().masterLinkUp() && replica.infoMillis() != Times.NEVER;
            return inTrouble ? timing.fastInfoPeriodMillis() : usual;
        }
    }
}
