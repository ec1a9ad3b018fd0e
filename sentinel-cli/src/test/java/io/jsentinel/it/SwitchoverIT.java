package io.jsentinel.it;

import static io.jsentinel.it.Cluster.Kind.OURS;
import static io.jsentinel.it.Cluster.Kind.STOCK;
import static io.jsentinel.it.Runs.HEAL_BOUND;
import static io.jsentinel.it.Runs.TAKE_OVER_BOUND;
import static org.assertj.core.api.Assertions.assertThat;

import io.jsentinel.it.Cluster.Kind;
import io.jsentinel.testkit.Await;
import io.jsentinel.testkit.CountingWriter;
import io.jsentinel.testkit.RedisBinary;
import io.jsentinel.testkit.RedisServer;
import io.jsentinel.testkit.WriteReport;
import io.jsentinel.testkit.WriterPlan;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** SENTINEL FAILOVER on a master that is well, while a client that keeps its connection writes 200 times a second. */
class SwitchoverIT {

    /** Longer than the pause of the writes may ever be, on a machine that has much to do. */
    private static final Duration GAP_BOUND = Duration.ofSeconds(5);

    private static final Duration FLOW_BOUND = Duration.ofSeconds(10);

    /** From so many on it is a measurement. */
    private static final int MEASURED_RUNS = 20;

    private static final long UP_SECONDS = 12;

    @Test
    void aClientThatKeepsItsConnectionLosesNoWrite() {
        int runs = Runs.count(3);
        if (runs >= MEASURED_RUNS) {
            // A client that has lived for a while has met a failover: this one of ours learns on another cluster.
            try (Cluster other = Cluster.of(2).watchedBy(OURS, OURS, OURS)) {
                switchOver(other, "three of ours, not measured", 5);
            }
        }
        try (Cluster cluster = Cluster.of(2).watchedBy(OURS, OURS, OURS)) {
            switchOver(cluster, "three of ours", runs);
        }
    }

    @Test
    @NeedsStock
    void norDoesItBesideStockSentinels() {
        try (Cluster cluster = Cluster.of(2).watchedBy(OURS, STOCK, STOCK)) {
            switchOver(cluster, "one of ours beside two stock ones", Runs.count(2));
        }
    }

    @Test
    void norDoesItOnTheOldestServerThatPausesWrites() throws IOException {
        RedisBinary older = MixedVersionsIT.redis62();
        try (Cluster cluster = Cluster.of(2, setup -> setup.binary(older)).watchedBy(OURS, OURS, OURS)) {
            switchOver(cluster, "Redis 6.2", Runs.count(2));
        }
    }

    /** Daemons that have been up for some seconds, as they have in life, have rehearsed a failover. */
    private static void awaitRehearsed(Cluster cluster) {
        for (int i = 0; i < cluster.sentinelPorts().size(); i++) {
            int which = i;
            Await.atMost(HEAL_BOUND)
                    .until(
                            "it has been up for " + UP_SECONDS + " s",
                            () -> cluster.sentinel(which)
                                    .call("INFO", "server")
                                    .asText()
                                    .lines()
                                    .filter(line -> line.startsWith("uptime_in_seconds:"))
                                    .anyMatch(line ->
                                            Long.parseLong(line.substring(line.indexOf(':') + 1)) >= UP_SECONDS));
        }
    }

    private static void switchOver(Cluster cluster, String what, int runs) {
        if (runs >= MEASURED_RUNS) {
            awaitRehearsed(cluster);
        }
        try (CountingWriter writer = start(cluster)) {
            List<Long> gaps = new ArrayList<>();
            for (int run = 1; run <= runs; run++) {
                awaitWrites(writer);
                RedisServer old = cluster.master();
                writer.markGap();
                long orderedNanos = System.nanoTime();
                assertThat(cluster.sentinel(0)
                                .call("SENTINEL", "FAILOVER", Cluster.NAME, "COORDINATED")
                                .asText())
                        .isEqualTo("OK");
                // Whoever asks all of them all the time takes the processors from them.
                writer.awaitWriteElsewhere(orderedNanos, old.port(), TAKE_OVER_BOUND);
                cluster.awaitMasterOtherThan(old, TAKE_OVER_BOUND);
                awaitWrites(writer);
                gaps.add(writer.longestGap().toMillis());
                assertThat(writer.longestGap()).isLessThan(GAP_BOUND);
                assertThat(cluster.awaitWell(HEAL_BOUND)).isNotSameAs(old);
                cluster.awaitAcquainted();
            }
            WriteReport report = writer.verify(HEAL_BOUND);
            Runs.print("coordinated, %s: write gaps in order, in ms: %s", what, gaps);
            Collections.sort(gaps);
            Runs.print(
                    "coordinated, %s: %d switchovers, %d of %d acknowledged writes lost, write gap median %d ms, max %d ms",
                    what,
                    runs,
                    report.lostAcknowledged(),
                    report.acknowledged(),
                    gaps.get(gaps.size() / 2),
                    gaps.get(gaps.size() - 1));
            assertThat(report.lostAcknowledged()).as("%s%n%s", report, cluster).isZero();
            assertThat(cluster.log(0).events("-failover-abort-coordinated")).isEmpty();
        }
    }

    @Test
    @NeedsStock
    void theWayOfStockSentinelsIsMeasuredBesideIt() {
        WriteReport report = lostInTheWayOfRedis(STOCK);
        Runs.print(
                "stock: 1 switchover, %d of %d acknowledged writes lost",
                report.lostAcknowledged(), report.acknowledged());
    }

    @Test
    void theWayOfRedisIsThereForWhoWantsIt() {
        WriteReport report = lostInTheWayOfRedis(OURS);
        Runs.print(
                "failover-mode stock: 1 switchover, %d of %d acknowledged writes lost",
                report.lostAcknowledged(), report.acknowledged());
        assertThat(report.lostAcknowledged()).isPositive();
    }

    private static WriteReport lostInTheWayOfRedis(Kind kind) {
        try (Cluster cluster = Cluster.of(2)) {
            for (int i = 0; i < 3; i++) {
                cluster.add(kind == OURS ? cluster.setup(kind, 2).line("failover-mode stock") : cluster.setup(kind, 2));
            }
            cluster.awaitAcquainted();
            RedisServer old = cluster.master();
            try (StubbornWriter writer = StubbornWriter.to(old)) {
                Await.atMost(FLOW_BOUND).until("writes flow", () -> writer.acknowledged() > 50);
                assertThat(cluster.sentinel(0)
                                .call("SENTINEL", "FAILOVER", Cluster.NAME)
                                .asText())
                        .isEqualTo("OK");
                RedisServer next = cluster.awaitMasterOtherThan(old, HEAL_BOUND);
                Await.atMost(HEAL_BOUND)
                        .showing(cluster::toString)
                        .until("the old master is a replica", () -> old.isReplicaOf(next.port()));
                return writer.compareWith(next);
            }
        }
    }

    @Test
    void aFrozenReplicaLeavesEverythingAsItWas() {
        try (Cluster cluster = Cluster.of(1).watchedBy(OURS, OURS, OURS);
                CountingWriter writer = start(cluster)) {
            awaitWrites(writer);
            RedisServer master = cluster.master();
            RedisServer replica = cluster.nodes().stream()
                    .filter(node -> node != master)
                    .findFirst()
                    .orElseThrow();
            replica.freeze();
            writer.markGap();
            cluster.sentinel(0).call("SENTINEL", "FAILOVER", Cluster.NAME, "COORDINATED", "TIMEOUT", "1500");
            // Which of the two comes first is a matter of down-after and the time-out.
            Await.atMost(HEAL_BOUND)
                    .showing(cluster::toString)
                    .until(
                            "the hand-over is given up",
                            () -> Stream.of("-failover-abort-coordinated", "-failover-abort-no-good-slave")
                                    .anyMatch(event ->
                                            !cluster.log(0).events(event).isEmpty()));
            awaitWrites(writer);
            Runs.print(
                    "frozen replica: given up, the longest write gap was %d ms",
                    writer.longestGap().toMillis());
            replica.thaw();
            assertThat(cluster.awaitWell(HEAL_BOUND)).isSameAs(master);
            WriteReport report = writer.verify(HEAL_BOUND);
            assertThat(report.lostAcknowledged()).as("%s", report).isZero();
        }
    }

    private static CountingWriter start(Cluster cluster) {
        return CountingWriter.start(WriterPlan.of(cluster.sentinelPorts(), Cluster.NAME, 0));
    }

    private static void awaitWrites(CountingWriter writer) {
        long before = writer.acknowledged();
        Await.atMost(FLOW_BOUND).until("writes are acknowledged", () -> writer.acknowledged() > before + 40);
    }
}
