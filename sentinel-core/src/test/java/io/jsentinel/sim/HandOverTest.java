package io.jsentinel.sim;

import static io.jsentinel.sim.Moments.minutes;
import static io.jsentinel.sim.Moments.seconds;
import static io.jsentinel.sim.Plan.priority;
import static io.jsentinel.sim.Plan.quorum;
import static io.jsentinel.sim.Plan.replicatesAfter;
import static io.jsentinel.sim.Plan.sentinels;
import static org.assertj.core.api.Assertions.assertThat;

import io.jsentinel.failover.FailoverReason;
import io.jsentinel.failover.FailoverRecord;
import io.jsentinel.resp.Resp;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A master that is well hands over: while a client writes, and with trouble at every step. */
class HandOverTest {

    private static final int SEEDS = 10;

    /** The scenarios of trouble take minutes of the clusters' time. */
    private static final int TROUBLES = 4;

    private static final String[] FAILOVER = {"SENTINEL", "FAILOVER", "m"};
    private static final String[] COORDINATED = {"SENTINEL", "FAILOVER", "m", "COORDINATED"};

    /** The old master dies for good only when it dies: until then the writer must be able to write. */
    private static final long BACK_TO_WORK = seconds(90);

    private static Play stable(long seed) {
        return sentinels(3)
                .seed(seed)
                .delays(1, 3)
                .monitor("m", quorum(2))
                .replica("a", replicatesAfter(4))
                .replica("b", replicatesAfter(4), priority(50))
                .untilStable();
    }

    private static SimRedis masterOf(Play play) {
        List<SimRedis> masters = play.cluster().redises().stream()
                .filter(redis -> redis.isRunning() && redis.replication().isMaster())
                .toList();
        assertThat(masters).as("masters").hasSize(1);
        return masters.get(0);
    }

    private static void nothingIsLost(Play play, SimWriter writer) {
        Set<Integer> lost = writer.lostOn(masterOf(play));
        if (!lost.isEmpty()) {
            throw play.failure(lost.size() + " of " + writer.count() + " acknowledged writes are lost: " + lost);
        }
    }

    private static void writesGoOn(Play play, SimWriter writer, long withinMillis) {
        int before = writer.count();
        play.within(withinMillis).until("writes go on", () -> writer.count() > before + 20);
    }

    @Test
    void noAcknowledgedWriteIsLostAndTheGapIsShort() {
        Seeds.each(SEEDS, seed -> {
            Play play = stable(seed);
            SimWriter writer = SimWriter.startOn(play);
            play.tells("s1", Resp.OK, FAILOVER)
                    .within(seconds(2))
                    .everySentinelNames("b")
                    .within(seconds(2))
                    .allFollow(List.of("m", "a"), "b")
                    .passes(seconds(2))
                    .announcedInOrder(
                            "s1",
                            "+try-failover",
                            "+elected-leader",
                            "+selected-slave",
                            "+failover-state-pause-writes",
                            "+failover-state-wait-offset",
                            "+failover-state-send-slaveof-noone",
                            "+promoted-slave",
                            "+failover-state-demote-master",
                            "+failover-state-reconf-slaves",
                            "+switch-master",
                            "+failover-end");
            nothingIsLost(play, writer);
            assertThat(writer.count()).isGreaterThan(200);
            assertThat(writer.longestGapMillis()).isLessThan(100);
            assertThat(play.cluster().redis("m").pause().isOn()).isFalse();
            play.during(minutes(1)).nobodyAnnounces("+sdown", "-failover-abort-coordinated", "+convert-to-slave");
            nothingIsLost(play, writer);
        });
    }

    @Test
    void whoComesToTheNewMasterMayStay() {
        Seeds.each(SEEDS, seed -> {
            Play play = stable(seed);
            play.tells("s1", Resp.OK, FAILOVER).within(seconds(2)).announces("s1", "+switch-master");
            SimWriter early = new SimWriter(play.cluster(), 5);
            early.start();
            play.passes(seconds(2));
            assertThat(early.count()).isGreaterThan(100);
            assertThat(early.timesSentAway()).isZero();
        });
    }

    @Test
    void theNewRolesAreInTheFilesOfTheServers() {
        Play play = stable(1);
        play.tells("s1", Resp.OK, FAILOVER)
                .within(seconds(2))
                .announces("s1", "+failover-end")
                // The files are written a moment later, when clients have come.
                .passes(seconds(1))
                .crash("s1", "s2", "s3", "m", "b")
                .restart("m", "b");
        assertThat(masterOf(play).name()).isEqualTo("b");
    }

    @Test
    void theWayOfRedisLosesWrites() {
        Play play = stable(1);
        play.cluster().sentinels().forEach(SimSentinel::failsOverAsRedis);
        SimWriter writer = SimWriter.startOn(play);
        play.tells("s1", Resp.OK, FAILOVER)
                .within(seconds(60))
                .follows("m", "b")
                .passes(seconds(2));
        assertThat(writer.lostOn(masterOf(play))).isNotEmpty();
    }

    @Test
    void theReplicaThatIsWantedIsPromoted() {
        Play play = stable(1);
        SimWriter writer = SimWriter.startOn(play);
        var a = play.cluster().redis("a").endpoint();
        play.tells("s1", Resp.OK, "SENTINEL", "FAILOVER", "m", "to", a.host(), "" + a.port(), "coordinated")
                .within(seconds(2))
                .everySentinelNames("a")
                .passes(seconds(2));
        nothingIsLost(play, writer);
    }

    @Test
    void aReplicaOfAReplicaIsWaitedForUntilItFollowsTheMaster() {
        Play play = replicaOfReplica();
        var to = play.cluster().redis("b").endpoint();
        play.tells("s1", Resp.OK, "SENTINEL", "FAILOVER", "m", "TO", to.host(), "" + to.port())
                .during(seconds(2))
                .nobodyAnnounces("+failover-state-pause-writes");
        play.cluster()
                .redis("b")
                .replication()
                .follow(Optional.of(play.cluster().redis("m").endpoint()));
        play.within(seconds(2)).everySentinelNames("b");
    }

    @Test
    void aReplicaOfAReplicaIsPassedOver() {
        replicaOfReplica().tells("s1", Resp.OK, FAILOVER).within(seconds(2)).everySentinelNames("a");
    }

    private static Play replicaOfReplica() {
        Play play = stable(1);
        play.cluster()
                .redis("b")
                .replication()
                .follow(Optional.of(play.cluster().redis("a").endpoint()));
        return play.passes(seconds(1));
    }

    @Test
    void itsRecordTellsTheReasonAndThePhases() {
        Play play = stable(2);
        play.tells("s2", Resp.OK, FAILOVER)
                .within(seconds(2))
                .everySentinelNames("b")
                .passes(seconds(2));
        FailoverRecord record = play.cluster()
                .sentinel("s2")
                .core()
                .realm()
                .watches()
                .named("m")
                .orElseThrow()
                .failover()
                .log()
                .records()
                .get(0);
        assertThat(record.reason()).isEqualTo(FailoverReason.COORDINATED);
        assertThat(record.result()).isEqualTo(FailoverRecord.Result.DONE);
        assertThat(record.phases()).hasSize(9);
    }

    @Test
    void twoSentinelsThatAreToldAtOnceDoItOnce() {
        Seeds.each(SEEDS, seed -> {
            Play play = stable(seed);
            SimWriter writer = SimWriter.startOn(play);
            play.cluster().sentinel("s1").command(FAILOVER);
            play.passes(play.cluster().world().random().nextInt(12));
            play.cluster().sentinel("s2").command(FAILOVER);
            play.within(seconds(20)).until("it is over", () -> play.cluster().isStable());
            play.passes(seconds(15));
            writesGoOn(play, writer, seconds(1));
            nothingIsLost(play, writer);
        });
    }

    @Test
    void withFrozenReplicasNothingIsPausedAtAll() {
        Seeds.each(SEEDS, seed -> {
            Play play = stable(seed).freeze("a", "b");
            SimWriter writer = SimWriter.startOn(play);
            play.tells("s1", Resp.OK, FAILOVER).within(seconds(7)).announces("s1", "-failover-abort-no-good-slave");
            assertThat(writer.longestGapMillis()).isLessThan(100);
            assertThat(play.cluster().redis("m").pause().count()).isZero();
            play.thaw("a", "b").within(seconds(30)).theClusterIsStable();
            assertThat(masterOf(play).name()).isEqualTo("m");
            nothingIsLost(play, writer);
        });
    }

    @Test
    void oneReplicaThatIsFrozenIsPassedOver() {
        Play play = stable(3).freeze("b");
        SimWriter writer = SimWriter.startOn(play);
        play.tells("s1", Resp.OK, FAILOVER)
                .within(seconds(2))
                .everySentinelNames("a")
                .passes(seconds(1));
        nothingIsLost(play, writer);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "+failover-state-pause-writes",
                "+failover-state-wait-offset",
                "+failover-state-wait-promotion",
                "+failover-state-demote-master",
                "+failover-state-reconf-slaves"
            })
    void aReplicaThatFreezesOnTheWayCostsNoWrite(String step) {
        Seeds.each(TROUBLES, seed -> {
            Play play = stable(seed);
            SimWriter writer = SimWriter.startOn(play);
            play.tells("s1", Resp.OK, FAILOVER)
                    .within(seconds(2))
                    .announces("s1", step)
                    .freeze("b");
            writesGoOn(play, writer, seconds(20));
            play.thaw("b").passes(seconds(60));
            writesGoOn(play, writer, seconds(1));
            nothingIsLost(play, writer);
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "+failover-state-pause-writes",
                "+failover-state-wait-offset",
                "+failover-state-wait-promotion",
                "+failover-state-demote-master"
            })
    void aReplicaThatDiesOnTheWayLeavesTheMaster(String step) {
        Seeds.each(TROUBLES, seed -> {
            Play play = stable(seed);
            SimWriter writer = SimWriter.startOn(play);
            play.tells("s1", Resp.OK, FAILOVER)
                    .within(seconds(2))
                    .announces("s1", step)
                    .crash("b");
            writesGoOn(play, writer, BACK_TO_WORK);
            play.restart("b").passes(seconds(60));
            writesGoOn(play, writer, seconds(1));
            nothingIsLost(play, writer);
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "+failover-state-pause-writes",
                "+failover-state-wait-offset",
                "+failover-state-wait-promotion",
                "+failover-state-demote-master",
                "+failover-state-reconf-slaves"
            })
    void aMasterThatDiesOnTheWayIsFailedOver(String step) {
        Seeds.each(TROUBLES, seed -> {
            Play play = stable(seed);
            SimWriter writer = SimWriter.startOn(play);
            play.tells("s1", Resp.OK, FAILOVER)
                    .within(seconds(2))
                    .announces("s1", step)
                    .crash("m");
            writesGoOn(play, writer, BACK_TO_WORK);
            play.restart("m").passes(seconds(60));
            writesGoOn(play, writer, seconds(1));
            assertThat(masterOf(play).name()).isNotEqualTo("m");
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "+failover-state-pause-writes",
                "+failover-state-wait-offset",
                "+failover-state-wait-promotion",
                "+failover-state-demote-master",
                "+failover-state-reconf-slaves",
                "+switch-master"
            })
    void aLeaderThatDiesOnTheWayCostsNoWrite(String step) {
        Seeds.each(TROUBLES, seed -> {
            Play play = stable(seed);
            SimWriter writer = SimWriter.startOn(play);
            play.tells("s1", Resp.OK, FAILOVER)
                    .within(seconds(2))
                    .announces("s1", step)
                    .crash("s1");
            writesGoOn(play, writer, BACK_TO_WORK);
            play.passes(seconds(30));
            writesGoOn(play, writer, seconds(1));
            nothingIsLost(play, writer);
            play.restart("s1").passes(seconds(30));
            writesGoOn(play, writer, seconds(1));
            nothingIsLost(play, writer);
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "+failover-state-pause-writes",
                "+failover-state-wait-offset",
                "+failover-state-wait-promotion",
                "+failover-state-demote-master"
            })
    void aLeaderThatStartsAgainWhileTheMasterPausesCostsNoWrite(String step) {
        Seeds.each(TROUBLES, seed -> {
            Play play = stable(seed);
            SimWriter writer = SimWriter.startOn(play);
            play.tells("s1", Resp.OK, FAILOVER)
                    .within(seconds(2))
                    .announces("s1", step)
                    .crash("s1")
                    .restart("s1");
            writesGoOn(play, writer, BACK_TO_WORK);
            play.passes(seconds(60));
            writesGoOn(play, writer, seconds(1));
            nothingIsLost(play, writer);
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "+failover-state-pause-writes",
                "+failover-state-wait-offset",
                "+failover-state-wait-promotion",
                "+failover-state-demote-master"
            })
    void aLeaderThatLosesItsLinksOnTheWayCostsNoWrite(String step) {
        Seeds.each(TROUBLES, seed -> {
            Play play = stable(seed);
            SimWriter writer = SimWriter.startOn(play);
            play.tells("s1", Resp.OK, FAILOVER)
                    .within(seconds(2))
                    .announces("s1", step)
                    .isolate("s1");
            writesGoOn(play, writer, BACK_TO_WORK);
            play.heal().passes(seconds(90));
            writesGoOn(play, writer, seconds(1));
            nothingIsLost(play, writer);
        });
    }
}
