package io.jsentinel.it;

import static io.jsentinel.it.Cluster.NAME;
import static io.jsentinel.it.Runs.HEAL_BOUND;
import static org.assertj.core.api.Assertions.assertThat;

import io.jsentinel.testkit.Await;
import io.jsentinel.testkit.EventLog;
import io.jsentinel.testkit.RedisServer;
import io.jsentinel.testkit.Reply;
import io.jsentinel.testkit.SentinelProcess;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a stock sentinel and ours tell of the name {@code localhost}, and what stock takes from our hellos. */
@NeedsStock
class StockNamesIT {

    /** What one program tells of the master, while it is there and when it is gone. */
    private record Told(List<String> address, String ip, String down, String monitorLine) {}

    @ParameterizedTest
    @ValueSource(strings = {"no", "yes"})
    void aNameIsToldAsStockTellsIt(String announce) {
        try (RedisServer master =
                RedisServer.setup().set("bind", "127.0.0.1 -::1").start()) {
            Told stock = told(Cluster.Kind.STOCK, master, announce);
            master.restart();
            Told ours = told(Cluster.Kind.OURS, master, announce);
            assertThat(ours.address()).isEqualTo(stock.address());
            assertThat(ours.ip()).isEqualTo(stock.ip());
            assertThat(ours.down()).isEqualTo(stock.down());
            String kept = "sentinel monitor " + NAME + " localhost " + master.port() + " 2";
            // Without announcing, stock writes the address of today; ours keeps what people wrote.
            assertThat(ours.monitorLine()).isEqualTo(announce.equals("yes") ? stock.monitorLine() : kept);
        }
    }

    private static Told told(Cluster.Kind kind, RedisServer master, String announce) {
        try (SentinelProcess sentinel = SentinelProcess.command(kind.command())
                        .monitor(NAME, "localhost", master.port(), 2)
                        .line("sentinel resolve-hostnames yes")
                        .line("sentinel announce-hostnames " + announce)
                        .start();
                EventLog log = EventLog.on(sentinel)) {
            List<String> address = NamedServers.address(sentinel);
            Await.atMost(HEAL_BOUND)
                    .showing(sentinel::logTail)
                    .until(
                            "the master is up",
                            () -> fields(sentinel).get("flags").equals("master"));
            master.kill();
            String down = log.awaitEvent("+sdown", HEAL_BOUND).payload();
            assertThat(sentinel.call("SENTINEL", "FLUSHCONFIG").asText()).isEqualTo("OK");
            String line = sentinel.confText()
                    .lines()
                    .filter(l -> l.startsWith("sentinel monitor "))
                    .findFirst()
                    .orElse("");
            return new Told(address, fields(sentinel).get("ip"), down, line);
        }
    }

    private static Map<String, String> fields(SentinelProcess sentinel) {
        return sentinel.call("SENTINEL", "MASTER", NAME).asTextMap();
    }

    @Test
    void stockTakesTheAddressThatOursAnnouncesForItselfBehindNat() {
        try (RedisServer master = RedisServer.start();
                SentinelProcess stock =
                        SentinelProcess.stock().monitor(NAME, master.port(), 2).start();
                SentinelProcess ours = SentinelProcess.jsentinel()
                        .monitor(NAME, master.port(), 2)
                        .line("sentinel announce-ip 127.0.9.9")
                        .line("sentinel announce-port 26999")
                        .start()) {
            Map<String, String> seen = Await.atMost(HEAL_BOUND)
                    .showing(ours::logTail)
                    .until(
                            "stock knows ours",
                            () -> stock.call("SENTINEL", "SENTINELS", NAME).asList(),
                            list -> list.size() == 1)
                    .stream()
                    .map(Reply::asTextMap)
                    .findFirst()
                    .orElseThrow();
            assertThat(seen).containsEntry("ip", "127.0.9.9").containsEntry("port", "26999");
            assertThat(seen.get("runid"))
                    .isEqualTo(ours.call("SENTINEL", "MYID").asText());
        }
    }
}
