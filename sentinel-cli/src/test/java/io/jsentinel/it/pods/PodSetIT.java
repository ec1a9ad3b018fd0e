package io.jsentinel.it.pods;

import static org.assertj.core.api.Assertions.assertThat;

import io.jsentinel.testkit.Await;
import io.jsentinel.testkit.Await.TimedOut;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A StatefulSet of real pods from {@code config/base}, with its limits of processors and memory, and a client that
 * writes. The scenarios share a set, for a start takes its time there; each finds three pods with one master, or a new
 * set when the one before left it in disorder.
 */
class PodSetIT {

    private static final Duration START = Duration.ofSeconds(120);
    private static final Duration CHANGE = Duration.ofSeconds(60);
    private static final int PODS = 3;

    @TempDir
    private static Path scratch;

    private static ContainerSet set;
    private static int sets;

    @BeforeAll
    static void requireImages() {
        Podman.requireImages("redis", "jsentinel");
    }

    @BeforeEach
    void threePodsWithAMaster() throws Exception {
        if (set != null) {
            try {
                set.replicas(PODS);
                set.start(missing());
                set.awaitMaster(START);
                return;
            } catch (TimedOut | AssertionError e) {
                set.close();
            }
        }
        set = new ContainerSet(Files.createDirectory(scratch.resolve("set-" + sets++)));
        set.replicas(PODS);
        set.start(0, 1, 2);
        set.awaitMaster(START);
    }

    @AfterAll
    static void removeSet() {
        if (set != null) {
            set.close();
        }
    }

    private static int[] missing() {
        return IntStream.range(0, PODS)
                .filter(ordinal -> set.pod(ordinal) == null)
                .toArray();
    }

    @Test
    void rollingOverAllPodsLosesNothing() throws Exception {
        try (PodWriter writer = PodWriter.start(set)) {
            awaitWrites(writer, 200);
            for (int ordinal = PODS - 1; ordinal >= 0; ordinal--) {
                set.pod(ordinal).delete();
                set.start(ordinal);
                set.awaitMaster(START);
            }
            awaitWrites(writer, writer.count() + 200);
            tell("rolling update", writer);
            assertThat(writer.missingIn(set.awaitMaster(START)).cardinality()).isZero();
        }
    }

    @Test
    void afterAllWereKilledTheFreshestDataAreBack() throws Exception {
        try (PodWriter writer = PodWriter.start(set)) {
            awaitWrites(writer, 500);
            set.pods().forEach(ContainerPod::kill);
            List<Integer> order = new ArrayList<>(List.of(0, 1, 2));
            Random random = new Random();
            Collections.shuffle(order, random);
            order.forEach(ordinal -> set.start(ordinal));
            ContainerPod master = set.awaitMaster(START);
            awaitWrites(writer, writer.count() + 50);
            tell("all killed, started again in the order " + order, writer);
            assertThat(writer.missingIn(master).cardinality())
                    .as("lost after a start in the order %s", order)
                    .isZero();
        }
    }

    @Test
    void theOnlyPodLeftDoesNotBecomeAMasterByItself() throws Exception {
        try (PodWriter writer = PodWriter.start(set)) {
            awaitWrites(writer, 300);
            ContainerPod left = replica();
            set.pods().stream().filter(pod -> pod != left).forEach(ContainerPod::kill);
            // Its own sentinel sees the master down, and could fail over if it guessed.
            Await.atMost(CHANGE)
                    .showing(set::logs)
                    .until(
                            "the master is down",
                            () -> left.sentinel("SENTINEL", "MASTER", "mymaster")
                                    .contains("s_down"));
            Await.atMost(CHANGE).until("a failover had its time", () -> left.http("/master") == 503);
            assertThat(left.redis("ROLE")).contains("slave");
            set.start(missing());
            ContainerPod master = set.awaitMaster(START);
            tell("all but a replica killed", writer);
            assertThat(writer.missingIn(master).cardinality()).isZero();
        }
    }

    private static ContainerPod replica() {
        ContainerPod master = set.awaitMaster(START);
        return set.pods().stream().filter(pod -> pod != master).findFirst().orElseThrow();
    }

    private static void awaitWrites(PodWriter writer, int count) {
        Await.atMost(CHANGE).showing(set::logs).until("there are " + count + " writes", () -> writer.count() >= count);
    }

    private static void tell(String scenario, PodWriter writer) {
        System.out.println("pods: " + scenario + ": " + writer.count() + " writes, longest gap "
                + writer.longestGapMillis() + " ms");
    }
}
