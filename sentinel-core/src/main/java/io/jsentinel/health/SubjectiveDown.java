package io.jsentinel.health;

import io.jsentinel.config.Timing;
import io.jsentinel.event.EventType;
import io.jsentinel.step.Outbox;
import io.jsentinel.topology.InfoReport.Role;
import io.jsentinel.topology.Instance;
import io.jsentinel.topology.Link;
import io.jsentinel.topology.Master;
import io.jsentinel.topology.Times;

/**
 * Whether an instance is down as we see it (SDOWN). Source: Redis docs, "SDOWN and ODOWN failure state".
 *
 * <p>The time counts from the last valid answer, never less, and only while an answer is owed.
 */
public final class SubjectiveDown {

    /** For how long all nodes must say that nobody is the master: an order to several looks like it for a moment. */
    static final long MASTERLESS_MILLIS = 2_000;

    private SubjectiveDown() {}

    /**
     * Judges an instance and tells when that changed.
     *
     * @param instance whom
     * @param master the master that it belongs to, or itself
     * @return whether the judgement changed
     */
    public static boolean judge(Instance instance, Master master, Timing timing, Outbox out) {
        long downAt = downAtMillis(instance, master, timing);
        boolean down = instance.isDown() ? out.nowMillis() >= downAt : out.heardUntil(downAt);
        if (out.nowMillis() < downAt) {
            out.lookAgainAt(downAt);
        }
        if (down == instance.isDown()) {
            return false;
        }
        if (down) {
            instance.wentDown(out.nowMillis());
            out.announce(EventType.SDOWN, instance);
        } else {
            instance.cameUp();
            out.announce(EventType.SDOWN_ENDED, instance);
        }
        return true;
    }

    /** When an instance is down if nothing is heard of it until then; {@link Times#FAR_FUTURE} if it owes nothing. */
    static long downAtMillis(Instance instance, Master master, Timing timing) {
        long downAfter = master.settings().downAfterMillis();
        Link link = instance.link();
        long silent = link.owesLife() ? after(link.lastAvailableMillis(), downAfter) : Times.FAR_FUTURE;
        return instance == master ? Math.min(silent, misbehavingMillis(master, timing)) : silent;
    }

    /** A master is down, too, when it has long said that it is a replica, or does not come back from a reboot. */
    private static long misbehavingMillis(Master master, Timing timing) {
        long at = Times.FAR_FUTURE;
        if (master.reportedRole() == Role.SLAVE) {
            at = after(
                    master.reportedRoleSinceMillis(),
                    saturated(master.settings().downAfterMillis(), 2 * timing.infoPeriodMillis()));
        }
        if (master.masterlessMillis() != Times.NEVER) {
            // All nodes say so, which is more than the master's own word.
            at = Math.min(at, after(master.masterlessMillis(), MASTERLESS_MILLIS));
        }
        long rebootPeriod = master.settings().rebootDownAfterMillis();
        if (rebootPeriod > 0 && master.rebootedMillis() != Times.NEVER) {
            at = Math.min(at, after(master.rebootedMillis(), rebootPeriod));
        }
        return Math.min(at, FastDown.downAtMillis(master));
    }

    /** The first moment that is more than a period after another; people may configure absurd periods. */
    private static long after(long moment, long periodMillis) {
        return saturated(moment, saturated(periodMillis, 1));
    }

    private static long saturated(long a, long b) {
        long sum = a + b;
        return b > 0 && sum < a ? Times.FAR_FUTURE : sum;
    }
}
