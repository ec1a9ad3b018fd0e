package io.jsentinel.sim.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.jsentinel.sim.SimFlaw;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The checks find what they are made for: each fault that is planted in the core is found by a few random squalls. */
class PlantedFaultsTest {

    /** Within how many seeds a fault must be found. */
    private static final int SEEDS = 2_000;

    @ParameterizedTest
    @EnumSource(PlantedFlaw.class)
    void aPlantedFaultIsFound(PlantedFlaw flaw) {
        for (long seed = 1; seed <= SEEDS; seed++) {
            try {
                Squall.pass(seed, flaw::plant);
            } catch (Violation found) {
                assertThat(found.check()).isEqualTo(flaw.check());
                return;
            }
        }
        throw new AssertionError(flaw + " was not found within " + SEEDS + " seeds");
    }

    @Test
    void aCoreWithoutAFlawBreaksNoPromise() {
        for (long seed = 1; seed <= 20; seed++) {
            Squall.pass(seed, () -> SimFlaw.NONE);
        }
    }
}
