package io.jsentinel.sim;

import static io.jsentinel.sim.Moments.minutes;
import static io.jsentinel.sim.Moments.seconds;
import static io.jsentinel.sim.Plan.failoverTimeout;
import static io.jsentinel.sim.Plan.offset;
import static io.jsentinel.sim.Plan.quorum;
import static io.jsentinel.sim.Plan.sentinels;
import static io.jsentinel.sim.Plan.syncTakes;

import org.junit.jupiter.api.Test;

/** Something more breaks in the middle of a failover. */
class LeaderLossTest {

    private static Play stable(long seed) {
        return sentinels(3)
                .seed(seed)
                .monitor("m", quorum(2))
                .replica("a", offset(10))
                .replica("b", offset(90))
                .untilStable();
    }

    private static Play crashLeaderAt(String channel, long seed) {
        Play play = stable(seed).crash("m").within(seconds(6)).somebodyAnnounces(channel);
        return play.crash(play.leader()).within(seconds(20)).everySentinelNames("b");
    }

    @Test
    void theOthersFinishWhenTheLeaderCrashesAfterItsElection() {
        Seeds.each(
                50,
                seed -> crashLeaderAt("+elected-leader", seed)
                        .within(seconds(20))
                        .everySentinelNames("b")
                        .within(seconds(20))
                        .follows("a", "b"));
    }

    @Test
    void theOthersFinishWhenTheLeaderCrashesAfterThePromotion() {
        Seeds.each(
                50,
                seed -> crashLeaderAt("+promoted-slave", seed)
                        .within(seconds(20))
                        .follows("a", "b"));
    }

    @Test
    void aPromotionOrderThatWasLostIsRepeated() {
        Seeds.each(
                20,
                seed -> stable(seed)
                        .crash("m")
                        .within(seconds(6))
                        .somebodyAnnounces("+failover-state-wait-promotion")
                        .crash("b")
                        .restart("b")
                        .within(seconds(10))
                        .everySentinelNames("b"));
    }

    @Test
    void anOrderToFollowThatWasLostIsRepeated() {
        Seeds.each(
                20,
                seed -> stable(seed)
                        .crash("m")
                        .within(seconds(6))
                        .somebodyAnnounces("+slave-reconf-sent")
                        .crash("a")
                        .restart("a")
                        .within(seconds(5))
                        .follows("a", "b"));
    }

    @Test
    void aPromotedReplicaThatDiesBeforeTheOthersFollowIsReplaced() {
        Seeds.each(
                20,
                seed -> sentinels(1)
                        .seed(seed)
                        .monitor("m", quorum(1), failoverTimeout(seconds(60)))
                        .replica("a", offset(10), syncTakes(seconds(30)))
                        .replica("b", offset(90))
                        .untilStable()
                        .crash("m")
                        .within(seconds(6))
                        .somebodyAnnounces("+promoted-slave")
                        .crash("b")
                        .within(minutes(2))
                        .everySentinelNames("a"));
    }
}
