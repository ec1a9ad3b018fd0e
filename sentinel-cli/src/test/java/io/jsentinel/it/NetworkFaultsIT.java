package io.jsentinel.it;

import static io.jsentinel.it.Runs.HEAL_BOUND;
import static io.jsentinel.it.Runs.TAKE_OVER_BOUND;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jsentinel.testkit.Await;
import io.jsentinel.testkit.CountingWriter;
import io.jsentinel.testkit.HostedServer;
import io.jsentinel.testkit.NetworkCluster;
import io.jsentinel.testkit.TestNetwork;
import io.jsentinel.testkit.WriteReport;
import io.jsentinel.testkit.WriterPlan;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Three daemons and three Redis servers on hosts of their own, between which packets are lost without a word, while a client
 * writes. After each fault all daemons name one master, it is one, and all others follow it.
 */
class NetworkFaultsIT {

    private static final long DOWN_AFTER_MILLIS = 1_000;

    /** From so many runs on a test may take minutes. */
    private static final int LONG_RUNS = 20;

    /** What a connection needs whose packets were lost: TCP sends them again after pauses that grow. */
    private static final Duration MEND_BOUND = Duration.ofSeconds(90);

    @BeforeAll
    static void needsNetworks() {
        boolean possible = TestNetwork.isPossible();
        if (!possible) {
            Runs.print("faults of networks are skipped: they need root, iproute2 and iptables");
        }
        assumeTrue(possible, "needs root, iproute2 and iptables");
    }

    private static NetworkCluster cluster() {
        return NetworkCluster.of(3, 3, DOWN_AFTER_MILLIS, HEAL_BOUND);
    }

    private static CountingWriter writer(NetworkCluster cluster) {
        CountingWriter writer =
                CountingWriter.start(WriterPlan.at(cluster.sentinelAddresses(), NetworkCluster.NAME, 0));
        awaitWrites(writer);
        return writer;
    }

    private static void awaitWrites(CountingWriter writer) {
        long before = writer.acknowledged();
        Await.atMost(MEND_BOUND).until("writes are acknowledged", () -> writer.acknowledged() > before + 40);
    }

    /** What must hold when a fault is over, and what became of the writes. */
    private static void awaitEnd(String fault, NetworkCluster cluster, CountingWriter writer) {
        HostedServer master = cluster.awaitWell(MEND_BOUND);
        awaitWrites(writer);
        WriteReport report = writer.verify(HEAL_BOUND);
        Runs.print(
                "%s: %d of %d acknowledged writes lost, longest gap %d ms",
                fault,
                report.lostAcknowledged(),
                report.acknowledged(),
                writer.longestGap().toMillis());
        assertThat(cluster.awaitWell(HEAL_BOUND)).isSameAs(master);
    }

    @Test
    void aMasterWhoseHostFallsSilentIsReplacedThoughNoConnectionBreaks() {
        List<Long> lateMillis = new ArrayList<>();
        try (NetworkCluster cluster = cluster();
                CountingWriter writer = writer(cluster)) {
            for (int run = 0; run < Runs.count(2); run++) {
                HostedServer master = cluster.awaitWell(MEND_BOUND);
                long begin = System.nanoTime();
                master.host().darken();
                cluster.awaitMasterOtherThan(master, cluster.sentinels(), TAKE_OVER_BOUND);
                lateMillis.add((System.nanoTime() - begin) / 1_000_000 - DOWN_AFTER_MILLIS);
                master.host().heal();
            }
            awaitEnd("master's host silent", cluster, writer);
        }
        Collections.sort(lateMillis);
        Runs.print(
                "master's host silent: another master is named down-after + %d ms (median), + %d ms (longest of %d)",
                lateMillis.get(lateMillis.size() / 2), lateMillis.get(lateMillis.size() - 1), lateMillis.size());
    }

    @Test
    void aMasterThatTheMajorityDoesNotReachIsReplacedOnceAndFollowsAfterwards() {
        try (NetworkCluster cluster = cluster();
                CountingWriter writer = writer(cluster)) {
            HostedServer master = cluster.node(0);
            List<HostedServer> majority = List.of(cluster.sentinel(1), cluster.sentinel(2));
            majority.forEach(sentinel -> master.host().leave(sentinel.host()));
            HostedServer next = cluster.awaitMasterOtherThan(master, majority, TAKE_OVER_BOUND);
            master.host().heal();
            awaitEnd("master cut off from the majority", cluster, writer);
            assertThat(cluster.awaitWell(HEAL_BOUND)).isSameAs(next);
        }
    }

    @Test
    void aMasterThatHearsButIsNotHeardIsReplaced() {
        try (NetworkCluster cluster = cluster();
                CountingWriter writer = writer(cluster)) {
            HostedServer master = cluster.node(0);
            cluster.sentinels().forEach(sentinel -> sentinel.host().ignore(master.host()));
            cluster.awaitMasterOtherThan(master, cluster.sentinels(), TAKE_OVER_BOUND);
            cluster.sentinels().forEach(sentinel -> sentinel.host().heal());
            awaitEnd("master is not heard", cluster, writer);
        }
    }

    @Test
    void aDaemonThatLosesItsPeersLeavesTheMasterAlone() {
        try (NetworkCluster cluster = cluster();
                CountingWriter writer = writer(cluster)) {
            HostedServer alone = cluster.sentinel(0);
            HostedServer master = cluster.node(0);
            alone.host().darken();
            awaitFlag(cluster.sentinel(1), "s_down");
            awaitWrites(writer);
            alone.host().heal();
            awaitEnd("one daemon cut off from all", cluster, writer);
            assertThat(cluster.awaitWell(HEAL_BOUND)).isSameAs(master);
        }
    }

    private static void awaitFlag(HostedServer sentinel, String flag) {
        Await.atMost(HEAL_BOUND)
                .showing(sentinel::logTail)
                .until(
                        "a peer is seen as " + flag,
                        () -> sentinel.call("SENTINEL", "SENTINELS", NetworkCluster.NAME)
                                .toString()
                                .contains(flag));
    }

    @Test
    void aNetworkThatLosesPacketsIsNoReasonToFailOver() {
        try (NetworkCluster cluster = cluster();
                CountingWriter writer = writer(cluster)) {
            HostedServer master = cluster.node(0);
            List<HostedServer> all = new ArrayList<>(cluster.nodes());
            all.addAll(cluster.sentinels());
            all.forEach(server -> server.host().lose(2));
            for (int i = 0; i < 5; i++) {
                awaitWrites(writer);
            }
            assertThat(cluster.namedBy(cluster.sentinel(0))).contains(master);
            all.forEach(server -> server.host().heal());
            awaitEnd("2 % of all packets lost", cluster, writer);
        }
    }

    @Test
    void aDaemonWhoseDiskIsFullVotesForNobodyAndFollowsTheOthers() {
        try (NetworkCluster cluster = cluster();
                CountingWriter writer = writer(cluster)) {
            HostedServer full = cluster.sentinel(0);
            full.kill();
            full.ownDisk(256);
            full.start();
            cluster.awaitWell(MEND_BOUND);
            full.fillDisk();
            HostedServer master = cluster.node(0);
            master.kill();
            HostedServer next = cluster.awaitMasterOtherThan(master, cluster.sentinels(), TAKE_OVER_BOUND);
            Await.atMost(HEAL_BOUND)
                    .showing(full::logTail)
                    .until("it says that it cannot save", () -> full.logTail().contains("+save-failing"));
            full.freeDisk();
            master.start();
            awaitEnd("the disk of a daemon full through a failover", cluster, writer);
            assertThat(cluster.awaitWell(HEAL_BOUND)).isSameAs(next);
        }
    }

    /** A minute is waited for only where everything is repeated many times. */
    @ParameterizedTest
    @ValueSource(ints = {5, 60})
    void aDaemonThatStandsStillMissesAFailoverAndLearnsOfItAfterwards(int seconds) {
        assumeTrue(seconds <= 5 || Runs.count(1) >= LONG_RUNS, "with at least " + LONG_RUNS + " runs only");
        try (NetworkCluster cluster = cluster();
                CountingWriter writer = writer(cluster)) {
            HostedServer master = cluster.node(0);
            HostedServer sleeper = cluster.sentinel(0);
            List<HostedServer> awake = List.of(cluster.sentinel(1), cluster.sentinel(2));
            long begin = System.nanoTime();
            sleeper.freeze();
            master.kill();
            HostedServer next = cluster.awaitMasterOtherThan(master, awake, TAKE_OVER_BOUND);
            awaitWrites(writer);
            master.start();
            Duration stall = Duration.ofSeconds(seconds);
            Await.atMost(stall.plus(HEAL_BOUND))
                    .until("it stood still long enough", () -> System.nanoTime() - begin > stall.toNanos());
            long goneOn = System.nanoTime();
            sleeper.thaw();
            cluster.awaitMasterOtherThan(master, List.of(sleeper), TAKE_OVER_BOUND);
            Runs.print(
                    "a daemon that stood still for %d s names the new master %d ms after it went on",
                    seconds, (System.nanoTime() - goneOn) / 1_000_000);
            awaitEnd("a daemon frozen for " + seconds + " s through a failover", cluster, writer);
            assertThat(cluster.awaitWell(HEAL_BOUND)).isSameAs(next);
        }
    }

    @Test
    void afterAllProcessesWereKilledTheFilesAreEnough() {
        try (NetworkCluster cluster = cluster();
                CountingWriter writer = writer(cluster)) {
            HostedServer first = cluster.node(0);
            first.kill();
            HostedServer master = cluster.awaitMasterOtherThan(first, cluster.sentinels(), TAKE_OVER_BOUND);
            first.start();
            cluster.awaitWell(MEND_BOUND);
            List<HostedServer> all = new ArrayList<>(cluster.nodes());
            all.addAll(cluster.sentinels());
            all.forEach(HostedServer::kill);
            Collections.shuffle(all, ThreadLocalRandom.current());
            all.forEach(HostedServer::start);
            awaitEnd("all processes killed", cluster, writer);
            assertThat(cluster.awaitWell(HEAL_BOUND)).isSameAs(master);
        }
    }
}
