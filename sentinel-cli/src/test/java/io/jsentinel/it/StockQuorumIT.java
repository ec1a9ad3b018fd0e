package io.jsentinel.it;

import static io.jsentinel.it.Cluster.Kind.OURS;
import static io.jsentinel.it.Cluster.Kind.STOCK;
import static io.jsentinel.it.Runs.HEAL_BOUND;
import static io.jsentinel.it.Runs.TAKE_OVER_BOUND;
import static org.assertj.core.api.Assertions.assertThat;

import io.jsentinel.it.Cluster.Kind;
import io.jsentinel.testkit.Await;
import io.jsentinel.testkit.RedisServer;
import io.jsentinel.testkit.SentinelProcess;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Our daemons and stock sentinels guard one master together. Who leads is decided by who sees the master down: with
 * quorum 1 whoever does is a candidate at once, and the others vote for it although to them the master is still up.
 */
@NeedsStock
class StockQuorumIT {

    private static final long FAST_MILLIS = 1_000;
    private static final long SLOW_MILLIS = 60_000;

    /** Enough for a second election: two candidates of one moment may miss the majority once. */
    private static final Duration BOUND = TAKE_OVER_BOUND.multipliedBy(3);

    private static final List<Kind> ONE_OF_OURS = List.of(OURS, STOCK, STOCK);
    private static final List<Kind> TWO_OF_OURS = List.of(OURS, OURS, STOCK);

    @Test
    void oneOfOursLeadsTwoStockOnes() {
        failOver(ONE_OF_OURS, Optional.of(OURS));
    }

    @Test
    void oneOfOursFollowsAStockLeader() {
        failOver(ONE_OF_OURS, Optional.of(STOCK));
    }

    @Test
    void oneOfOursAndTwoStockOnesAgreeWhoeverLeads() {
        failOver(ONE_OF_OURS, Optional.empty());
    }

    @Test
    void twoOfOursLeadAStockOne() {
        failOver(TWO_OF_OURS, Optional.of(OURS));
    }

    @Test
    void twoOfOursFollowAStockLeader() {
        failOver(TWO_OF_OURS, Optional.of(STOCK));
    }

    @Test
    void twoOfOursAndAStockOneAgreeWhoeverLeads() {
        failOver(TWO_OF_OURS, Optional.empty());
    }

    @Test
    void aStockOneThatIsLateAdoptsWhatOursDecided() {
        adoptLate(List.of(OURS, OURS, STOCK));
    }

    @Test
    void oneOfOursThatIsLateAdoptsWhatStockOnesDecided() {
        adoptLate(List.of(STOCK, STOCK, OURS));
    }

    /** The last sentinel stands still while the others fail over. */
    private static void adoptLate(List<Kind> kinds) {
        try (Cluster cluster = Cluster.of(2)) {
            kinds.forEach(kind -> cluster.add(cluster.setup(kind, 2).downAfterMillis(FAST_MILLIS)));
            cluster.awaitAcquainted();
            RedisServer old = cluster.master();
            SentinelProcess late = cluster.sentinel(2);
            late.freeze();
            old.kill();
            Await.atMost(BOUND)
                    .showing(cluster::toString)
                    .until(
                            "the two others have a new master",
                            () -> cluster.sentinels().subList(0, 2).stream()
                                    .noneMatch(sentinel -> sentinel.masterPort(Cluster.NAME) == old.port()));
            late.thaw();
            cluster.awaitMasterOtherThan(old, HEAL_BOUND);
            Await.atMost(HEAL_BOUND)
                    .showing(cluster::toString)
                    .until(
                            "the late one heard of it from another",
                            () -> !cluster.log(2).events("+config-update-from").isEmpty());
        }
    }

    private static void failOver(List<Kind> kinds, Optional<Kind> leader) {
        for (int run = 1; run <= Runs.count(1); run++) {
            try (Cluster cluster = Cluster.of(2)) {
                kinds.forEach(kind -> add(kind, cluster, leader));
                cluster.awaitAcquainted();
                RedisServer old = cluster.master();
                long faultNanos = System.nanoTime();
                old.kill();
                cluster.awaitMasterOtherThan(old, BOUND);
                long millis = (System.nanoTime() - faultNanos) / 1_000_000;
                List<Kind> leaders = leaders(cluster, kinds);
                leader.ifPresent(
                        kind -> assertThat(leaders).as("who led%n%s", cluster).containsOnly(kind));
                Runs.print(
                        "sentinels %s, run %d, led by %s: the new master named by all after %d ms",
                        kinds, run, leaders, millis);
            }
        }
    }

    private static void add(Kind kind, Cluster cluster, Optional<Kind> leader) {
        boolean fast = leader.isEmpty() || leader.get() == kind;
        cluster.add(cluster.setup(kind, leader.isEmpty() ? 2 : 1).downAfterMillis(fast ? FAST_MILLIS : SLOW_MILLIS));
    }

    private static List<Kind> leaders(Cluster cluster, List<Kind> kinds) {
        return IntStream.range(0, kinds.size())
                .filter(i -> !cluster.log(i).events("+elected-leader").isEmpty())
                .mapToObj(kinds::get)
                .toList();
    }
}
