package io.jsentinel.sim.check;

import io.jsentinel.event.Event;
import io.jsentinel.event.EventType;
import io.jsentinel.failover.FailoverPlan.Mandate;
import io.jsentinel.sim.SimStep;
import io.jsentinel.step.Effect;
import io.jsentinel.topology.Master;
import io.jsentinel.watch.Watch;
import java.util.TreeMap;

/**
 * Who leads a failover has the votes of a majority of all daemons that it knows, and of at least the quorum, by the
 * answers that they really gave; and only who leads tells a replica to become a master. A command needs no votes.
 */
public final class LeaderNeedsMajority implements Check {

    private final TreeMap<String, Evidence> evidence = new TreeMap<>();
    private final TreeMap<String, Long> elected = new TreeMap<>();

    @Override
    public String name() {
        return "LeaderNeedsMajority";
    }

    @Override
    public void afterStep(SimStep step, StormView view) {
        Evidence heard = evidence.computeIfAbsent(step.by().name(), n -> new Evidence());
        heard.take(step);
        if (step.input().isEmpty()) {
            String daemon = step.by().name() + " ";
            elected.keySet().removeIf(key -> key.startsWith(daemon));
        }
        for (Event event : Said.events(step)) {
            if (event.type() == EventType.ELECTED_LEADER) {
                Said.masterOf(event)
                        .flatMap(name -> Said.watch(step.by(), name))
                        .ifPresent(watch -> elected(step, watch, heard));
            }
        }
        for (Effect.Send order : Orders.of(step)) {
            if (Orders.isPromotion(order) && !Orders.isToTheMaster(step, order) && !Orders.isToOwnPod(step, order)) {
                promoted(step, order);
            }
        }
    }

    private static String key(SimStep step, String master) {
        return step.by().name() + " " + master;
    }

    private void elected(SimStep step, Watch watch, Evidence heard) {
        Master master = watch.master();
        long epoch = watch.failover().epoch();
        elected.put(key(step, master.name()), epoch);
        if (watch.failover().plan().mandate() != Mandate.VOTES) {
            return;
        }
        int voters = master.peers().size() + 1;
        int needed = Math.max(voters / 2 + 1, master.settings().quorum());
        long votes = heard.votes(master, Said.id(step.by()), epoch);
        if (votes < needed) {
            throw new Violation(
                    name(),
                    Said.at(step) + "it leads the failover of " + master.name() + " in epoch " + epoch + " with "
                            + votes + " votes of " + voters + ", and needs " + needed);
        }
    }

    private void promoted(SimStep step, Effect.Send order) {
        String master = order.request().master();
        long epoch =
                Said.watch(step.by(), master).map(w -> w.failover().epoch()).orElse(0L);
        if (elected.getOrDefault(key(step, master), -1L) != epoch) {
            throw new Violation(
                    name(),
                    Said.at(step) + "it promotes a replica of " + master + " in epoch " + epoch
                            + ", in which it was not elected");
        }
    }
}
