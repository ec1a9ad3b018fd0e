package io.jsentinel.sim;

import static io.jsentinel.sim.Moments.seconds;
import static io.jsentinel.sim.Plan.offset;
import static io.jsentinel.sim.Plan.quorum;
import static io.jsentinel.sim.Plan.sentinels;
import static org.assertj.core.api.Assertions.assertThat;

import io.jsentinel.address.Endpoint;
import io.jsentinel.step.Effect;
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

    private static Play three(long seed) {
        return sentinels(3)
                .seed(seed)
                .delays(1, 3)
                .monitor("m", quorum(2))
                .replica("a")
                .replica("b")
                .untilStable();
    }

    private static List<Endpoint> beside(Play play, String redis) {
        return List.of(
                new Endpoint("127.0.0.1", 6379), play.cluster().redis(redis).endpoint());
    }

    @Test
    void aMasterBesideUsHandsOverFirst() {
        Seeds.each(10, seed -> {
            Play play = three(seed);
            SimWriter writer = SimWriter.startOn(play);
            SimSentinel sentinel = play.cluster().sentinel("s2");
            sentinel.drain(seconds(20), beside(play, "m"));
            play.within(seconds(2)).until("it may end", () -> sentinel.drained().isPresent());
            assertThat(sentinel.drained().orElseThrow().outcome()).isEqualTo("m handed over");
            assertThat(sentinel.drained().orElseThrow().complete()).isTrue();
            // The pod is gone at once.
            play.crash("s2", "m").passes(seconds(5));
            SimRedis master = play.cluster().redises().stream()
                    .filter(redis -> redis.isRunning() && redis.replication().isMaster())
                    .findFirst()
                    .orElseThrow();
            assertThat(writer.lostOn(master)).isEmpty();
            assertThat(writer.longestGapMillis()).isLessThan(150);
        });
    }

    @Test
    void aReplicaBesideUsMayEndAtOnce() {
        Play play = three(1);
        SimSentinel sentinel = play.cluster().sentinel("s2");
        sentinel.drain(seconds(20), beside(play, "a"));
        assertThat(sentinel.drained().orElseThrow().complete()).isTrue();
    }

    @Test
    void withoutAGoodReplicaItEndsAtOnceAndSaysWhy() {
        Play play = three(1).crash("a", "b")
                .within(seconds(10))
                .announces("s2", "+sdown")
                .passes(seconds(2));
        SimSentinel sentinel = play.cluster().sentinel("s2");
        sentinel.drain(seconds(20), beside(play, "m"));
        assertThat(sentinel.drained().orElseThrow()).isEqualTo(new Effect.Drained(false, "m cannot hand over"));
    }

    @Test
    void aHandOverThatIsGivenUpIsTriedAgainAsLongAsThereIsTime() {
        Play play = three(1).freeze("a", "b");
        SimSentinel sentinel = play.cluster().sentinel("s2");
        sentinel.drain(seconds(20), beside(play, "m"));
        play.within(seconds(8)).announces("s2", "-failover-abort-no-good-slave").thaw("a", "b");
        play.within(seconds(10)).until("it may end", () -> sentinel.drained().isPresent());
        assertThat(sentinel.drained().orElseThrow().complete()).isTrue();
        assertThat(play.cluster().redis("m").replication().isMaster()).isFalse();
    }

    @Test
    void aHandOverThatDoesNotComeAboutIsWaitedForNoLongerThanItMay() {
        Play play = three(1).freeze("a", "b");
        long since = play.nowMillis();
        SimSentinel sentinel = play.cluster().sentinel("s2");
        sentinel.drain(1_000, beside(play, "m"));
        play.within(seconds(2)).until("it may end", () -> sentinel.drained().isPresent());
        assertThat(play.nowMillis() - since).isEqualTo(1_000);
        assertThat(sentinel.drained().orElseThrow().complete()).isFalse();
        play.thaw("a", "b")
                .during(seconds(20))
                .always(
                        "m is the master",
                        () -> play.cluster().redis("m").replication().isMaster());
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
