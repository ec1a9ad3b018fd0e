package io.jsentinel.sidecar;

import io.jsentinel.address.Endpoint;
import io.jsentinel.address.RunId;
import io.jsentinel.config.Credentials;
import io.jsentinel.pod.LocalInfo;
import io.jsentinel.pod.LocalRedis;
import io.jsentinel.resp.Resp;
import io.jsentinel.step.OrderForm;
import io.jsentinel.step.Outbox;
import io.jsentinel.step.Request;
import io.jsentinel.step.Requests;
import io.jsentinel.topology.Roster;
import io.jsentinel.topology.Times;
import java.util.Optional;

/** The Redis server beside us: what it said last, and the orders that it gets. */
final class LocalServer {

    /** How old an INFO may be to count as what is so now. */
    private static final long FRESH_MILLIS = 3_000;

    /** All at once; its file is not rewritten, since it is the role file that says whom it follows at its start. */
    private static final OrderForm FULL = new OrderForm(true, true, false, true, false);

    private static final OrderForm PLAIN = new OrderForm(false, true, false, false, false);

    private final PodLink link;
    private OrderForm form = FULL;
    private Optional<LocalRedis> told = Optional.empty();
    private long toldMillis = Times.NEVER;
    private long askedMillis = Times.NEVER;
    private long orderedMillis = Times.NEVER;

    LocalServer(Roster roster, Endpoint redis, long nowMillis) {
        this.link = new PodLink(roster, redis, nowMillis);
    }

    PodLink link() {
        return link;
    }

    /** What it is now; absent when it is not there, or says nothing. */
    Optional<LocalRedis> now(long nowMillis) {
        return told.filter(redis -> link.link().isUp() && nowMillis - toldMillis <= FRESH_MILLIS);
    }

    /** Whether what it says was said after the last order to it. */
    boolean hasAnsweredOrder() {
        return toldMillis > orderedMillis;
    }

    /** When it was given an order last. */
    long orderedMillis() {
        return orderedMillis;
    }

    /** Asks what it is, unless it was asked so short a while ago, or owes an answer. */
    void ask(Requests requests, long periodMillis, Outbox out) {
        if (link.isIdle() && out.nowMillis() - askedMillis >= periodMillis) {
            askNow(requests, out);
        }
    }

    private void askNow(Requests requests, Outbox out) {
        askedMillis = out.nowMillis();
        link.send(requests.info(), out);
    }

    /**
     * It is connected: it is given the name under which its master is to list it, before anybody can make it a replica,
     * and says what it is.
     */
    void greet(Requests requests, Credentials credentials, RunId self, Endpoint place, Outbox out) {
        link.greet(requests, credentials, self, out);
        callItself(place, requests, out);
        askNow(requests, out);
    }

    /** Makes it follow a master, or nobody and so take writes; its clients are sent away, to ask again. */
    void order(Optional<Endpoint> master, Requests requests, Outbox out) {
        orderedMillis = out.nowMillis();
        requests.order(master, form).forEach(part -> link.send(part, out));
        askNow(requests, out);
    }

    /** Gives it the name under which its master lists it; one that is connected to a master stays listed as it was. */
    void callItself(Endpoint place, Requests requests, Outbox out) {
        link.send(requests.configSet("replica-announce-ip", place.host()), out);
        link.send(requests.configSet("replica-announce-port", Integer.toString(place.port())), out);
    }

    /**
     * It answered.
     *
     * @return what is to be told people; nothing in general
     */
    Optional<String> onAnswered(Request request, Resp answer, long nowMillis) {
        if (request.kind() == Request.Kind.INFO && answer instanceof Resp.Bulk text) {
            told = LocalInfo.parse(text.text());
            toldMillis = nowMillis;
            return Optional.empty();
        }
        if (!(answer instanceof Resp.Error error)) {
            return Optional.empty();
        }
        boolean isOrder = request.kind() != Request.Kind.INFO && request.kind() != Request.Kind.CONFIG_SET;
        if (isOrder && request.kind() != Request.Kind.AUTH && request.kind() != Request.Kind.SETNAME) {
            form = PLAIN;
        }
        return Optional.of(
                "the Redis server beside us answers " + request.kind().command() + " with: " + error.text());
    }

    /** The connection is gone: what it said is over. */
    void lost() {
        told = Optional.empty();
        toldMillis = Times.NEVER;
    }
}
