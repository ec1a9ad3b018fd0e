package io.jsentinel.sim.storm;

import io.jsentinel.address.Endpoint;
import io.jsentinel.address.RunId;
import io.jsentinel.event.EventType;
import io.jsentinel.sim.SimCluster;
import io.jsentinel.sim.SimSentinel;
import io.jsentinel.topology.Master;
import java.util.List;

/**
 * Whether sentinels that lost what they knew take those who remember for strangers, as the guard against foreign sentinels
 * has it: they found the old master well, and nobody of them can tell the news of a newer configuration from those of
 * another set. The ones who remember cannot put the old master in order: they were told to forget it, or take it for a stranger,
 * as it has the only data.
 */
final class Distrust {

    private final SimCluster cluster;
    private final String master;

    Distrust(SimCluster cluster, String master) {
        this.cluster = cluster;
        this.master = master;
    }

    /** Whether it is so with every two of them that name different addresses; nobody like Redis' own is among them. */
    boolean explainsAll() {
        return cluster.stockSentinels().isEmpty()
                && cluster.sentinels().stream()
                        .allMatch(one -> cluster.sentinels().stream()
                                .allMatch(
                                        other -> agree(one, other) || distrusts(one, other) || distrusts(other, one)));
    }

    private boolean agree(SimSentinel one, SimSentinel other) {
        return watched(one).endpoint().equals(watched(other).endpoint());
    }

    private boolean distrusts(SimSentinel one, SimSentinel other) {
        Endpoint old = watched(one).endpoint();
        return watched(one).configEpoch() < watched(other).configEpoch()
                && watched(other).replica(old).filter(r -> !r.isStranger()).isEmpty()
                && (saysForeign(one, other) || isNotTold(one, other));
    }

    /** Whether one can hear nothing of the other: it is a stranger to it, and knows no server where it could listen. */
    private boolean isNotTold(SimSentinel one, SimSentinel other) {
        return saysForeign(other, one)
                && watched(one).replica(watched(other).endpoint()).isEmpty();
    }

    private boolean saysForeign(SimSentinel one, SimSentinel stranger) {
        RunId other = stranger.core().realm().self().runId();
        return cluster.world().record().since(0).stream()
                .filter(entry -> entry.sentinel().equals(one.name()))
                .map(entry -> entry.event())
                .filter(event -> event.type() == EventType.FOREIGN_INSTANCE)
                .anyMatch(event -> List.of(event.payload().split(" ")).contains(other.value()));
    }

    private Master watched(SimSentinel sentinel) {
        return sentinel.core().realm().watches().named(master).orElseThrow().master();
    }
}
