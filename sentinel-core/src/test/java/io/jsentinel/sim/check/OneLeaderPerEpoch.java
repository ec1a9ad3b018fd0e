package io.jsentinel.sim.check;

import io.jsentinel.event.Event;
import io.jsentinel.event.EventType;
import io.jsentinel.failover.FailoverPlan.Mandate;
import io.jsentinel.sim.SimStep;
import io.jsentinel.sim.stock.StockSentinel;
import io.jsentinel.watch.Watch;
import java.util.TreeMap;

/**
 * At most one daemon is elected for a master in one epoch, as long as the daemons know each other: whoever forgot others
 * in a RESET, or never met them, counts another majority. A failover by command is exempt, and so is an epoch in which a
 * disk was lost: its daemon is a voter twice. So is one like Redis' own, which votes also when its disk fails.
 */
public final class OneLeaderPerEpoch implements Check {

    private final DiskMemory disks = new DiskMemory();
    private final TreeMap<String, String> leaders = new TreeMap<>();
    private final TreeMap<String, Long> begun = new TreeMap<>();
    private long lossesOfOthers;
    private long lostMillis = Long.MIN_VALUE;

    @Override
    public String name() {
        return "OneLeaderPerEpoch";
    }

    @Override
    public void afterStep(SimStep step, StormView view) {
        long lostByOthers = 0;
        for (StockSentinel other : view.cluster().stockSentinels()) {
            lostByOthers += other.file().losses();
        }
        if (disks.isLossSeen(step) || lostByOthers != lossesOfOthers) {
            lossesOfOthers = lostByOthers;
            lostMillis = view.nowMillis();
        }
        for (Event event : Said.events(step)) {
            if (event.type() == EventType.TRY_FAILOVER || event.type() == EventType.ELECTED_LEADER) {
                Said.masterOf(event)
                        .flatMap(name -> Said.watch(step.by(), name))
                        .ifPresent(watch -> {
                            String attempt = watch.master().name() + " in epoch "
                                    + watch.failover().epoch();
                            begun.putIfAbsent(attempt, view.nowMillis());
                            if (event.type() == EventType.ELECTED_LEADER) {
                                elected(step, watch, attempt, view);
                            }
                        });
            }
        }
    }

    private void elected(SimStep step, Watch watch, String attempt, StormView view) {
        boolean knowsAll = watch.master().peers().size() >= view.cluster().voters() - 1;
        boolean isExempt =
                watch.failover().plan().mandate() != Mandate.VOTES || !knowsAll || lostMillis >= begun.get(attempt);
        if (isExempt) {
            return;
        }
        String id = Said.id(step.by());
        String before = leaders.putIfAbsent(attempt, id);
        if (before != null && !before.equals(id)) {
            throw new Violation(
                    name(), Said.at(step) + id + " leads the failover of " + attempt + ", which " + before + " leads");
        }
    }
}
