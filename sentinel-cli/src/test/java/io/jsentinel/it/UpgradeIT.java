package io.jsentinel.it;

import static io.jsentinel.it.Cluster.Kind.OURS;
import static io.jsentinel.it.Cluster.Kind.STOCK;
import static io.jsentinel.it.Runs.HEAL_BOUND;
import static org.assertj.core.api.Assertions.assertThat;

import io.jsentinel.it.Cluster.Kind;
import io.jsentinel.testkit.RedisServer;
import io.jsentinel.testkit.SentinelProcess;
import java.util.List;
import org.junit.jupiter.api.Test;

/** One sentinel after the other is replaced by the other program with its own file, and the quorum stays one. */
@NeedsStock
class UpgradeIT {

    @Test
    void stockSentinelsAreReplacedOneByOneAndTheMasterIsStillGuarded() {
        replaceOneByOne(STOCK, OURS);
    }

    @Test
    void oursAreReplacedOneByOneByStockSentinelsAndTheMasterIsStillGuarded() {
        replaceOneByOne(OURS, STOCK);
    }

    private static void replaceOneByOne(Kind from, Kind to) {
        try (Cluster cluster = Cluster.of(2).watchedBy(from, from, from)) {
            List<String> ids = ids(cluster);
            for (SentinelProcess sentinel : cluster.sentinels()) {
                sentinel.terminate();
                sentinel.restartAs(to.command());
                cluster.awaitAcquainted();
                failOver(cluster);
            }
            assertThat(ids(cluster)).isEqualTo(ids);
        }
    }

    /** The master dies, another takes over, and the old one comes back as its replica. */
    private static void failOver(Cluster cluster) {
        RedisServer old = cluster.master();
        old.kill();
        cluster.awaitMasterOtherThan(old, HEAL_BOUND);
        old.restart();
        cluster.awaitWell(HEAL_BOUND);
    }

    private static List<String> ids(Cluster cluster) {
        return cluster.sentinels().stream()
                .map(sentinel -> sentinel.call("SENTINEL", "MYID").asText())
                .toList();
    }
}
