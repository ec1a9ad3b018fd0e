package io.jsentinel.it.pods;

import static org.assertj.core.api.Assertions.assertThat;

import io.jsentinel.testkit.Await;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The first start of a set of real pods, in the two orders that a StatefulSet knows. */
class PodStartIT {

    private static final Duration BOUND = Duration.ofSeconds(120);

    private ContainerSet set;

    @BeforeAll
    static void requireImages() {
        Podman.requireImages("redis", "jsentinel");
    }

    @BeforeEach
    void makeSet(@TempDir Path folder) throws Exception {
        set = new ContainerSet(folder);
        set.replicas(3);
    }

    @AfterEach
    void removeSet() {
        set.close();
    }

    @Test
    void podsThatStartAtOnceElectOneMaster() {
        set.start(0, 1, 2);
        ContainerPod master = set.awaitMaster(BOUND);
        assertThat(master.redis("SET", "k", "v")).contains("OK");
    }

    @Test
    void podsThatStartOneAfterAnotherElectOneMasterOnceAMajorityIsThere() {
        for (int ordinal = 0; ordinal < 3; ordinal++) {
            if (ordinal < 2) {
                assertThat(set.masters()).isEmpty();
            }
            ContainerPod pod = set.start(ordinal).get(0);
            Await.atMost(BOUND)
                    .showing(pod::logs)
                    .until(
                            "Redis of " + pod + " answers",
                            () -> pod.redis("PING").contains("PONG"));
            Await.atMost(BOUND)
                    .showing(pod::logs)
                    .until(
                            "the sentinel of " + pod + " answers",
                            () -> pod.sentinel("PING").contains("PONG"));
        }
        set.awaitMaster(BOUND);
    }
}
