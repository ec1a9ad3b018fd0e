package io.jsentinel.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("stock-sentinel")
class CountingWriterIT {

    private static final Duration BOUND = Duration.ofSeconds(40);

    @BeforeEach
    void needsTheStockSentinel() {
        assumeTrue(StockSentinel.available(), StockSentinel.MISSING);
    }

    @Test
    void confirmedWritesSurviveAFailoverAndTheGapIsKnown() {
        failover(false);
    }

    @Test
    void aFrozenMasterIsLeftAsSoonAsTheSentinelsNameAnother() {
        failover(true);
    }

    private static void failover(boolean freeze) {
        try (RedisServer master = RedisServer.start();
                RedisServer replica = RedisServer.setup().replicaOf(master).start();
                SentinelProcess sentinel = SentinelProcess.stock()
                        .monitor("mymaster", master.port(), 1)
                        .downAfterMillis(500)
                        .start();
                EventLog log = EventLog.on(sentinel);
                CountingWriter writer =
                        CountingWriter.start(WriterPlan.of(List.of(FreePort.next(), sentinel.port()), "mymaster", 1))) {
            Await.atMost(BOUND).until("the replica is known", () -> knownReplicas(sentinel) == 1);
            Await.atMost(BOUND).until("writes are confirmed", () -> writer.confirmed() > 20);
            long faultNanos = System.nanoTime();
            if (freeze) {
                master.freeze();
            } else {
                master.kill();
            }
            Duration gap = writer.awaitWriteElsewhere(faultNanos, master.port(), BOUND);
            long switchNanos =
                    log.awaitEvent("+switch-master", faultNanos, BOUND).nanoTime() - faultNanos;
            assertThat(gap)
                    .isBetween(
                            Duration.ofMillis(400),
                            Duration.ofNanos(switchNanos).plusMillis(1_500));
            assertThat(replica.isMaster()).isTrue();
            WriteReport report = writer.verify(BOUND);
            assertThat(report.keptItsWord()).isTrue();
            assertThat(report.acknowledged()).isGreaterThanOrEqualTo(report.confirmed());
            assertThat(report.confirmed()).isGreaterThan(20);
        }
    }

    private static long knownReplicas(SentinelProcess sentinel) {
        return sentinel.call("SENTINEL", "MASTER", "mymaster")
                .asMap()
                .get("num-slaves")
                .asLong();
    }

    @Test
    void aConfirmedWriteThatIsRemovedIsMissed() {
        try (RedisServer master = RedisServer.start();
                RedisServer replica = RedisServer.setup().replicaOf(master).start();
                SentinelProcess sentinel = SentinelProcess.stock()
                        .monitor("mymaster", master.port(), 1)
                        .start();
                CountingWriter writer = CountingWriter.start(WriterPlan.of(List.of(sentinel.port()), "mymaster", 1))) {
            Await.atMost(BOUND).showing(replica::logTail).until("writes are confirmed", () -> writer.confirmed() > 20);
            writer.stop();
            master.call("LPOP", CountingWriter.KEY, "2");
            WriteReport report = writer.verify(BOUND);
            assertThat(report.keptItsWord()).isFalse();
            assertThat(report.lostExamples()).containsExactly(1, 2);
        }
    }
}
