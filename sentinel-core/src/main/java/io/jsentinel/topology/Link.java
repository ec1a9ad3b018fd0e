package io.jsentinel.topology;

import static io.jsentinel.topology.Times.NEVER;

/**
 * A connection to a node as the protocol sees it: whether it stands, what is unanswered, when life was last seen.
 *
 * <p>A sentinel that watches several masters has one link, shared by all of them.
 */
public final class Link {

    /** The most requests that may wait for an answer, for each master that shares the link. */
    public static final int MAX_PENDING = 100;

    /** The most requests that may wait for an answer, however many masters share the link. */
    public static final int MAX_PENDING_SHARED = 10_000;

    /** The time in which a healthy sentinel answers. */
    private static final long PROMPT_MILLIS = 1_000;

    /** So long a system may wait, after an outage, before it sends again what was lost: Linux's TCP_RTO_MAX. */
    private static final long RESEND_MILLIS = 120_000;

    private enum State {
        CLOSED,
        OPENING,
        UP
    }

    private final Openings openings;
    private LinkId id;
    private State state = State.CLOSED;
    private long attemptedMillis = NEVER;
    private boolean putOff;
    private long upSinceMillis = NEVER;
    private String localHost = "";
    private int pending;
    private int sharers = 1;
    private String pinger = "";
    private long pingPlannedMillis = NEVER;

    private long lastAvailableMillis;
    private long lastPongMillis;
    private long lastPingMillis = NEVER;
    private long unansweredPingMillis = NEVER;
    private long lastHeardMillis;
    private long forgivenMillis;
    private final RecentWorst answerTimes = new RecentWorst();
    private boolean lost;
    private long troubledMillis = NEVER;

    /**
     * A link that is not connected yet; the clock of its answers starts now.
     *
     * @param number which link
     * @param openings where it is counted while it is being made
     */
    Link(long number, Openings openings, long nowMillis) {
        this.openings = openings;
        this.id = new LinkId(number, 0);
        owesSince(nowMillis);
        this.lastHeardMillis = nowMillis;
    }

    /** The identity of the present connection, or of the last one. */
    public LinkId id() {
        return id;
    }

    public boolean isClosed() {
        return state == State.CLOSED;
    }

    public boolean isOpening() {
        return state == State.OPENING;
    }

    public boolean isUp() {
        return state == State.UP;
    }

    /** A connection is being made. */
    public LinkId opening(long nowMillis) {
        if (putOff) {
            putOff = false;
            owesSince(nowMillis);
        }
        id = id.next();
        state = State.OPENING;
        attemptedMillis = nowMillis;
        openings.began(id.number(), nowMillis);
        return id;
    }

    /**
     * Whether a connection may be begun now without being one too many at once.
     *
     * @param heardUntilMillis until when all that came was heard
     */
    public boolean hasRoom(long heardUntilMillis) {
        return openings.room(heardUntilMillis) > 0;
    }

    /** How many links, perhaps this one among them, have been tried in vain since a moment, and not before. */
    public int soughtSince(long millis) {
        return openings.soughtSince(millis);
    }

    /** How many links of all were tried and do not stand: two of a server that is lost. */
    public int missing() {
        return openings.missing();
    }

    /** Nobody needs this link any more. */
    void left() {
        openings.left(id.number());
    }

    /** The first connection waits for others of ours: the other side owes nothing before it is begun. */
    public void putOff(long nowMillis) {
        putOff = true;
        owesSince(nowMillis);
    }

    private void owesSince(long millis) {
        lastAvailableMillis = millis;
        lastPongMillis = millis;
    }

    /** The connection stands. */
    public void up(String ownHost, long nowMillis) {
        state = State.UP;
        openings.stands(id.number());
        if (lost) {
            lost = false;
            troubledMillis = nowMillis;
        }
        upSinceMillis = nowMillis;
        lastHeardMillis = nowMillis;
        localHost = ownHost;
    }

    /** The connection is gone; what was unanswered will stay so. */
    public void closed() {
        lost |= state == State.UP;
        state = State.CLOSED;
        openings.ended(id.number());
        pending = 0;
        unansweredPingMillis = NEVER;
        pingPlannedMillis = NEVER;
    }

    /** It takes the place of a connection that was lost, or may do so. */
    void lost() {
        lost = true;
    }

    /** A request went out. */
    public void sent() {
        pending++;
    }

    /** A ping went out. */
    public void pingSent(long nowMillis) {
        lastPingMillis = nowMillis;
        if (unansweredPingMillis == NEVER) {
            unansweredPingMillis = nowMillis;
        }
    }

    /** An answer came, of whatever kind. */
    public void answered() {
        pending = Math.max(0, pending - 1);
    }

    /** A ping was answered in a way that shows life. */
    public void available(long nowMillis) {
        if (unansweredPingMillis != NEVER) {
            long took = nowMillis - unansweredPingMillis;
            answerTimes.took(took);
            if (took > PROMPT_MILLIS) {
                troubledMillis = nowMillis;
            }
        }
        lastAvailableMillis = nowMillis;
        lastPongMillis = nowMillis;
        unansweredPingMillis = NEVER;
        forgivenMillis = 0;
    }

    /** A ping was answered, but not in a way that shows a healthy node. */
    public void pongWithoutLife(long nowMillis) {
        lastPongMillis = nowMillis;
    }

    /** Something came on a subscribed channel. */
    public void heard(long nowMillis) {
        lastHeardMillis = nowMillis;
    }

    /** Time in which we ourselves did not look does not count against the other side. */
    public void forgive(long lateMillis) {
        forgivenMillis += lateMillis;
        lastAvailableMillis += lateMillis;
        lastHeardMillis += lateMillis;
        if (unansweredPingMillis != NEVER) {
            unansweredPingMillis += lateMillis;
        }
        if (state == State.OPENING) {
            attemptedMillis += lateMillis;
        }
    }

    /** For how long we did not look since it last showed life. */
    public long forgivenMillis() {
        return forgivenMillis;
    }

    /** Whether the other side owes us a sign of life: it is not connected, or a ping is unanswered. */
    public boolean owesLife() {
        return state != State.UP || unansweredPingMillis != NEVER;
    }

    /**
     * Whether what comes from the other side now was sent just now, too: its connection was not lost and no answer was late
     * for as long as what was sent in an outage may still come.
     */
    public boolean isPrompt(long nowMillis) {
        return state == State.UP
                && (unansweredPingMillis == NEVER || nowMillis - unansweredPingMillis <= PROMPT_MILLIS)
                && (troubledMillis == NEVER || nowMillis - troubledMillis > RESEND_MILLIS);
    }

    /** When the last attempt to connect was made. */
    public long attemptedMillis() {
        return attemptedMillis;
    }

    public long upSinceMillis() {
        return upSinceMillis;
    }

    /** Our own address on this connection, empty before the first one stood. */
    public String localHost() {
        return localHost;
    }

    /** How long the other side took lately at worst to answer a ping. */
    public RecentWorst answerTimes() {
        return answerTimes;
    }

    /** How many requests wait for an answer. */
    public int pending() {
        return pending;
    }

    /** So many masters share the link. */
    void sharedBy(int masters) {
        sharers = masters;
        // Whoever planned the next ping may be the one who left.
        pingPlannedMillis = NEVER;
    }

    /**
     * Whether a master that shares the link has to look at that moment because of the next ping: one of them is enough, as long
     * as its look is still to come.
     *
     * @param master its name
     * @param moment when the ping is due for it
     */
    public boolean needsPingOf(String master, long moment, long nowMillis) {
        boolean isOthers = sharers > 1 && !master.equals(pinger);
        if (isOthers && pingPlannedMillis >= nowMillis && pingPlannedMillis <= moment) {
            return false;
        }
        pinger = master;
        pingPlannedMillis = moment;
        return true;
    }

    /** Whether so many requests wait for an answer that no other should be sent. */
    public boolean isBusy() {
        return pending >= Math.min(MAX_PENDING_SHARED, MAX_PENDING * sharers);
    }

    /** When the last acceptable answer to a ping came; the creation if there was none. */
    public long lastAvailableMillis() {
        return lastAvailableMillis;
    }

    /** When the last answer of any kind to a ping came; the creation if there was none. */
    public long lastPongMillis() {
        return lastPongMillis;
    }

    public long lastPingMillis() {
        return lastPingMillis;
    }

    /** When the oldest unanswered ping was sent, or {@link Times#NEVER}. */
    public long unansweredPingMillis() {
        return unansweredPingMillis;
    }

    /** When something last came on a subscribed channel. */
    public long lastHeardMillis() {
        return lastHeardMillis;
    }
}
