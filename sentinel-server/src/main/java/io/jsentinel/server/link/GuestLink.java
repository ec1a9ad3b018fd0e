package io.jsentinel.server.link;

import io.jsentinel.address.Endpoint;
import io.jsentinel.resp.Resp;
import io.jsentinel.step.Request;
import io.jsentinel.topology.LinkId;

/**
 * A link that is carried by the connection of another one to the same server. It waits until the server has said that it speaks
 * version 3 of the protocol, in which messages can come between answers; when it does not, it gets a connection of its own.
 */
final class GuestLink implements OpenLink {

    private final LinkId id;
    private final Endpoint to;
    private final RedisLink host;
    private final RedisLinks owner;
    private boolean up;
    private boolean ended;

    GuestLink(LinkId id, Endpoint to, RedisLink host, RedisLinks owner) {
        this.id = id;
        this.to = to;
        this.host = host;
        this.owner = owner;
    }

    boolean isUp() {
        return up;
    }

    @Override
    public boolean send(Request request) {
        return up && !ended && host.send(request, this);
    }

    @Override
    public void flush() {
        host.flush();
    }

    @Override
    public void end() {
        if (!ended) {
            ended = true;
            host.left(this);
        }
    }

    /** The host's connection carries it from now on. */
    void welcome(String localHost) {
        if (!ended && !up) {
            up = true;
            owner.listener().up(id, localHost, true);
        }
    }

    /** The host's connection cannot carry it: it gets its own. */
    void turnedAway() {
        if (!ended) {
            ended = true;
            owner.connect(id, to);
        }
    }

    /** The host's connection was given up by whoever owns it, who has not said that this link is to end. */
    void deserted() {
        if (up) {
            fail("the connection that it shared was given up");
        } else {
            turnedAway();
        }
    }

    void heard(String channel, String payload) {
        if (!ended) {
            owner.listener().heard(id, channel, payload);
        }
    }

    void answered(Request request, Resp answer) {
        if (!ended) {
            owner.listener().answered(id, request, answer);
        }
    }

    /** The connection is gone, or could not be made. */
    void fail(String reason) {
        if (!ended) {
            ended = true;
            owner.forget(id);
            owner.listener().down(id, reason);
        }
    }
}
