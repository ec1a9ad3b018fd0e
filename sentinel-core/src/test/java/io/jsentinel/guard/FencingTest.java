package io.jsentinel.guard;

import static org.assertj.core.api.Assertions.assertThat;

import io.jsentinel.config.SidecarConfig.Fence;
import io.jsentinel.guard.Fencing.Situation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FencingTest {

    private static final long AFTER = 10_000;

    @ParameterizedTest
    @CsvSource({
        "OFF, NONE, NONE",
        "LABEL, UNMARKED, UNMARKED",
        "PAUSE, PAUSED, PAUSED",
        "LEASE, PAUSED, NONE",
    })
    void aLonelyMasterIsTreatedAsPeopleWant(Fence level, Fencing without, Fencing withLease) {
        assertThat(Fencing.of(level, AFTER, new Situation(true, AFTER + 1, false)))
                .isEqualTo(without);
        assertThat(Fencing.of(level, AFTER, new Situation(true, AFTER + 1, true)))
                .isEqualTo(withLease);
    }

    @Test
    void nobodyIsFencedBeforeTheTime() {
        assertThat(Fencing.of(Fence.PAUSE, AFTER, new Situation(true, AFTER, false)))
                .isEqualTo(Fencing.NONE);
    }

    @Test
    void aReplicaIsNotFenced() {
        assertThat(Fencing.of(Fence.PAUSE, AFTER, new Situation(false, AFTER * 9, false)))
                .isEqualTo(Fencing.NONE);
    }
}
