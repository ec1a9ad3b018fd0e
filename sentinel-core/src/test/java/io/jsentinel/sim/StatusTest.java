package io.jsentinel.sim;

import static io.jsentinel.sim.Moments.minutes;
import static io.jsentinel.sim.Moments.seconds;
import static io.jsentinel.sim.Plan.offset;
import static io.jsentinel.sim.Plan.quorum;
import static io.jsentinel.sim.Plan.sentinels;
import static org.assertj.core.api.Assertions.assertThat;

import io.jsentinel.event.EventType;
import io.jsentinel.failover.FailoverReason;
import io.jsentinel.failover.FailoverRecord.Result;
import io.jsentinel.resp.Resp;
import io.jsentinel.status.Chronicle;
import io.jsentinel.status.Episode;
import io.jsentinel.status.Episode.Phase;
import io.jsentinel.status.FailoverTotals.Kind;
import io.jsentinel.status.MasterStatus;
import io.jsentinel.status.MasterStatus.Health;
import io.jsentinel.status.NodeStatus;
import io.jsentinel.status.Status;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The picture that probes and metrics read. */
class StatusTest {

    private static final long SOON = seconds(5) + 200;

    private static Play threeSentinels() {
        return sentinels(3)
                .seed(7)
                .monitor("m", quorum(2))
                .replica("a", offset(10))
                .replica("b", offset(90))
                .untilStable();
    }

    private static Status statusOf(Play play, String sentinel) {
        return play.cluster().sentinel(sentinel).core().status(play.nowMillis());
    }

    private static MasterStatus masterOf(Play play) {
        return statusOf(play, "s1").master("m").orElseThrow();
    }

    private static List<Episode> history(Play play, String sentinel) {
        return statusOf(play, sentinel).past().failovers();
    }

    @Test
    void aQuietMasterIsSeenWithAllThatBelongToIt() {
        Play play = threeSentinels();
        MasterStatus master = masterOf(play);
        assertThat(master.health()).isEqualTo(Health.OK);
        assertThat(master.replicas()).hasSize(2).allMatch(r -> r.instance().isReachable());
        assertThat(master.sentinels()).hasSize(2);
        assertThat(master.promotableReplicas()).isEqualTo(2);
        assertThat(master.observedMasters()).isEqualTo(1);
        assertThat(master.quorum().isReached()).isTrue();
        assertThat(master.failover().isInProgress()).isFalse();
        assertThat(master.address()).isEqualTo(play.cluster().redis("m").endpoint());
    }

    @Test
    void aPictureStaysAsItWasTaken() {
        Play play = threeSentinels();
        Status before = statusOf(play, "s1");
        play.crash("m").within(SOON).everySentinelNames("b");
        assertThat(before.master("m").orElseThrow().address())
                .isEqualTo(play.cluster().redis("m").endpoint());
        assertThat(masterOf(play).address()).isEqualTo(play.cluster().redis("b").endpoint());
    }

    @Test
    void withoutTheOtherSentinelsThereIsNoQuorumAndNoMajority() {
        Play play = threeSentinels().crash("s2", "s3").passes(minutes(1));
        MasterStatus master = masterOf(play);
        assertThat(master.quorum().quorum()).isFalse();
        assertThat(master.quorum().majority()).isFalse();
        assertThat(master.quorum().usable()).isEqualTo(1);
        assertThat(master.quorum().known()).isEqualTo(3);
    }

    @Test
    void aReplicaThatCannotBePromotedSaysWhy() {
        Play play = threeSentinels().crash("a").passes(minutes(1));
        MasterStatus master = masterOf(play);
        assertThat(master.promotableReplicas()).isEqualTo(1);
        assertThat(master.replicas().stream()
                        .filter(r -> r.instance()
                                .endpoint()
                                .equals(play.cluster().redis("a").endpoint()))
                        .map(NodeStatus::refusal))
                .singleElement()
                .satisfies(why -> assertThat(why).contains("is down"));
    }

    @Test
    void theLeaderRemembersEachPhaseOfItsFailover() {
        Play play = threeSentinels().crash("m").within(SOON).everySentinelNames("b");
        String leader = play.leader();
        play.passes(minutes(1));
        Episode record = history(play, leader).get(0);
        assertThat(record.reason()).contains(FailoverReason.ODOWN);
        assertThat(record.result()).isEqualTo(Result.DONE);
        assertThat(record.isLed()).isTrue();
        assertThat(record.to()).contains(play.cluster().redis("b").endpoint());
        assertThat(record.from()).isEqualTo(play.cluster().redis("m").endpoint());
        assertThat(record.phases())
                .containsOnlyKeys(EnumSet.complementOf(EnumSet.of(Phase.HAND_OVER)))
                .allSatisfy((phase, millis) -> assertThat(millis).isNotNegative());
        assertThat(record.phases().get(Phase.TOTAL))
                .isEqualTo(record.phases().entrySet().stream()
                        .filter(e -> e.getKey() != Phase.DETECT && e.getKey() != Phase.TOTAL)
                        .mapToLong(e -> e.getValue())
                        .sum());
        assertThat(statusOf(play, leader).past().totals().get("m").counts())
                .containsEntry(new Kind(Optional.of(FailoverReason.ODOWN), Result.DONE), 1L);
        assertThat(statusOf(play, leader)
                        .past()
                        .totals()
                        .get("m")
                        .durations()
                        .get(Phase.TOTAL)
                        .count())
                .isEqualTo(1);
    }

    @Test
    void theOthersRememberThatSomebodyElseDidIt() {
        Play play = threeSentinels().crash("m").within(SOON).everySentinelNames("b");
        String leader = play.leader();
        play.passes(minutes(1));
        for (String other : List.of("s1", "s2", "s3")) {
            if (!other.equals(leader)) {
                Episode last = history(play, other).get(history(play, other).size() - 1);
                assertThat(last.reason()).isEmpty();
                assertThat(last.isLed()).isFalse();
                assertThat(last.to()).contains(play.cluster().redis("b").endpoint());
            }
        }
    }

    @Test
    void aFailoverThatSomebodyAskedForIsManual() {
        Play play = threeSentinels();
        play.tells("s1", Resp.OK, "sentinel", "failover", "m").passes(minutes(1));
        assertThat(history(play, "s1"))
                .singleElement()
                .satisfies(record ->
                        assertThat(record.reason()).isPresent().isNotEqualTo(Optional.of(FailoverReason.ODOWN)));
    }

    @Test
    void anAttemptWithoutAFitReplicaEndsWithThatResult() {
        Play play = threeSentinels().crash("a", "b").passes(minutes(1));
        play.crash("m").passes(minutes(1));
        assertThat(List.of("s1", "s2", "s3"))
                .anySatisfy(sentinel -> assertThat(history(play, sentinel))
                        .anyMatch(record -> record.result() == Result.NO_GOOD_REPLICA));
    }

    @Test
    void eventsAndVotesAreCounted() {
        Play play = threeSentinels().crash("m").within(SOON).everySentinelNames("b");
        String leader = play.leader();
        play.passes(minutes(1));
        assertThat(statusOf(play, leader).past().events())
                .containsEntry(EventType.ODOWN, 1L)
                .containsEntry(EventType.SWITCH_MASTER, 1L);
        assertThat(statusOf(play, leader).past().votes().toOurselves()).isEqualTo(1);
        assertThat(List.of("s1", "s2", "s3").stream()
                        .mapToLong(s -> statusOf(play, s).past().votes().toOthers())
                        .sum())
                .isPositive();
    }

    @Test
    void onlyTheLastFailoversAreRememberedOneByOne() {
        Play play = threeSentinels();
        for (int i = 0; i <= Chronicle.MAX_EPISODES; i++) {
            play.then(cluster -> cluster.sentinel("s1").command("sentinel", "failover", "m"))
                    .passes(seconds(20));
        }
        Status status = statusOf(play, "s1");
        long counted = status.past().totals().get("m").counts().values().stream()
                .mapToLong(Long::longValue)
                .sum();
        assertThat(status.past().failovers()).hasSizeLessThanOrEqualTo(Chronicle.MAX_EPISODES);
        assertThat(counted).isGreaterThan(Chronicle.MAX_EPISODES);
    }

    @Test
    void whatIsNotMonitoredAnyMoreIsForgotten() {
        Play play =
                threeSentinels().crash("m").within(SOON).everySentinelNames("b").passes(minutes(1));
        play.then(cluster -> cluster.sentinel("s1").command("sentinel", "remove", "m"))
                .passes(seconds(1));
        assertThat(statusOf(play, "s1").masters()).isEmpty();
        assertThat(statusOf(play, "s1").past().totals()).isEmpty();
    }
}
