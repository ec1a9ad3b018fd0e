package io.jsentinel.sim.check;

import io.jsentinel.failover.FailoverPlan.Mandate;
import io.jsentinel.failover.FailoverState;
import io.jsentinel.sim.SimSentinel;
import io.jsentinel.watch.Watch;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Two daemons that reach each other do not promote different replicas of one master at the same time. News of a newer
 * leader need a moment on their way, and a connection that was cut a moment to be made anew, so only a state that lasts is
 * a violation. A promotion is in flight from the order until the replica says that it is a master; one that its leader does
 * not repeat any more, since it voted for another one meanwhile, is not meant any more. Commands are exempt: who gives two
 * wants two.
 */
public final class OnePromotionInFlight implements Check {

    /** How long two promotions may be in flight within one partition: ten hello periods, and connections made anew. */
    static final long NEWS_MILLIS = 20_000;

    private final TreeMap<String, Long> sinceMillis = new TreeMap<>();
    private long nextLookMillis;

    @Override
    public String name() {
        return "OnePromotionInFlight";
    }

    @Override
    public void afterEvent(StormView view) {
        if (view.nowMillis() < nextLookMillis) {
            return;
        }
        // Looked at ten times a second: what lasts seconds is not missed.
        nextLookMillis = view.nowMillis() + 100;
        TreeMap<String, List<SimSentinel>> promoting = new TreeMap<>();
        for (SimSentinel daemon : view.sentinels()) {
            if (daemon.isRunning() && daemon.core() != null) {
                daemon.core().realm().watches().all().stream()
                        .filter(OnePromotionInFlight::isMeant)
                        .forEach(watch -> promoting
                                .computeIfAbsent(watch.master().name(), m -> new ArrayList<>())
                                .add(daemon));
            }
        }
        TreeSet<String> present = new TreeSet<>();
        promoting.forEach((master, daemons) -> compare(master, daemons, present, view));
        sinceMillis.keySet().retainAll(present);
    }

    private static boolean isMeant(Watch watch) {
        return watch.failover().state() == FailoverState.WAIT_PROMOTION
                && watch.failover().plan().mandate() == Mandate.VOTES
                && watch.ballot().epoch() == watch.failover().epoch();
    }

    private void compare(String master, List<SimSentinel> daemons, TreeSet<String> present, StormView view) {
        for (int i = 0; i < daemons.size(); i++) {
            for (int j = i + 1; j < daemons.size(); j++) {
                SimSentinel one = daemons.get(i);
                SimSentinel other = daemons.get(j);
                if (reach(one, other, view) && !choice(one, master).equals(choice(other, master))) {
                    String pair = one.name() + " and " + other.name() + " promote replicas of " + master;
                    present.add(pair);
                    long since = sinceMillis.computeIfAbsent(pair, p -> view.nowMillis());
                    if (view.nowMillis() - since > NEWS_MILLIS) {
                        throw new Violation(name(), "at " + view.nowMillis() + " ms: since " + since + " ms " + pair);
                    }
                }
            }
        }
    }

    private static boolean reach(SimSentinel one, SimSentinel other, StormView view) {
        String here = one.endpoint().host();
        String there = other.endpoint().host();
        return view.network().passes(here, there) && view.network().passes(there, here);
    }

    private static Optional<String> choice(SimSentinel daemon, String master) {
        return Said.watch(daemon, master)
                .flatMap(watch -> watch.failover().promoted())
                .map(replica -> replica.name());
    }
}
