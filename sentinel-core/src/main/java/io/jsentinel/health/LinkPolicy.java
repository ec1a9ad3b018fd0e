package io.jsentinel.health;

import io.jsentinel.config.Timing;
import io.jsentinel.step.Effect;
import io.jsentinel.step.Outbox;
import io.jsentinel.topology.Instance;
import io.jsentinel.topology.Link;
import io.jsentinel.topology.LinkId;
import io.jsentinel.topology.Location;
import io.jsentinel.topology.Master;
import io.jsentinel.topology.Node;
import io.jsentinel.topology.Times;
import java.util.Optional;

/** When to connect to an instance, and when to give a connection up that gives no sign of life. */
public final class LinkPolicy {

    /** The least time between two attempts to connect. */
    static final long MIN_RECONNECT_MILLIS = 50;

    /** The least time that a connection may take to stand. */
    static final long MIN_OPENING_MILLIS = 1_000;

    /** How much each member of a master adds to the pause between attempts to reach one of them. */
    static final long PAUSE_PER_MEMBER_MILLIS = 4;

    /** How much each link that was lost lately adds to the pause of those who are in a hurry: hundreds have better things to do. */
    static final long HURRY_PER_LINK_MILLIS = 2;

    /** For how long a master that was lost is tried in a hurry. */
    static final long HURRY_MILLIS = 10_000;

    private LinkPolicy() {}

    /** Opens what should be open and replaces what is silent. */
    public static void maintain(Instance instance, Master master, Timing timing, Outbox out) {
        long downAfter = master.settings().downAfterMillis();
        Link link = instance.link();
        if (link.isUp() && isMute(link, downAfter, timing, out)) {
            close(link, out);
            if (instance instanceof Node node) {
                node.infoLost();
            }
        }
        connect(link, instance, master, timing, out);
        if (instance instanceof Node node) {
            maintainEvents(node, master, timing, out);
        }
    }

    private static void maintainEvents(Node node, Master master, Timing timing, Outbox out) {
        long downAfter = master.settings().downAfterMillis();
        Link events = node.eventsLink();
        if (events.isUp()) {
            long silentAt = Math.max(
                    events.upSinceMillis() + patienceMillis(downAfter, timing),
                    events.lastHeardMillis() + 3 * timing.publishPeriodMillis());
            if (out.nowMillis() <= silentAt) {
                out.lookAgainAt(silentAt + 1);
            } else if (out.heardUntil(silentAt + 1)) {
                close(events, out);
            }
        }
        connect(events, node, master, timing, out);
    }

    /** A command connection is mute when it is old enough, and a ping has long been unanswered on it. */
    private static boolean isMute(Link link, long downAfter, Timing timing, Outbox out) {
        if (link.unansweredPingMillis() == Times.NEVER) {
            return false;
        }
        long muteAt = Math.max(
                link.upSinceMillis() + patienceMillis(downAfter, timing),
                Math.max(link.unansweredPingMillis(), link.lastPongMillis()) + downAfter / 2);
        if (out.nowMillis() <= muteAt) {
            out.lookAgainAt(muteAt + 1);
        }
        return out.heardUntil(muteAt + 1);
    }

    /** The age below which a connection is not replaced: Redis' 15 s, but with a short down-after not so long. */
    private static long patienceMillis(long downAfter, Timing timing) {
        return Math.min(timing.minLinkReconnectPeriodMillis(), Math.max(MIN_OPENING_MILLIS, downAfter));
    }

    private static void connect(Link link, Instance instance, Master master, Timing timing, Outbox out) {
        Location to = instance.location();
        long reconnectMillis = reconnectMillis(instance, master, timing, out.nowMillis());
        if (to.told().port() == 0 || to.target().isEmpty()) {
            return;
        }
        if (link.isOpening()) {
            long giveUpAt = link.attemptedMillis() + Math.max(MIN_OPENING_MILLIS, reconnectMillis);
            if (out.nowMillis() < giveUpAt) {
                out.lookAgainAt(giveUpAt);
            }
            if (!out.heardUntil(giveUpAt)) {
                return;
            }
            close(link, out);
        }
        if (link.isClosed()) {
            long dueAt = link.attemptedMillis() + reconnectMillis;
            if (out.nowMillis() < dueAt) {
                out.lookAgainAt(dueAt);
                return;
            }
            if (waitsForOthers(link, instance, out)) {
                out.lookAgainWhenOpened();
                return;
            }
            // The one for commands is begun before it.
            Optional<LinkId> beside = link == instance.link()
                    ? Optional.empty()
                    : Optional.of(instance.link().id());
            out.add(new Effect.OpenLink(
                    link.opening(out.nowMillis()), to.target().get(), beside));
            out.lookAgainAt(out.nowMillis() + Math.max(MIN_OPENING_MILLIS, reconnectMillis));
        }
    }

    /**
     * Whether too many connections are being made already. Whoever was connected until now does not wait for the first attempt: a
     * rack of hosts that do not answer must not keep us from those that do.
     */
    private static boolean waitsForOthers(Link link, Instance instance, Outbox out) {
        boolean isFirst = link.attemptedMillis() == Times.NEVER;
        boolean stoodUntilNow = !isFirst && link.upSinceMillis() >= link.attemptedMillis();
        if (stoodUntilNow || link.hasRoom(out.heardUntilMillis())) {
            return false;
        }
        if (isFirst && !instance.isDown()) {
            link.putOff(out.nowMillis());
        }
        return true;
    }

    /** Gives a connection up: by us, so nothing is heard of it any more. */
    public static void close(Link link, Outbox out) {
        if (!link.isClosed()) {
            out.add(new Effect.CloseLink(link.id()));
            link.closed();
        }
    }

    /**
     * The pause between two attempts: that of the pings. Members can be invented by the thousand, so where there are
     * many they are tried more seldom; the master itself is not. A master that was just lost is tried in a hurry: if
     * its process comes back without data, its replicas ask for a copy of that within a second. Where hundreds are lost together,
     * the time goes into replacing them.
     */
    private static long reconnectMillis(Instance instance, Master master, Timing timing, long nowMillis) {
        long usual = Math.max(
                MIN_RECONNECT_MILLIS,
                Heartbeats.pingPeriodMillis(master.settings().downAfterMillis(), timing));
        if (instance == master) {
            boolean justLost = nowMillis - master.lostMillis() < HURRY_MILLIS;
            return justLost ? Math.min(usual, hurriedMillis(instance, nowMillis)) : usual;
        }
        return Math.max(usual, PAUSE_PER_MEMBER_MILLIS * master.memberCount());
    }

    private static long hurriedMillis(Instance instance, long nowMillis) {
        int lostTogether = instance.link().soughtSince(nowMillis - HURRY_MILLIS);
        return Math.max(MIN_RECONNECT_MILLIS, HURRY_PER_LINK_MILLIS * lostTogether);
    }
}
