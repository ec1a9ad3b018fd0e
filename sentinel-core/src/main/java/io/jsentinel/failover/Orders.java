package io.jsentinel.failover;

import io.jsentinel.address.Endpoint;
import io.jsentinel.health.Complaints;
import io.jsentinel.health.Heartbeats;
import io.jsentinel.health.LinkPolicy;
import io.jsentinel.resp.Resp;
import io.jsentinel.step.OrderForm;
import io.jsentinel.step.Outbox;
import io.jsentinel.step.Request;
import io.jsentinel.step.Requests;
import io.jsentinel.topology.Master;
import io.jsentinel.topology.Node;
import io.jsentinel.topology.Times;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The orders to the nodes of one master to follow another node, or nobody. Each begins in the form of Redis; what a node
 * does not know or does not allow us (CONFIG REWRITE, CLIENT KILL, MULTI, or one of SLAVEOF and REPLICAOF) is left out
 * when the order is repeated. It is whoever gave the order that repeats it, as long as it is still meant.
 */
public final class Orders {

    /** The pause before an order is repeated that was refused for a reason that may pass. */
    static final long PAUSE_MILLIS = 1_000;

    private final Master master;

    /** The last order to each node, until it is carried out. */
    private final TreeMap<Endpoint, Given> open = new TreeMap<>();

    /** An order, and when it may be repeated: {@link Times#FAR_FUTURE} while answers are awaited. */
    private record Given(Order order, long repeatMillis) {}

    Orders(Master master) {
        this.master = master;
    }

    /**
     * Tells a node to follow a master, and asks at once what came of it.
     *
     * @param newMaster whom, empty to be a master itself
     */
    void give(Node node, Optional<Endpoint> newMaster, Outbox out) {
        give(node, newMaster, OrderForm.FULL, out);
    }

    /**
     * Tells a node to be apart from all others: it follows itself, so that nobody gets data from it and it takes no
     * writes, but keeps what it has. Its file stays as it is.
     */
    void setApart(Node node, Endpoint itself, Outbox out) {
        give(node, Optional.of(itself), OrderForm.APART, out);
    }

    /**
     * Tells a node to follow a master in another form than that of Redis.
     *
     * @param usual the form, unless the same order was given before and is known to need another one
     */
    void give(Node node, Optional<Endpoint> newMaster, OrderForm usual, Outbox out) {
        OrderForm form = Optional.ofNullable(open.get(node.endpoint()))
                .map(Given::order)
                .filter(before -> before.newMaster().equals(newMaster))
                .map(Order::nextForm)
                .orElse(usual);
        Requests requests = Requests.of(master);
        var parts = requests.order(newMaster, form);
        parts.forEach(part -> out.send(node.link(), part));
        Heartbeats.sendInfo(node, master, out);
        open.put(node.endpoint(), new Given(new Order(newMaster, form, parts), Times.FAR_FUTURE));
    }

    /** Whether the last order to a node is neither carried out nor refused for good. */
    boolean isOpen(Node node) {
        return open.containsKey(node.endpoint());
    }

    /** Repeats the last order to a node if it was refused and may be accepted now. */
    boolean repeatIfDue(Node node, Outbox out) {
        Given last = open.get(node.endpoint());
        if (last == null || !node.link().isUp()) {
            return false;
        }
        if (out.nowMillis() < last.repeatMillis()) {
            out.lookAgainAt(last.repeatMillis());
            return false;
        }
        give(node, last.order().newMaster(), last.order().nextForm(), out);
        return true;
    }

    /** A node answered something that may belong to an order. */
    public void answered(Node node, Request request, Resp answer, Outbox out) {
        Given given = open.get(node.endpoint());
        if (given == null || !given.order().has(request)) {
            if (!request.kind().changesRole() && answer instanceof Resp.Error error) {
                Complaints.refused(node, request, error.text(), out);
            }
            return;
        }
        Order order = given.order();
        switch (order.answered(node, request, answer, out)) {
            case OPEN -> {
                // The next answer tells more.
            }
            case DONE -> open.remove(node.endpoint());
            case REFUSED -> {
                open.remove(node.endpoint());
                node.orderRefused(out.nowMillis());
            }
            case AGAIN_AT_ONCE -> open.put(node.endpoint(), new Given(order, out.nowMillis()));
            case AGAIN_LATER -> open.put(node.endpoint(), new Given(order, out.nowMillis() + PAUSE_MILLIS));
            case AGAIN_ELSEWHERE -> {
                LinkPolicy.close(node.link(), out);
                node.infoLost();
            }
        }
    }

    /** No order is meant any more. */
    void forget() {
        open.clear();
    }
}
