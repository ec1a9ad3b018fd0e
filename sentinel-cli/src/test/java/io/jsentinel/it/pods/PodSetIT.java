package io.jsentinel.it.pods;

import static org.assertj.core.api.Assertions.assertThat;

import io.jsentinel.testkit.Await;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What people and nodes do to a set of real pods, while a client writes. */
class PodSetIT extends PodScenario {

    @Test
    void rollingOverAllPodsLosesNothing() throws Exception {
        try (PodWriter writer = PodWriter.start(set)) {
            awaitWrites(writer, 200);
            roll();
            awaitWrites(writer, writer.count() + 200);
            tell("rolling update", writer);
            assertThat(writer.missingIn(set.awaitMaster(START)).cardinality()).isZero();
        }
    }

    @Test
    void aPodThatIsDeletedComesBackAtANewAddressAsAReplica() throws Exception {
        try (PodWriter writer = PodWriter.start(set)) {
            awaitWrites(writer, 200);
            ContainerPod before = set.awaitMaster(START);
            before.delete();
            set.start(ordinal(before));
            ContainerPod master = set.awaitMaster(START);
            assertThat(master.name()).isNotEqualTo(before.name());
            awaitWrites(writer, writer.count() + 200);
            tell("master pod deleted", writer);
            assertThat(writer.missingIn(master).cardinality()).isZero();
        }
    }

    @Test
    void aSetScaledToNothingAndBackHasItsData() throws Exception {
        try (PodWriter writer = PodWriter.start(set)) {
            awaitWrites(writer, 300);
            set.deleteAll();
            set.start(0, 1, 2);
            ContainerPod master = set.awaitMaster(START);
            tell("3 to 0 to 3", writer);
            assertThat(writer.missingIn(master).cardinality()).isZero();
        }
    }

    @Test
    void aSetScaledUpAndDownGoesOn() throws Exception {
        try (PodWriter writer = PodWriter.start(set)) {
            awaitWrites(writer, 200);
            set.replicas(5);
            set.start(3, 4);
            roll();
            awaitOthers("4");
            set.replicas(PODS);
            for (int ordinal = 4; ordinal >= PODS; ordinal--) {
                set.pod(ordinal).delete();
                set.awaitMaster(START);
            }
            roll();
            awaitOthers("2");
            awaitWrites(writer, writer.count() + 200);
            tell("3 to 5 to 3", writer);
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

    /** A rolling update: the template has changed, which it also does with the count of pods. */
    private static void roll() {
        for (int ordinal = PODS - 1; ordinal >= 0; ordinal--) {
            set.pod(ordinal).delete();
            set.start(ordinal);
            set.awaitMaster(START);
        }
    }

    /** Waits until each sentinel knows so many others, and as many replicas. */
    private static void awaitOthers(String count) {
        Await.atMost(START)
                .showing(set::logs)
                .until(
                        "each knows " + count + " others",
                        () -> set.pods().stream()
                                .allMatch(pod ->
                                        pod.knows("num-other-sentinels", count) && pod.knows("num-slaves", count)));
    }
}
