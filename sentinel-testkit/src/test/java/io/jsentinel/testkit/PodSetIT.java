package io.jsentinel.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Pods on loopback, their Redis servers alone. */
class PodSetIT {

    private static final Duration BOUND = Duration.ofSeconds(20);

    @BeforeEach
    void needsNamespaces() {
        assumeTrue(PodSet.isPossible(), "no right to make a mount namespace");
    }

    @Test
    void serversFindEachOtherByNameAlsoAfterAMove() {
        try (PodSet set = PodSet.of(2).create()) {
            LoopbackPod zero = set.pod(0);
            LoopbackPod one = set.pod(1);
            zero.startRedis();
            one.startRedis();
            Await.atMost(BOUND)
                    .until(
                            "both answer",
                            () -> !set.pods().stream()
                                    .map(pod -> pod.redis("PING").asText())
                                    .anyMatch(answer -> !answer.equals("PONG")));
            assertThat(set.masters()).isEmpty();

            zero.redis("REPLICAOF", "NO", "ONE");
            one.redis("REPLICAOF", zero.host(), "6379");
            Await.atMost(BOUND).until("one follows", () -> one.follows(zero));
            zero.redis("SET", "k", "v");
            String before = zero.address();

            set.kill(0);
            set.move(0);
            zero.startRedis();
            Await.atMost(BOUND)
                    .until(
                            "it is up again",
                            () -> zero.redis("REPLICAOF", "NO", "ONE").asText().equals("OK"));
            assertThat(zero.address()).isNotEqualTo(before);
            Await.atMost(BOUND).until("one follows it there", () -> one.follows(zero));
            assertThat(zero.redis("GET", "k").asText()).isEqualTo("v");
        }
    }

    @Test
    void aDiskOutlivesItsPodUntilItIsEmptied() {
        try (PodSet set = PodSet.of(1).create()) {
            LoopbackPod pod = set.pod(0);
            pod.startRedis();
            Await.atMost(BOUND)
                    .until(
                            "it is up",
                            () -> pod.redis("REPLICAOF", "NO", "ONE").asText().equals("OK"));
            pod.redis("SET", "k", "v");
            set.stop(0);
            pod.startRedis();
            Await.atMost(BOUND)
                    .until("its key is there", () -> pod.redis("DBSIZE").asLong() == 1);

            set.kill(0);
            set.emptyDisk(0);
            pod.startRedis();
            Await.atMost(BOUND).until("it is up", () -> pod.redis("DBSIZE").asLong() == 0);
        }
    }
}
