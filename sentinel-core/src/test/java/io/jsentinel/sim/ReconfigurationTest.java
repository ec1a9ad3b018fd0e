package io.jsentinel.sim;

import static io.jsentinel.sim.Moments.minutes;
import static io.jsentinel.sim.Moments.seconds;
import static io.jsentinel.sim.Plan.offset;
import static io.jsentinel.sim.Plan.parallelSyncs;
import static io.jsentinel.sim.Plan.quorum;
import static io.jsentinel.sim.Plan.sentinels;
import static io.jsentinel.sim.Plan.syncTakes;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** How the other replicas are sent to the new master, and what is told about it. */
class ReconfigurationTest {

    private static final List<String> OTHERS = List.of("a", "b", "c", "d");

    /** Four replicas that each need three seconds for a copy, and one that has read the most. */
    private static Play promoted(int parallelSyncs, long seed) {
        Plan plan = sentinels(3).seed(seed).monitor("m", quorum(2), parallelSyncs(parallelSyncs));
        OTHERS.forEach(name -> plan.replica(name, offset(10), syncTakes(seconds(3))));
        return plan.replica("best", offset(90))
                .untilStable()
                .crash("m")
                .within(seconds(6))
                .somebodyAnnounces("+promoted-slave");
    }

    private static long syncing(Play play) {
        return OTHERS.stream()
                .map(name -> play.cluster().redis(name).replication())
                .filter(r -> r.master()
                                .equals(Optional.of(play.cluster().redis("best").endpoint()))
                        && !r.isLinkUp())
                .count();
    }

    private static void neverMoreThan(int parallelSyncs) {
        Seeds.each(5, seed -> {
            Play play = promoted(parallelSyncs, seed);
            play.during(seconds(1)).always("few copy at once", () -> syncing(play) <= parallelSyncs);
            play.expect("as many as may copy do", () -> syncing(play) == Math.min(4, parallelSyncs))
                    .during(seconds(20))
                    .always("few copy at once", () -> syncing(play) <= parallelSyncs)
                    .within(seconds(5))
                    .allFollow(OTHERS, "best")
                    .passes(minutes(1))
                    .andThenAllIsQuiet();
        });
    }

    @Test
    void oneReplicaAtATimeIsSentToTheNewMaster() {
        neverMoreThan(1);
    }

    @Test
    void twoReplicasAtATimeAre() {
        neverMoreThan(2);
    }

    @Test
    void allReplicasAre() {
        neverMoreThan(10);
    }

    @Test
    void aLeaderTellsEveryStepInTheOrderOfRedis() {
        Seeds.each(20, seed -> {
            Play play = threeNodes(seed);
            assertThat(play.channelsOf(play.leader()))
                    .filteredOn(channel -> !List.of("-odown", "-sdown").contains(channel))
                    .containsExactly(
                            "+sdown",
                            "+odown",
                            "+new-epoch",
                            "+try-failover",
                            "+vote-for-leader",
                            "+elected-leader",
                            "+failover-state-select-slave",
                            "+selected-slave",
                            "+failover-state-send-slaveof-noone",
                            "+failover-state-wait-promotion",
                            "-role-change",
                            "+promoted-slave",
                            "+failover-state-reconf-slaves",
                            "+switch-master",
                            "+slave-reconf-sent",
                            "+slave-reconf-inprog",
                            "+slave-reconf-done",
                            "+failover-end",
                            "+slave",
                            "+slave",
                            "+sdown");
        });
    }

    @Test
    void theOthersTellTheirVoteAndWhereTheNewsCameFrom() {
        Seeds.each(20, seed -> {
            Play play = threeNodes(seed);
            String leader = play.leader();
            for (SimSentinel other : play.cluster().sentinels()) {
                if (!other.name().equals(leader)) {
                    assertThat(play.channelsOf(other.name()))
                            .filteredOn(channel -> !List.of("+odown", "-odown", "-role-change", "+role-change")
                                    .contains(channel))
                            .containsSubsequence(
                                    "+new-epoch",
                                    "+vote-for-leader",
                                    "+config-update-from",
                                    "+switch-master",
                                    "+slave",
                                    "+slave",
                                    "+sdown")
                            .containsOnlyOnce("+switch-master")
                            .containsOnlyOnce("+vote-for-leader");
                }
            }
        });
    }

    private static Play threeNodes(long seed) {
        return sentinels(3)
                .seed(seed)
                .monitor("m", quorum(2))
                .replica("a", offset(10))
                .replica("b", offset(90))
                .untilStable()
                .crash("m")
                .within(seconds(6))
                .everySentinelNames("b")
                .passes(seconds(30));
    }
}
