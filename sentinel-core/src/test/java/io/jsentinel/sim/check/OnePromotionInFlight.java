package io.jsentinel.sim.check;

import io.jsentinel.failover.FailoverPlan.Mandate;
import io.jsentinel.failover.FailoverState;
import io.jsentinel.sim.SimSentinel;
import io.jsentinel.topology.Instance;
import io.jsentinel.watch.Watch;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiPredicate;

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
        // Looked at once a second: what lasts many seconds is not missed.
        nextLookMillis = view.nowMillis() + 1_000;
        List<Promotion> promotions = new ArrayList<>();
        for (SimSentinel daemon : view.sentinels()) {
            if (daemon.isRunning() && daemon.core() != null) {
                addPromotions(daemon, promotions);
            }
        }
        look(view.nowMillis(), promotions, (here, there) -> view.network().passes(here, there));
    }

    private static void addPromotions(SimSentinel daemon, List<Promotion> promotions) {
        for (Watch watch : daemon.core().realm().watches().all()) {
            if (isMeant(watch)) {
                promotions.add(Promotion.of(daemon, watch));
            }
        }
    }

    private static boolean isMeant(Watch watch) {
        return watch.failover().state() == FailoverState.WAIT_PROMOTION
                && watch.failover().plan().mandate() == Mandate.VOTES
                && watch.ballot().epoch() == watch.failover().epoch();
    }

    /** A promotion that is in flight: who leads it, on which host that one runs, and what becomes the master of what. */
    record Promotion(String daemon, String host, String master, String replica) {

        static Promotion of(SimSentinel daemon, Watch watch) {
            String replica = watch.failover().promoted().map(Instance::name).orElse("");
            return new Promotion(
                    daemon.name(), daemon.endpoint().host(), watch.master().name(), replica);
        }
    }

    /**
     * Looks at all promotions that are in flight.
     *
     * @param passes whether messages get from the first host to the second
     */
    void look(long nowMillis, List<Promotion> promotions, BiPredicate<String, String> passes) {
        TreeSet<String> present = new TreeSet<>();
        for (int i = 0; i < promotions.size(); i++) {
            for (int j = i + 1; j < promotions.size(); j++) {
                Promotion one = promotions.get(i);
                Promotion other = promotions.get(j);
                boolean reach = passes.test(one.host(), other.host()) && passes.test(other.host(), one.host());
                if (reach
                        && one.master().equals(other.master())
                        && !one.replica().equals(other.replica())) {
                    present.add(one + " and " + other);
                }
            }
        }
        sinceMillis.keySet().retainAll(present);
        for (String pair : present) {
            long since = sinceMillis.computeIfAbsent(pair, p -> nowMillis);
            if (nowMillis - since > NEWS_MILLIS) {
                throw new Violation(name(), "at " + nowMillis + " ms: since " + since + " ms in flight: " + pair);
            }
        }
    }
}
