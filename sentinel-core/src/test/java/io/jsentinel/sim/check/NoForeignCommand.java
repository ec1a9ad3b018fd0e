package io.jsentinel.sim.check;

import io.jsentinel.address.Endpoint;
import io.jsentinel.sim.SimRedis;
import io.jsentinel.sim.SimStep;
import io.jsentinel.step.Effect;
import io.jsentinel.step.Request;
import io.jsentinel.topology.LinkId;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Orders go only to servers of the group that they are about, and name only such servers as whom to follow. Which server
 * belongs to which group is what the scenario planned, not what the daemons believe.
 */
public final class NoForeignCommand implements Check {

    /** What changes a server, or its clients. */
    private static final Set<Request.Kind> ORDERS = Set.of(
            Request.Kind.MULTI,
            Request.Kind.SLAVEOF,
            Request.Kind.REPLICAOF,
            Request.Kind.CONFIG_REWRITE,
            Request.Kind.CONFIG_SET,
            Request.Kind.CLIENT_KILL,
            Request.Kind.REPLICA_KILL,
            Request.Kind.EXEC,
            Request.Kind.PAUSE_WRITES,
            Request.Kind.RESUME_WRITES,
            Request.Kind.SCRIPT_KILL);

    /** Where the newest connection of each link of each daemon leads. */
    private final TreeMap<String, TreeMap<Long, Opened>> links = new TreeMap<>();

    private record Opened(LinkId link, Endpoint to) {}

    @Override
    public String name() {
        return "NoForeignCommand";
    }

    @Override
    public void afterStep(SimStep step, StormView view) {
        if (step.input().isEmpty()) {
            links.remove(step.by().name());
        }
        TreeMap<Long, Opened> mine = links.computeIfAbsent(step.by().name(), n -> new TreeMap<>());
        for (Effect effect : step.batch().effects()) {
            if (effect instanceof Effect.OpenLink open) {
                mine.put(open.link().number(), new Opened(open.link(), open.to()));
            } else if (effect instanceof Effect.CloseLink close) {
                mine.remove(close.link().number());
            } else if (effect instanceof Effect.Send send
                    && ORDERS.contains(send.request().kind())) {
                Opened opened = mine.get(send.link().number());
                if (opened != null && opened.link().equals(send.link())) {
                    ordered(step, view, opened.to(), send.request());
                }
            }
        }
    }

    private void ordered(SimStep step, StormView view, Endpoint to, Request order) {
        demandMember(step, view, to, order, "it gives " + order + " to");
        if (order.kind().changesRole() && !order.args().get(1).equalsIgnoreCase("NO")) {
            Endpoint master = new Endpoint(
                    order.args().get(1), Integer.parseInt(order.args().get(2)));
            demandMember(step, view, master, order, "it has a server follow");
        }
    }

    private void demandMember(SimStep step, StormView view, Endpoint told, Request order, String what) {
        Endpoint at = new Endpoint(view.world().dns().firstOf(told.host()), told.port());
        Optional<SimRedis> redis =
                view.network().at(at).filter(SimRedis.class::isInstance).map(SimRedis.class::cast);
        Optional<String> group = redis.map(view.cluster()::groupOf);
        if (group.isPresent() && !group.get().equals(order.master())) {
            throw new Violation(
                    name(),
                    Said.at(step) + what + " " + redis.get().name() + " of " + group.get() + ", in the name of "
                            + order.master());
        }
    }
}
