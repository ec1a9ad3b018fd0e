package io.jsentinel.sidecar;

import io.jsentinel.address.Endpoint;
import io.jsentinel.address.RunId;
import io.jsentinel.config.Credentials;
import io.jsentinel.health.LinkPolicy;
import io.jsentinel.resp.Resp;
import io.jsentinel.step.Effect;
import io.jsentinel.step.Outbox;
import io.jsentinel.step.Request;
import io.jsentinel.step.Requests;
import io.jsentinel.topology.Link;
import io.jsentinel.topology.Roster;
import io.jsentinel.topology.Times;

/** A connection of the sidecar, to its own Redis server or to the daemon of another pod: kept up, and given up when mute. */
final class PodLink {

    /** A failover ends the connections of the server that it promotes, ours too, and more than once: we are back at once. */
    private static final long FIRST_RETRY_MILLIS = 20;

    private static final long LAST_RETRY_MILLIS = 500;

    private static final long OPENING_MILLIS = 1_000;
    private static final long MUTE_MILLIS = 2_000;

    private final Roster roster;
    private final Link link;
    private final Endpoint to;
    private long owedSinceMillis = Times.NEVER;
    private long retryMillis = FIRST_RETRY_MILLIS;

    /**
     * A connection that is not made yet.
     *
     * @param to where; a host that is a name is looked for among those that are known
     */
    PodLink(Roster roster, Endpoint to, long nowMillis) {
        this.roster = roster;
        this.link = roster.addPodLink(nowMillis);
        this.to = to;
    }

    Link link() {
        return link;
    }

    /** Makes the connection when it is due, and ends one on which nothing is answered. */
    void maintain(Outbox out) {
        long now = out.nowMillis();
        boolean mute = link.isUp() && link.pending() > 0 && now - owedSinceMillis > MUTE_MILLIS;
        boolean stuck = link.isOpening() && now - link.attemptedMillis() > OPENING_MILLIS;
        if (mute || stuck) {
            LinkPolicy.close(link, out);
        }
        if (link.isClosed() && now - link.attemptedMillis() >= retryMillis) {
            roster.names().locate(to).target().ifPresent(target -> {
                retryMillis = Math.min(2 * retryMillis, LAST_RETRY_MILLIS);
                out.add(new Effect.OpenLink(link.opening(now), target));
            });
        }
    }

    /** When the connection is to be tried again; the end of time when it stands, or should have been tried already. */
    long retryAtMillis(long nowMillis) {
        long due = link.attemptedMillis() + retryMillis;
        return link.isClosed() && due > nowMillis ? due : Long.MAX_VALUE;
    }

    /** It stands: we log in and give our name. */
    void greet(Requests requests, Credentials credentials, RunId self, Outbox out) {
        requests.auth(credentials).ifPresent(auth -> send(auth, out));
        send(requests.setName(self, "cmd"), out);
    }

    void send(Request request, Outbox out) {
        if (link.pending() == 0) {
            owedSinceMillis = out.nowMillis();
        }
        out.send(link, request);
    }

    /** A request was answered; a connection on which more than errors come was worth making. */
    void answered(Resp answer) {
        link.answered();
        if (!(answer instanceof Resp.Error)) {
            retryMillis = FIRST_RETRY_MILLIS;
        }
    }

    /** Whether it stands and nothing is owed on it. */
    boolean isIdle() {
        return link.isUp() && link.pending() == 0;
    }

    /** Nobody needs it any more. */
    void retire() {
        roster.retirePodLink(link);
    }
}
