package io.jsentinel.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("stock-sentinel")
class SentinelProcessIT {

    private static final Duration BOUND = Duration.ofSeconds(30);

    @BeforeEach
    void needsTheStockSentinel() {
        assumeTrue(StockSentinel.available(), StockSentinel.MISSING);
    }

    @Test
    void aSentinelWatchesItsMasterAndWritesItsFile() {
        try (RedisServer master = RedisServer.start();
                SentinelProcess sentinel = SentinelProcess.stock()
                        .monitor("mymaster", master.port(), 1)
                        .downAfterMillis(1_234)
                        .start()) {
            assertThat(sentinel.masterPort("mymaster")).isEqualTo(master.port());
            assertThat(sentinel.call("SENTINEL", "MASTER", "mymaster").asTextMap())
                    .containsEntry("down-after-milliseconds", "1234");
            assertThat(sentinel.confText()).contains("sentinel myid");
            assertThat(sentinel.logText()).contains("Sentinel ID is");
        }
    }

    @Test
    void aRestartKeepsPortAndIdentity() {
        try (RedisServer master = RedisServer.start();
                SentinelProcess sentinel = SentinelProcess.stock()
                        .monitor("mymaster", master.port(), 1)
                        .start()) {
            String id = sentinel.call("SENTINEL", "MYID").asText();
            sentinel.kill();
            assertThat(sentinel.isAlive()).isFalse();
            sentinel.restart();
            assertThat(sentinel.call("SENTINEL", "MYID").asText()).isEqualTo(id);
            sentinel.freeze();
            assertThat(sentinel.terminate()).isZero();
        }
    }

    @Test
    void passwordsOfSentinelAndMasterAreGiven() {
        try (RedisServer master = RedisServer.setup().password("m secret").start();
                SentinelProcess sentinel = SentinelProcess.stock()
                        .monitor("mymaster", master.port(), 1)
                        .masterPassword("m secret")
                        .password("s secret")
                        .start()) {
            Await.atMost(BOUND)
                    .showing(sentinel::logTail)
                    .until(
                            "the master answers",
                            () -> sentinel.call("SENTINEL", "MASTER", "mymaster")
                                    .asTextMap()
                                    .get("flags")
                                    .equals("master"));
        }
    }

    @Test
    void eventsAreLoggedWithTheirMomentAndOverARestart() {
        try (RedisServer master = RedisServer.start();
                SentinelProcess sentinel = SentinelProcess.stock()
                        .monitor("mymaster", master.port(), 1)
                        .downAfterMillis(300)
                        .start();
                EventLog log = EventLog.on(sentinel)) {
            long faultNanos = System.nanoTime();
            master.kill();
            EventLog.Event sdown = log.awaitEvent("+sdown", faultNanos, BOUND);
            assertThat(sdown.payload()).isEqualTo("master mymaster 127.0.0.1 " + master.port());
            assertThat(sdown.nanoTime() - faultNanos).isPositive();
            sentinel.restart();
            master.restart();
            log.awaitEvent("-sdown", faultNanos, BOUND);
            assertThat(log.first("+sdown", System.nanoTime())).isEmpty();
            assertThatThrownBy(() -> log.awaitEvent("+tilt", Duration.ofMillis(30)))
                    .hasMessageContaining("+sdown master");
        }
    }

    @Test
    void aDaemonThatCannotStartTellsWhy() {
        assertThatThrownBy(
                        () -> SentinelProcess.stock().line("sentinel nonsense").start())
                .hasMessageContainingAll("exit code 1", "sentinel nonsense");
    }

    @Test
    void aDaemonThatDoesNotAnswerShowsItsLog() {
        assertThatThrownBy(() -> SentinelProcess.command(List.of("sh", "-c", "echo half way; exec tail -f /dev/null"))
                        .startBound(Duration.ofMillis(300))
                        .start())
                .hasMessageContainingAll("in vain", "half way");
    }
}
