package io.jsentinel.sim.storm;

import io.jsentinel.sim.Moments;
import io.jsentinel.sim.SimCluster;
import io.jsentinel.sim.check.Check;
import io.jsentinel.sim.check.Promises;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;

/**
 * How a storm is run.
 *
 * @param checks makes the checks of one run
 * @param preparation what is done to the cluster before anything happens; for tests that break it
 * @param boundMillis within how long after the faults all must be well
 * @param quietMillis how long nothing at all may be announced then; 0 = that is not looked at
 */
public record StormOptions(
        Supplier<List<Check>> checks,
        Consumer<SimCluster> preparation,
        ToLongFunction<StormPlan> boundMillis,
        ToLongFunction<StormPlan> quietMillis) {

    /** As it is usual. */
    public static final StormOptions USUAL = new StormOptions(
            () -> List.of(new Promises()), cluster -> {}, StormOptions::usualBoundMillis, plan -> Moments.minutes(10));

    /** The same with other checks. */
    public StormOptions withChecks(Supplier<List<Check>> others) {
        return new StormOptions(others, preparation, boundMillis, quietMillis);
    }

    /** The same with something done to the cluster first. */
    public StormOptions withPreparation(Consumer<SimCluster> other) {
        return new StormOptions(checks, other, boundMillis, quietMillis);
    }

    /** The same, but only one storm of so many has its ten quiet minutes, which take most of the time. */
    public StormOptions withQuietOneOf(int many) {
        return new StormOptions(
                checks, preparation, boundMillis, plan -> plan.seed() % many == 0 ? Moments.minutes(10) : 0);
    }

    /** With a sentinel like Redis' own: each of two attempts that hang may take the timeout, and twice that passes between. */
    private static long usualBoundMillis(StormPlan plan) {
        int timeouts = plan.shape().stock() == 0 ? 2 : 4;
        long longest = plan.shape().masters().stream()
                .mapToLong(m -> 2 * m.downAfterMillis() + timeouts * m.failoverTimeoutMillis())
                .max()
                .orElseThrow();
        return Moments.minutes(3) + longest;
    }
}
