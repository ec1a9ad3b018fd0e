package io.jsentinel.it.pods;

import io.jsentinel.testkit.Await;
import io.jsentinel.testkit.Await.TimedOut;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/**
 * A StatefulSet of real pods from {@code config/base}, with its limits of processors and memory. The scenarios of a
 * class share a set, for a start takes its time there; each finds three pods with one master, or a new set when the one
 * before left it in disorder.
 */
abstract class PodScenario {

    static final Duration START = Duration.ofSeconds(120);
    static final Duration CHANGE = Duration.ofSeconds(60);
    static final int PODS = 3;

    @TempDir
    private static Path scratch;

    static ContainerSet set;
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
            set = null;
        }
    }

    /** The pods that the set should have and has not. */
    static int[] missing() {
        return IntStream.range(0, PODS)
                .filter(ordinal -> set.pod(ordinal) == null)
                .toArray();
    }

    /** A pod that follows the master. */
    static ContainerPod replica() {
        ContainerPod master = set.awaitMaster(START);
        return set.pods().stream().filter(pod -> pod != master).findFirst().orElseThrow();
    }

    /** The number at the end of a pod's name. */
    static int ordinal(ContainerPod pod) {
        return Integer.parseInt(pod.name().substring(pod.name().lastIndexOf('-') + 1));
    }

    /** Waits until so many writes were acknowledged in all. */
    static void awaitWrites(PodWriter writer, int count) {
        Await.atMost(START).showing(set::logs).until("there are " + count + " writes", () -> writer.count() >= count);
    }

    /** Shows what a scenario was like for the writer. */
    static void tell(String scenario, PodWriter writer) {
        System.out.println("pods: " + scenario + ": " + writer.count() + " writes, longest gap "
                + writer.longestGapMillis() + " ms");
    }
}
