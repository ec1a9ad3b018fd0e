package io.jsentinel.it;

import static io.jsentinel.it.Cluster.Kind.OURS;
import static io.jsentinel.it.Cluster.Kind.STOCK;
import static io.jsentinel.it.Runs.HEAL_BOUND;
import static org.assertj.core.api.Assertions.assertThat;

import io.jsentinel.it.Cluster.Kind;
import io.jsentinel.testkit.Await;
import io.jsentinel.testkit.RedisServer;
import io.jsentinel.testkit.Reply;
import io.jsentinel.testkit.SentinelProcess;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** A configuration file is state: whichever program starts from it goes on where the other one stopped. */
@NeedsStock
class HandOverIT {

    @Test
    void stockSentinelsGoOnFromTheFilesThatOursWrote() {
        handOver(OURS, STOCK);
    }

    @Test
    void oursGoOnFromTheFilesThatStockSentinelsWrote() {
        handOver(STOCK, OURS);
    }

    private static void handOver(Kind from, Kind to) {
        try (Cluster cluster = Cluster.of(2).watchedBy(from, from, from)) {
            RedisServer first = cluster.master();
            first.kill();
            cluster.awaitMasterOtherThan(first, HEAL_BOUND);
            Await.atMost(HEAL_BOUND)
                    .showing(cluster::toString)
                    .until(
                            "the failover has ended",
                            () -> cluster.sentinels().stream()
                                    .noneMatch(sentinel ->
                                            cluster.masterFields(sentinel).containsKey("failover-state")));

            List<Memory> before = memories(cluster);
            // The first epoch, or a later one when candidates met and split the votes.
            long epoch = before.get(0).epoch();
            assertThat(before).extracting(Memory::epoch).containsOnly(epoch);
            assertThat(epoch).isPositive();
            cluster.sentinels().forEach(SentinelProcess::terminate);
            cluster.sentinels().forEach(sentinel -> sentinel.restartAs(to.command()));

            // Read at once: nothing of this may have been learned anew from the nodes.
            assertThat(memories(cluster)).isEqualTo(before);
            first.restart();
            cluster.awaitAcquainted();
            // A machine that stands still for a moment may cost an attempt, and so an epoch: nothing may be forgotten.
            assertThat(memories(cluster)).as(cluster::toString).zipSatisfy(before, Memory::isNoOlderThan);

            RedisServer present = cluster.master();
            long last = memories(cluster).get(0).epoch();
            present.kill();
            assertThat(cluster.awaitMasterOtherThan(present, HEAL_BOUND)).isNotSameAs(present);
            Await.atMost(HEAL_BOUND)
                    .until(
                            "every sentinel has the epoch of the second failover",
                            () -> memories(cluster).stream().allMatch(memory -> memory.epoch() > last));
        }
    }

    private static List<Memory> memories(Cluster cluster) {
        return cluster.sentinels().stream().map(Memory::of).toList();
    }

    /** What a sentinel must remember. */
    private record Memory(
            String myId,
            String configEpoch,
            String leaderEpoch,
            String currentEpoch,
            int masterPort,
            Set<String> replicas,
            Set<String> sentinels) {

        long epoch() {
            return Long.parseLong(configEpoch);
        }

        /** Whether it is what was remembered before, or what came of that. */
        void isNoOlderThan(Memory before) {
            assertThat(myId).isEqualTo(before.myId);
            assertThat(sentinels).isEqualTo(before.sentinels);
            assertThat(epoch()).isGreaterThanOrEqualTo(before.epoch());
            assertThat(Long.parseLong(leaderEpoch)).isGreaterThanOrEqualTo(Long.parseLong(before.leaderEpoch));
            assertThat(Long.parseLong(currentEpoch)).isGreaterThanOrEqualTo(Long.parseLong(before.currentEpoch));
            if (epoch() == before.epoch()) {
                assertThat(masterPort).isEqualTo(before.masterPort);
                assertThat(replicas).isEqualTo(before.replicas);
            }
        }

        static Memory of(SentinelProcess sentinel) {
            return new Memory(
                    sentinel.call("SENTINEL", "MYID").asText(),
                    sentinel.call("SENTINEL", "MASTER", Cluster.NAME)
                            .asTextMap()
                            .get("config-epoch"),
                    StateFile.of(sentinel).leaderEpoch(),
                    StateFile.of(sentinel).currentEpoch(),
                    sentinel.masterPort(Cluster.NAME),
                    names(sentinel.call("SENTINEL", "REPLICAS", Cluster.NAME), "name"),
                    names(sentinel.call("SENTINEL", "SENTINELS", Cluster.NAME), "name"));
        }

        private static Set<String> names(Reply listing, String field) {
            return listing.asList().stream()
                    .map(item -> item.asTextMap().get(field))
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }
}
