package io.jsentinel.sim.check;

import io.jsentinel.sim.SimStep;
import io.jsentinel.step.Effect;
import io.jsentinel.topology.Roster.Subject;
import java.util.ArrayList;
import java.util.List;

/** Readings of the orders in a step that change a node's role. */
final class Orders {

    private Orders() {}

    /** The orders of a step that change a role, whatever else goes with them, in order. */
    static List<Effect.Send> of(SimStep step) {
        List<Effect.Send> orders = List.of();
        for (Effect effect : step.batch().effects()) {
            if (effect instanceof Effect.Send send && send.request().kind().changesRole()) {
                if (orders.isEmpty()) {
                    orders = new ArrayList<>();
                }
                orders.add(send);
            }
        }
        return orders;
    }

    /** Whether an order makes its node a master. */
    static boolean isPromotion(Effect.Send send) {
        return send.request().args().get(1).equalsIgnoreCase("NO");
    }

    /** Whether an order goes to the node that its daemon takes for the master: what a hand-over takes it gives back. */
    static boolean isToTheMaster(SimStep step, Effect.Send send) {
        return step.by().core().realm().roster().subject(send.link()).stream()
                .anyMatch(subject -> subject instanceof Subject.OfNode of && of.node() == of.master());
    }

    /** Whether an order goes to the server beside the daemon, which has rules of its own. */
    static boolean isToOwnPod(SimStep step, Effect.Send send) {
        return step.by().core().realm().roster().subject(send.link()).stream()
                .anyMatch(Subject.OfPod.class::isInstance);
    }
}
