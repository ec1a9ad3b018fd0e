package io.jsentinel.it;

import static io.jsentinel.it.Cluster.Kind.OURS;
import static io.jsentinel.it.Runs.HEAL_BOUND;
import static io.jsentinel.it.Runs.TAKE_OVER_BOUND;
import static org.assertj.core.api.Assertions.assertThat;

import io.jsentinel.testkit.Await;
import io.jsentinel.testkit.EventLog;
import io.jsentinel.testkit.RedisServer;
import io.jsentinel.testkit.RespClient;
import io.jsentinel.testkit.SentinelProcess;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/**
 * After an attempt that failed the next one starts within two seconds and the down-after, at the default failover-timeout of
 * three minutes: six minutes with Redis.
 */
class RetryIT {

    private static final long DEFAULT_FAILOVER_TIMEOUT_MILLIS = 180_000;
    private static final Duration DOWN_AFTER = Duration.ofSeconds(1);

    /** Two seconds, the down-after, and what a loaded machine may need; whoever voted once waited ten seconds. */
    private static final Duration NEXT_BOUND = DOWN_AFTER.plusSeconds(2).plusSeconds(3);

    /** For how long a replica hangs: longer than it takes to be seen down. */
    private static final String HANGS_MILLIS = "8000";

    /** Three daemons; of the two replicas the first one is chosen. */
    private static Cluster cluster() {
        int[] priority = {100, 10, 20};
        int[] next = {0};
        Cluster cluster = Cluster.of(2, setup -> setup.set("replica-priority", Integer.toString(priority[next[0]++])));
        try {
            for (int i = 0; i < 3; i++) {
                cluster.add(cluster.setup(OURS, 2)
                        .downAfterMillis(DOWN_AFTER.toMillis())
                        .failoverTimeoutMillis(DEFAULT_FAILOVER_TIMEOUT_MILLIS));
            }
            cluster.awaitAcquainted();
            return cluster;
        } catch (RuntimeException e) {
            cluster.close();
            throw e;
        }
    }

    @Test
    void whenTheLeaderEndsRightAfterItsElection() {
        for (int run = 1; run <= Runs.count(1); run++) {
            try (Cluster cluster = cluster()) {
                List<SentinelProcess> all = cluster.sentinels();
                all.forEach(sentinel -> sentinel.call("SENTINEL", "SIMULATE-FAILURE", "crash-after-election"));
                RedisServer old = cluster.master();
                old.kill();
                SentinelProcess leader = Await.atMost(TAKE_OVER_BOUND)
                        .showing(cluster::toString)
                        .until("a leader has ended itself", () -> ended(all), Optional::isPresent)
                        .orElseThrow();
                long failedNanos = System.nanoTime();
                all.stream()
                        .filter(sentinel -> sentinel != leader)
                        .forEach(sentinel -> sentinel.call("SENTINEL", "SIMULATE-FAILURE", "help"));
                assertRetried("leader ended after its election", cluster, leader, failedNanos);
                leader.restart();
                cluster.awaitMasterOtherThan(old, HEAL_BOUND);
            }
        }
    }

    private static Optional<SentinelProcess> ended(List<SentinelProcess> all) {
        return all.stream().filter(sentinel -> !sentinel.isAlive()).findFirst();
    }

    @Test
    void whenTheChosenReplicaHangsBeforeItsPromotion() {
        for (int run = 1; run <= Runs.count(1); run++) {
            try (Cluster cluster = cluster();
                    Watchers watchers = new Watchers()) {
                hangWhenTheMasterIsDown(cluster, watchers);
                RedisServer old = cluster.master();
                long killedNanos = System.nanoTime();
                old.kill();
                EventLog.Event failed = awaitAny(cluster, "-failover-abort-slave-timeout", null, killedNanos);
                assertRetried("chosen replica hung", cluster, null, failed.nanoTime());
                assertThat(cluster.awaitMasterOtherThan(old, HEAL_BOUND))
                        .isSameAs(cluster.nodes().get(2));
            }
        }
    }

    @Test
    void whenTheLeaderStandsStillWhileItsReplicaHangs() {
        for (int run = 1; run <= Runs.count(1); run++) {
            try (Cluster cluster = cluster();
                    Watchers watchers = new Watchers()) {
                hangWhenTheMasterIsDown(cluster, watchers);
                AtomicBoolean isFrozen = new AtomicBoolean();
                for (SentinelProcess sentinel : cluster.sentinels()) {
                    watchers.watch(sentinel, event -> {
                        if (event.channel().equals("+failover-state-wait-promotion")
                                && isFrozen.compareAndSet(false, true)) {
                            sentinel.freeze();
                        }
                    });
                }
                RedisServer old = cluster.master();
                old.kill();
                SentinelProcess leader = Await.atMost(TAKE_OVER_BOUND)
                        .showing(cluster::toString)
                        .until("the leader stands still", () -> frozen(cluster), Optional::isPresent)
                        .orElseThrow();
                assertRetried("leader stood still", cluster, leader, System.nanoTime());
                leader.thaw();
                cluster.awaitMasterOtherThan(old, HEAL_BOUND);
            }
        }
    }

    private static Optional<SentinelProcess> frozen(Cluster cluster) {
        return cluster.sentinels().stream().filter(SentinelProcess::isFrozen).findFirst();
    }

    /** As soon as somebody sees the master down, the replica that will be chosen answers nothing any more for a while. */
    private static void hangWhenTheMasterIsDown(Cluster cluster, Watchers watchers) {
        RespClient client = watchers.client(cluster.nodes().get(1));
        AtomicBoolean isHung = new AtomicBoolean();
        for (SentinelProcess sentinel : cluster.sentinels()) {
            watchers.watch(sentinel, event -> {
                if (event.channel().equals("+sdown")
                        && event.payload().startsWith("master ")
                        && isHung.compareAndSet(false, true)) {
                    client.send("CLIENT", "PAUSE", HANGS_MILLIS, "ALL");
                }
            });
        }
    }

    /** The next attempt begins in time, and not by the one who failed if that is somebody. */
    private static void assertRetried(String fault, Cluster cluster, SentinelProcess failed, long failedNanos) {
        EventLog.Event next = awaitAny(cluster, "+try-failover", failed, failedNanos);
        Duration after = Duration.ofNanos(next.nanoTime() - failedNanos);
        Runs.print(
                "%s: the next attempt after %d ms (down-after %d ms)", fault, after.toMillis(), DOWN_AFTER.toMillis());
        assertThat(after).as(cluster.toString()).isLessThan(NEXT_BOUND);
    }

    /** The first such event since a moment that anybody announces but one. */
    private static EventLog.Event awaitAny(Cluster cluster, String channel, SentinelProcess but, long sinceNanos) {
        return Await.atMost(HEAL_BOUND)
                .showing(cluster::toString)
                .until(channel + " is announced", () -> first(cluster, channel, but, sinceNanos), Optional::isPresent)
                .orElseThrow();
    }

    private static Optional<EventLog.Event> first(
            Cluster cluster, String channel, SentinelProcess but, long sinceNanos) {
        List<EventLog.Event> found = new ArrayList<>();
        for (int i = 0; i < cluster.sentinels().size(); i++) {
            if (cluster.sentinel(i) != but) {
                cluster.log(i).first(channel, sinceNanos).ifPresent(found::add);
            }
        }
        return found.stream().min(Comparator.comparingLong(EventLog.Event::nanoTime));
    }

    /** Connections of a test that look on and act, closed with it. */
    private static final class Watchers implements AutoCloseable {

        private final List<AutoCloseable> open = new ArrayList<>();

        void watch(SentinelProcess sentinel, Consumer<EventLog.Event> listener) {
            open.add(EventLog.on(sentinel::client, listener));
        }

        RespClient client(RedisServer server) {
            RespClient client = server.client();
            open.add(client);
            return client;
        }

        @Override
        public void close() {
            for (AutoCloseable each : open) {
                try {
                    each.close();
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            }
        }
    }
}
