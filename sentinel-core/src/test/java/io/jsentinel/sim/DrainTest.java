package io.jsentinel.sim;

import static io.jsentinel.sim.Moments.seconds;
import static io.jsentinel.sim.Plan.offset;
import static io.jsentinel.sim.Plan.quorum;
import static io.jsentinel.sim.Plan.sentinels;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** A sentinel is told that it will end. */
class DrainTest {

    private static Play stable() {
        return sentinels(1)
                .monitor("m", quorum(1))
                .replica("a", offset(10))
                .replica("b", offset(90))
                .untilStable();
    }

    @Test
    void whoHasNothingToFinishMayEndAtOnce() {
        Play play = stable();
        SimSentinel sentinel = play.cluster().sentinel("s1");
        assertThat(sentinel.core().realm().self().isLeaving()).isFalse();
        sentinel.drain(seconds(5), List.of());

        assertThat(sentinel.drained().orElseThrow().complete()).isTrue();
        assertThat(sentinel.core().realm().self().isLeaving()).isTrue();
    }

    @Test
    void aFailoverThatWeLeadIsLedToThePromotionFirst() {
        Play play = stable().crash("m").within(seconds(6)).somebodyAnnounces("+elected-leader");
        SimSentinel sentinel = play.cluster().sentinel("s1");
        sentinel.drain(seconds(5), List.of());

        assertThat(sentinel.drained()).isEmpty();
        play.within(seconds(5)).until("it may end", () -> sentinel.drained().isPresent());
        assertThat(sentinel.drained().orElseThrow().complete()).isTrue();
        play.expect(
                "b is a master", () -> play.cluster().redis("b").replication().isMaster());
    }

    @Test
    void whatCannotBeFinishedIsWaitedForNoLongerThanItMay() {
        Play play = stable();
        play.cluster().redises().forEach(SimRedis::refusesOrders);
        play.crash("m").within(seconds(6)).somebodyAnnounces("+elected-leader").then(cluster -> {
            cluster.redis("b").freeze();
        });
        SimSentinel sentinel = play.cluster().sentinel("s1");
        long since = play.nowMillis();
        sentinel.drain(100, List.of());
        play.within(200).until("it may end", () -> sentinel.drained().isPresent());

        assertThat(sentinel.drained().orElseThrow().complete()).isFalse();
        assertThat(play.nowMillis() - since).isEqualTo(100);
    }
}
