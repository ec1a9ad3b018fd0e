package io.jsentinel.it;

import static io.jsentinel.it.Cluster.Kind.OURS;
import static io.jsentinel.it.Runs.HEAL_BOUND;
import static io.jsentinel.it.Runs.TAKE_OVER_BOUND;
import static org.assertj.core.api.Assertions.assertThat;

import io.jsentinel.testkit.Await;
import io.jsentinel.testkit.EventLog;
import io.jsentinel.testkit.RedisServer;
import io.jsentinel.testkit.SentinelProcess;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Our own daemons stand still (SIGSTOP), as in a long garbage collection or a frozen machine, and go on. */
class StallIT {

    private static final Duration STALL = Duration.ofSeconds(5);

    /** Lets real time pass while nothing can be observed: the process that would tell of it stands still. */
    private static void standStill(SentinelProcess... stopped) {
        long begin = System.nanoTime();
        for (SentinelProcess sentinel : stopped) {
            sentinel.freeze();
        }
        Await.atMost(STALL.multipliedBy(3))
                .until("the stall is long enough", () -> System.nanoTime() - begin > STALL.toNanos());
        for (SentinelProcess sentinel : stopped) {
            sentinel.thaw();
        }
    }

    @Test
    void aDaemonThatStoodStillBlamesNobody() {
        try (Cluster cluster = Cluster.of(1).watchedBy(OURS, OURS, OURS)) {
            SentinelProcess stopped = cluster.sentinel(0);
            EventLog events = cluster.log(0);
            int before = events.events("+sdown").size();
            long begin = System.nanoTime();
            standStill(stopped);
            events.awaitEvent("+tilt", begin, HEAL_BOUND);
            EventLog.Event end = events.awaitEvent("-tilt", begin, HEAL_BOUND);
            assertThat(end.payload()).isEqualTo("#tilt mode exited");
            cluster.awaitAcquainted();
            assertThat(events.events("+sdown")).as(stopped.logTail()).hasSize(before);
            assertThat(stopped.call("INFO", "sentinel").asText())
                    .contains("sentinel_tilt:0", "sentinel_tilt_since_seconds:-1");
        }
    }

    @Test
    void aMasterThatDiesWhileAllDaemonsStandStillIsReplacedWhenTheyGoOn() {
        try (Cluster cluster = Cluster.of(2).watchedBy(OURS, OURS, OURS)) {
            RedisServer old = cluster.master();
            SentinelProcess[] all = cluster.sentinels().toArray(new SentinelProcess[0]);
            for (SentinelProcess sentinel : all) {
                sentinel.freeze();
            }
            old.kill();
            standStill(all);
            long goneOn = System.nanoTime();
            cluster.awaitMasterOtherThan(old, TAKE_OVER_BOUND);
            Runs.print(
                    "master died while all sentinels stood still: replaced %d ms after they went on",
                    Duration.ofNanos(System.nanoTime() - goneOn).toMillis());
            old.restart();
            cluster.awaitWell(HEAL_BOUND);
        }
    }

    @Test
    void aLeaderThatStandsStillInTheMiddleOfAFailoverSplitsNothing() {
        try (Cluster cluster = Cluster.of(2).watchedBy(OURS, OURS, OURS)) {
            RedisServer old = cluster.master();
            long begin = System.nanoTime();
            old.kill();
            int leader = Await.atMost(TAKE_OVER_BOUND)
                    .showing(cluster::toString)
                    .until("somebody leads", () -> leader(cluster, begin), index -> index >= 0);
            standStill(cluster.sentinel(leader));
            RedisServer master = cluster.awaitMasterOtherThan(old, HEAL_BOUND);
            old.restart();
            assertThat(cluster.awaitWell(HEAL_BOUND)).isSameAs(master);
        }
    }

    private static int leader(Cluster cluster, long sinceNanos) {
        for (int i = 0; i < cluster.sentinels().size(); i++) {
            if (cluster.log(i).first("+elected-leader", sinceNanos).isPresent()) {
                return i;
            }
        }
        return -1;
    }
}
