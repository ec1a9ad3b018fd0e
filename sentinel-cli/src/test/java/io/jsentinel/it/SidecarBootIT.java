package io.jsentinel.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jsentinel.testkit.Await;
import io.jsentinel.testkit.LoopbackPod;
import io.jsentinel.testkit.PodSet;
import io.jsentinel.testkit.PodSetup.Gate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whole sets of pods: how they find their master, and find it again after all of them were gone. */
class SidecarBootIT {

    private static final Duration BOUND = Duration.ofSeconds(60);

    @BeforeEach
    void needsNamespaces() {
        assumeTrue(PodSet.isPossible(), "no right to make a mount namespace");
    }

    @ParameterizedTest
    @EnumSource(Gate.class)
    void podsThatStartAtOnceGetOneMasterAndItIsTheFirst(Gate gate) {
        try (PodSet set = PodSet.of(3).gate(gate).create().startAll()) {
            LoopbackPod master = settled(set);

            assertThat(master.ordinal()).isZero();
            writes(master, "k", "v");
            for (LoopbackPod pod : set.pods()) {
                Await.atMost(BOUND)
                        .until(
                                "the write is everywhere",
                                () -> pod.redis("GET", "k").toString().contains("v"));
            }
        }
    }

    @Test
    void podsThatStartInTurnWaitForAMajorityAndThenForTheLast() {
        try (PodSet set = PodSet.of(3).line("sidecar-bootstrap-wait 3").create()) {
            LoopbackPod first = set.start(0);
            awaitReason(first, "1 of 3 pods are here, 2 are needed");
            assertThat(first.toldMaster()).isEmpty();
            assertThat(set.masters()).isEmpty();

            set.start(1);
            Await.atMost(BOUND)
                    .showing(set::logTails)
                    .until("two are enough after a while", () -> set.writable().isPresent());
            set.start(2);
            settled(set);
        }
    }

    @Test
    void theOnlyPodThatIsLeftWaitsAndSaysWhy() {
        try (PodSet set = PodSet.of(3).create().startAll()) {
            LoopbackPod master = settled(set);
            writes(master, "k", "v");
            set.pods().forEach(pod -> set.kill(pod.ordinal()));

            LoopbackPod lonely = set.start(master.ordinal());
            awaitReason(lonely, "1 of 3 pods are here, 2 are needed");
            Await.atMost(BOUND)
                    .until(
                            "it has its data",
                            () -> lonely.redis("GET", "k").toString().contains("v"));
            assertThat(set.masters()).isEmpty();
            assertThat(lonely.redis("SET", "k", "w").toString()).contains("READONLY");
        }
    }

    @Test
    void afterAllWereKilledTheFreshestDataAreWritableWithinTenSeconds() {
        Random random = new Random(20);
        List<Long> millis = new ArrayList<>();
        List<Long> fromLastStartMillis = new ArrayList<>();
        try (PodSet set = PodSet.of(3).create().startAll()) {
            LoopbackPod master = settled(set);
            for (int round = 1; round <= Runs.count(2); round++) {
                // A replica that is gone before the last writes must not win, whatever its ordinal.
                LoopbackPod stale = set.pod((master.ordinal() + 1 + random.nextInt(2)) % 3);
                set.kill(stale.ordinal());
                writes(master, "round", "r" + round);
                assertThat(master.redis("WAIT", "1", "5000").asLong()).isEqualTo(1);
                awaitRecord(master, set);
                set.pods().forEach(pod -> set.kill(pod.ordinal()));

                List<Integer> order = new ArrayList<>(List.of(0, 1, 2));
                Collections.shuffle(order, random);
                order.forEach(set::move);
                order.forEach(set::start);
                long lastStartNanos = System.nanoTime();
                awaitDaemons(set);
                long startNanos = System.nanoTime();
                master = writable(set);
                millis.add((System.nanoTime() - startNanos) / 1_000_000);
                fromLastStartMillis.add((System.nanoTime() - lastStartNanos) / 1_000_000);
                assertThat(master.redis("GET", "round").asText()).isEqualTo("r" + round);
                master = settled(set);
            }
        }
        Runs.print(
                "writable after a total restart, in milliseconds from the last start: %s; from when all daemons answer: %s",
                fromLastStartMillis, millis);
        assertThat(millis).allMatch(time -> time < 10_000);
    }

    @Test
    void aSetGrowsShrinksAndComesBackFromNothing() {
        try (PodSet set = PodSet.of(3).create().startAll()) {
            LoopbackPod master = settled(set);
            writes(master, "k", "v");
            set.scale(5);
            set.start(3);
            set.start(4);
            settled(set);

            set.stop(4);
            set.stop(3);
            set.scale(3);
            settled(set);

            set.pods().stream().filter(LoopbackPod::hasDaemon).toList().forEach(pod -> set.stop(pod.ordinal()));
            set.startAll();
            assertThat(settled(set).redis("GET", "k").asText()).isEqualTo("v");
        }
    }

    /** Waits until all daemons answer: how long a process takes to start on a busy machine is not what is measured. */
    private static void awaitDaemons(PodSet set) {
        for (LoopbackPod pod : set.pods()) {
            Await.atMost(BOUND)
                    .until(pod + " answers", () -> pod.sentinel("PING").asText().equals("PONG"));
        }
    }

    /** Waits until one pod takes writes. */
    private static LoopbackPod writable(PodSet set) {
        return Await.atMost(BOUND)
                .showing(set::logTails)
                .until(
                        "one pod takes writes",
                        () -> set.writable(),
                        found -> found.isPresent()
                                && found.get()
                                        .redis("SET", "probe", "1")
                                        .toString()
                                        .contains("OK"))
                .orElseThrow();
    }

    /** Waits until one pod is the master, all others that run follow it, and all daemons name it. */
    private static LoopbackPod settled(PodSet set) {
        LoopbackPod master = writable(set);
        for (LoopbackPod pod : set.pods()) {
            if (pod.hasDaemon()) {
                Await.atMost(BOUND)
                        .showing(set::logTails)
                        .until(
                                pod + " has its place",
                                () -> pod.toldMaster()
                                                .filter(master.host()::equals)
                                                .isPresent()
                                        && (pod == master || pod.follows(master)));
            }
        }
        assertThat(set.masters()).containsExactly(master);
        return master;
    }

    private static void writes(LoopbackPod master, String key, String value) {
        assertThat(master.redis("SET", key, value).asText()).isEqualTo("OK");
    }

    /** Waits until the records of all that run say that they have all that the master has now. */
    private static void awaitRecord(LoopbackPod master, PodSet set) {
        long wanted = offsetOf(master);
        for (LoopbackPod pod : set.pods()) {
            if (pod.hasDaemon()) {
                Await.atMost(BOUND)
                        .showing(set::logTails)
                        .until(pod + " has a record of all", () -> offsetOnDisk(pod) >= wanted);
            }
        }
    }

    private static long offsetOf(LoopbackPod pod) {
        return Long.parseLong(pod.info("replication").get("master_repl_offset"));
    }

    private static long offsetOnDisk(LoopbackPod pod) {
        return pod.recordText()
                .lines()
                .filter(line -> line.startsWith("offset "))
                .mapToLong(line -> Long.parseLong(line.substring("offset ".length())))
                .findFirst()
                .orElse(0);
    }

    private static void awaitReason(LoopbackPod pod, String reason) {
        Await.atMost(BOUND)
                .showing(pod::logTail)
                .until("it says " + reason, () -> pod.daemonLog().contains(reason));
    }
}
