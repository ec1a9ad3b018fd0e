package io.jsentinel.it;

import static io.jsentinel.it.Cluster.Kind.OURS;
import static io.jsentinel.it.Runs.HEAL_BOUND;
import static org.assertj.core.api.Assertions.assertThat;

import io.jsentinel.testkit.Await;
import io.jsentinel.testkit.EventLog;
import io.jsentinel.testkit.RedisServer;
import io.jsentinel.testkit.Reply;
import io.jsentinel.testkit.SentinelProcess;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** All daemons are killed at once in the middle of a failover and start again from their files. */
class CrashIT {

    private static final Pattern VOTE = Pattern.compile("\\+vote-for-leader ([0-9a-f]{40}) (\\d+)");
    private static final String INVENTED = "c".repeat(40);

    @ParameterizedTest
    @ValueSource(strings = {"+try-failover", "+vote-for-leader", "+elected-leader", "+promoted-slave"})
    void theClusterBecomesWellAndNoVoteIsGivenTwiceAfterACrashAt(String moment) {
        try (Cluster cluster = Cluster.of(2).watchedBy(OURS, OURS, OURS)) {
            Votes votes = new Votes(cluster);
            int runs = Runs.count(1);
            for (int run = 1; run <= runs; run++) {
                RedisServer old = cluster.master();
                long faultNanos = System.nanoTime();
                EventLog.Event event = killAllAt(moment, cluster, old);
                votes.check();

                Map<SentinelProcess, String> votedEpochs = new LinkedHashMap<>();
                cluster.sentinels()
                        .forEach(
                                dead -> votedEpochs.put(dead, StateFile.of(dead).leaderEpoch()));
                cluster.sentinels().forEach(SentinelProcess::restart);
                long restartedNanos = System.nanoTime();
                votes.check();
                votedEpochs.forEach((sentinel, epoch) -> assertNoSecondVote(sentinel, epoch, old.port()));

                RedisServer master = Await.atMost(HEAL_BOUND.multipliedBy(2))
                        .showing(cluster::toString)
                        .until("a new master is there and all is well", () -> well(cluster, votes), now -> now != old);
                Runs.print(
                        "all killed at %s, %d ms after the master; run %d: well again %d ms after their restart",
                        event.channel(),
                        (event.nanoTime() - faultNanos) / 1_000_000,
                        run,
                        (System.nanoTime() - restartedNanos) / 1_000_000);
                votes.check();
                assertThat(master.isMaster()).isTrue();
                if (run < runs) {
                    old.restart();
                    cluster.awaitWell(HEAL_BOUND);
                    votes.check();
                }
            }
        }
    }

    /** Kills the master, and all daemons as soon as any of them announces the moment. */
    private static EventLog.Event killAllAt(String moment, Cluster cluster, RedisServer master) {
        CountDownLatch reached = new CountDownLatch(1);
        AtomicReference<EventLog.Event> event = new AtomicReference<>();
        List<EventLog> watchers = new ArrayList<>();
        try {
            for (SentinelProcess sentinel : cluster.sentinels()) {
                watchers.add(EventLog.on(sentinel::client, seen -> {
                    if (seen.channel().equals(moment) && event.compareAndSet(null, seen)) {
                        cluster.sentinels().forEach(SentinelProcess::kill);
                        reached.countDown();
                    }
                }));
            }
            master.kill();
            assertThat(reached.await(HEAL_BOUND.toSeconds(), TimeUnit.SECONDS))
                    .as("%s is announced%n%s", moment, cluster)
                    .isTrue();
            return event.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } finally {
            watchers.forEach(EventLog::close);
        }
    }

    private static RedisServer well(Cluster cluster, Votes votes) {
        votes.check();
        return cluster.wellMaster().orElseThrow(() -> new IllegalStateException("not well yet"));
    }

    /**
     * In an epoch in which its earlier life may have voted a daemon does not vote for anybody, whoever asks. The file of
     * the new life does not tell that epoch any more: it has the ones that are reserved for the votes of this life.
     */
    private static void assertNoSecondVote(SentinelProcess sentinel, String epoch, int masterPort) {
        Reply answer = sentinel.call(
                "SENTINEL", "IS-MASTER-DOWN-BY-ADDR", "127.0.0.1", Integer.toString(masterPort), epoch, INVENTED);
        assertThat(answer.asList().get(1).asText()).isNotEqualTo(INVENTED);
    }

    /** What each daemon has voted, over all its lives. */
    private static final class Votes {

        private final Cluster cluster;
        private final Map<Integer, Long> leaderEpochs = new HashMap<>();

        Votes(Cluster cluster) {
            this.cluster = cluster;
        }

        /** Nobody voted for two candidates in one epoch, and no file forgot in which epoch its daemon voted. */
        void check() {
            for (SentinelProcess sentinel : cluster.sentinels()) {
                Map<Long, String> candidates = new TreeMap<>();
                Matcher vote = VOTE.matcher(sentinel.logText());
                while (vote.find()) {
                    String candidate = vote.group(1);
                    String other = candidates.put(Long.parseLong(vote.group(2)), candidate);
                    assertThat(other)
                            .as("%s in epoch %s%n%s", sentinel, vote.group(2), sentinel.logText())
                            .isIn(null, candidate);
                }
                long epoch = Long.parseLong(StateFile.of(sentinel).leaderEpoch());
                long lastVote = candidates.keySet().stream()
                        .mapToLong(Long::longValue)
                        .max()
                        .orElse(0);
                assertThat(epoch)
                        .as("leader-epoch in the file of %s", sentinel)
                        .isGreaterThanOrEqualTo(lastVote)
                        .isGreaterThanOrEqualTo(leaderEpochs.getOrDefault(sentinel.port(), 0L));
                leaderEpochs.put(sentinel.port(), epoch);
            }
        }
    }
}
