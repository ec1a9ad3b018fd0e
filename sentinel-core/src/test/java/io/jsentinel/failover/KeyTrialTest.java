package io.jsentinel.failover;

import static org.assertj.core.api.Assertions.assertThat;

import io.jsentinel.address.Endpoint;
import io.jsentinel.address.RunId;
import org.junit.jupiter.api.Test;

/** How long the verdict about a process holds that was judged by its keys. */
class KeyTrialTest {

    private static final RunId PROCESS = new RunId("a".repeat(40));
    private static final Endpoint MASTER = new Endpoint("10.0.0.1", 6379);
    private static final Endpoint NEXT_MASTER = new Endpoint("10.0.0.2", 6379);

    /** A storm found it (seed 3013197): the verdict of a master without its data was kept when another one took over. */
    @Test
    void whoWasComparedWithOneMasterIsComparedAgainWithTheNext() {
        KeyTrial trial = new KeyTrial(PROCESS, MASTER);

        assertThat(trial.holdsFor(MASTER)).isTrue();
        assertThat(trial.holdsFor(NEXT_MASTER)).isFalse();
    }

    @Test
    void whoIsKnownToBeOursStaysSoUnderEveryMaster() {
        assertThat(KeyTrial.passed(PROCESS).holdsFor(NEXT_MASTER)).isTrue();
    }
}
