package io.jsentinel.sim.check;

import io.jsentinel.sim.storm.Storm;
import io.jsentinel.sim.storm.StormOptions;
import io.jsentinel.sim.storm.StormPlan;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The checks find what they are made for: each fault that is planted in the core is found by a few storms. */
class PlantedFaultsTest {

    /** Within how many seeds a fault must be found. */
    private static final int SEEDS = 2_000;

    /** Of so many storms one has its quiet minutes: planted faults show while the storm rages. */
    private static final int QUIET_ONE_OF = 10_000;

    @ParameterizedTest
    @EnumSource(PlantedFlaw.class)
    void aPlantedFaultIsFound(PlantedFlaw flaw) {
        StormOptions options = StormOptions.USUAL
                .withQuietOneOf(QUIET_ONE_OF)
                .withPreparation(cluster -> cluster.sentinels().forEach(daemon -> daemon.flaw(flaw.plant())));
        for (long seed = 1; seed <= SEEDS; seed++) {
            Optional<Throwable> failure = Storm.run(StormPlan.of(seed), options).failure();
            // Another check may find it first by what follows from it; the one that is made for it must find it, too.
            if (failure.isPresent()
                    && failure.get() instanceof Violation found
                    && found.check().equals(flaw.check())) {
                return;
            }
        }
        throw new AssertionError(flaw + " was not found by " + flaw.check() + " within " + SEEDS + " seeds");
    }
}
