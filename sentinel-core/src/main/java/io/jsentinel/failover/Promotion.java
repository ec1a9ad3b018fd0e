package io.jsentinel.failover;

import io.jsentinel.step.OrderForm;
import io.jsentinel.step.Outbox;
import io.jsentinel.topology.LinkId;
import io.jsentinel.topology.Replica;
import java.util.Optional;

/** The order to the chosen replica to become the master, and whether it may be given again. */
final class Promotion {

    private final Orders orders;
    private OrderForm form = OrderForm.FULL;
    private Optional<LinkId> orderedOn = Optional.empty();
    private boolean isDoubtful;

    Promotion(Orders orders) {
        this.orders = orders;
    }

    /** In which form the next promotion is ordered. */
    void form(OrderForm next) {
        form = next;
    }

    /** Orders it; the replica's link must be up. */
    void order(Replica replica, Outbox out) {
        orders.give(replica, Optional.empty(), form, out);
        orderedOn = Optional.of(replica.link().id());
    }

    /**
     * Orders it again where that is of use: the order may have been lost with its connection, so it is repeated on the
     * next one. Twice does no harm.
     */
    void repeat(Replica replica, Outbox out) {
        if (!replica.link().isUp() || isDoubtful) {
            return;
        }
        if (orderedOn.filter(replica.link().id()::equals).isEmpty()) {
            order(replica, out);
        } else {
            orders.repeatIfDue(replica, out);
        }
    }

    /** Whether the replica refuses an order that was given since a moment. */
    boolean isRefused(Replica replica, long sinceMillis) {
        return orderedOn.isPresent() && replica.orderRefusedMillis() >= sinceMillis;
    }

    /** Others may have chosen another leader meanwhile: nothing is ordered any more, what was ordered may still happen. */
    void doubt() {
        isDoubtful = true;
    }

    /** Nothing was ordered. */
    void forget() {
        orderedOn = Optional.empty();
        isDoubtful = false;
        form = OrderForm.FULL;
    }
}
