package io.jsentinel.it.pods;

import static org.assertj.core.api.Assertions.assertThat;

import io.jsentinel.testkit.Await;
import io.jsentinel.testkit.RespClient;
import java.util.BitSet;
import org.junit.jupiter.api.Test;

/** Faults of single pods that could cost data or put two masters side by side, with real pods. */
class PodFaultsIT extends PodScenario {

    @Test
    void aPodThatStartsCutOffNeverTakesWrites() throws Exception {
        try (PodWriter writer = PodWriter.start(set)) {
            awaitWrites(writer, 200);
            ContainerPod replica = replica();
            replica.delete();
            ContainerPod alone = set.startCutOff(ordinal(replica));
            Await.atMost(START)
                    .showing(alone::logs)
                    .until(
                            "its sentinel is there",
                            () -> alone.inside("sh", "-c", "redis-cli -p 26379 PING || true")
                                    .equals("PONG"));
            // It knows nobody and is known by nobody; meanwhile the others go on.
            awaitWrites(writer, writer.count() + 2_000);
            assertThat(alone.inside("redis-cli", "ROLE")).startsWith("slave");
            alone.connect(true);
            ContainerPod master = set.awaitMaster(START);
            assertThat(master).isNotSameAs(alone);
            tell("started within a partition", writer);
            assertThat(writer.missingIn(master).cardinality()).isZero();
        }
    }

    @Test
    void aMasterWithoutItsDataDoesNotOverwriteItsReplicas() throws Exception {
        try (PodWriter writer = PodWriter.start(set)) {
            awaitWrites(writer, 1_000);
            ContainerPod emptied = set.awaitMaster(START);
            int ordinal = ordinal(emptied);
            int safe = writer.highest();
            awaitReplicated(emptied);
            emptied.restartRedis(() -> set.emptyDisk(ordinal));
            Await.atMost(CHANGE)
                    .showing(set::logs)
                    .until(
                            "another pod is the master",
                            () -> set.masters().stream().anyMatch(master -> ordinal(master) != ordinal));
            ContainerPod master = set.awaitMaster(START);
            awaitWrites(writer, writer.count() + 100);
            tell("master's disk emptied", writer);
            // What was written in the last moment may not have reached a replica: it is the only thing to be lost.
            BitSet missing = writer.missingIn(master);
            System.out.println("pods: lost with the disk: " + missing.cardinality());
            assertThat(missing.get(0, safe + 1).cardinality()).isZero();
        }
    }

    @Test
    void aForeignServerAtTheAddressOfADeadPodKeepsItsKeysAndItsRole() throws Exception {
        ContainerPod dead = replica();
        dead.kill();
        try (ForeignRedis foreign = ForeignRedis.start(set, dead.address(), 1_000)) {
            Await.atMost(START)
                    .showing(set::logs)
                    .until("it is seen", () -> set.logs().contains("+foreign-instance"));
            try (PodWriter writer = PodWriter.start(set)) {
                // Twice as long as redis-sentinel waits before it makes such a server a replica.
                awaitWrites(writer, 4_000);
                assertThat(foreign.keys()).isEqualTo(1_000);
                assertThat(foreign.role()).contains("master");
            }
            set.start(ordinal(dead));
            set.awaitMaster(START);
            assertThat(foreign.keys()).isEqualTo(1_000);
            assertThat(foreign.role()).contains("master");
        }
    }

    /** Waits until both replicas have all that was written so far. */
    private static void awaitReplicated(ContainerPod master) {
        try (RespClient client = master.client()) {
            client.call("SET", "marker", "here");
            Await.atMost(CHANGE)
                    .until(
                            "both replicas have the marker",
                            () -> client.call("WAIT", "2", "100").asLong() == 2);
        }
    }
}
