package io.jsentinel.it;

import static io.jsentinel.it.Cluster.Kind.OURS;
import static io.jsentinel.it.Runs.HEAL_BOUND;
import static io.jsentinel.it.Runs.TAKE_OVER_BOUND;
import static org.assertj.core.api.Assertions.assertThat;

import io.jsentinel.testkit.Await;
import io.jsentinel.testkit.CountingWriter;
import io.jsentinel.testkit.RedisServer;
import io.jsentinel.testkit.WriteReport;
import io.jsentinel.testkit.WriterPlan;
import java.time.Duration;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Three of our daemons guard a master and two replicas while a client writes. */
class FailoverIT {

    @Test
    void aKilledMasterIsReplacedAndComesBackAsAReplica() {
        failOver("killed", RedisServer::kill, RedisServer::restart);
    }

    @Test
    void aFrozenMasterIsReplacedAndComesBackAsAReplica() {
        failOver("frozen", RedisServer::freeze, RedisServer::thaw);
    }

    private static void failOver(String fault, Consumer<RedisServer> breakIt, Consumer<RedisServer> mendIt) {
        try (Cluster cluster = Cluster.of(2).watchedBy(OURS, OURS, OURS);
                CountingWriter writer = CountingWriter.start(WriterPlan.of(cluster.sentinelPorts(), Cluster.NAME, 2))) {
            for (int run = 1; run <= Runs.count(2); run++) {
                awaitConfirmedWrites(writer);
                RedisServer old = cluster.master();
                long faultNanos = System.nanoTime();
                breakIt.accept(old);
                cluster.awaitMasterOtherThan(old, TAKE_OVER_BOUND);
                Duration namedByAll = since(faultNanos);
                Duration gap = writer.awaitWriteElsewhere(faultNanos, old.port(), TAKE_OVER_BOUND);
                long mendedNanos = System.nanoTime();
                mendIt.accept(old);
                RedisServer master = cluster.awaitWell(HEAL_BOUND);
                assertThat(master).isNotSameAs(old);
                Runs.print(
                        "%s master, run %d: a write accepted after %d ms, the new master named by all sentinels after"
                                + " %d ms, the old one a replica after %d ms",
                        fault,
                        run,
                        gap.toMillis(),
                        namedByAll.toMillis(),
                        since(mendedNanos).toMillis());
                WriteReport report = writer.verify(HEAL_BOUND);
                assertThat(cluster.sentinels())
                        .allSatisfy(sentinel -> assertThat(sentinel.errorText()).isEmpty());
                assertThat(report.lostConfirmed())
                        .as("confirmed writes lost: %s", report)
                        .isZero();
            }
        }
    }

    /** Writes that all replicas have, made after this call. */
    private static void awaitConfirmedWrites(CountingWriter writer) {
        long confirmedBefore = writer.confirmed();
        Await.atMost(HEAL_BOUND).until("writes are confirmed", () -> writer.confirmed() > confirmedBefore + 20);
    }

    private static Duration since(long nanos) {
        return Duration.ofNanos(System.nanoTime() - nanos);
    }
}
