package io.jsentinel.status;

import io.jsentinel.status.Episode.Phase;
import io.jsentinel.topology.Master;
import io.jsentinel.topology.Replica;
import io.jsentinel.topology.Times;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * What was known while an attempt ran and is forgotten when it has ended.
 *
 * @param phases what went before it
 * @param lostBytes by how much the chosen replica is behind the master's last known offset, once it is chosen
 */
record Prelude(Map<Phase, Long> phases, Optional<Long> lostBytes) {

    /** Nothing is known. */
    static final Prelude NONE = new Prelude(Collections.emptyMap(), Optional.empty());

    /** An attempt begins now: how long it took to see that one is needed. */
    static Prelude of(Master master, long nowMillis) {
        long agreed = master.objectivelyDownSinceMillis();
        if (!master.isObjectivelyDown() || agreed == Times.NEVER) {
            return NONE;
        }
        EnumMap<Phase, Long> phases = new EnumMap<>(Phase.class);
        phases.put(Phase.DETECT, Math.max(0, agreed - master.downSinceMillis()));
        phases.put(Phase.WAIT, Math.max(0, nowMillis - agreed));
        return new Prelude(phases, Optional.empty());
    }

    /** The same when a replica was chosen. */
    Prelude withChosen(Replica chosen, Master master) {
        long behind = master.report().offset() - chosen.report().offset();
        return new Prelude(phases, Optional.of(Math.max(0, behind)));
    }
}
