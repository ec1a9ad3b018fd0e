package io.jsentinel.sim;

import static io.jsentinel.sim.Moments.minutes;
import static io.jsentinel.sim.Moments.seconds;
import static io.jsentinel.sim.Plan.downAfter;
import static io.jsentinel.sim.Plan.failoverTimeout;
import static io.jsentinel.sim.Plan.offset;
import static io.jsentinel.sim.Plan.quorum;
import static io.jsentinel.sim.Plan.sentinels;
import static org.assertj.core.api.Assertions.assertThat;

import io.jsentinel.failover.FailoverState;
import io.jsentinel.sim.check.FailoverNeedsQuorum;
import io.jsentinel.sim.check.StormView;
import io.jsentinel.watch.Watch;
import java.util.Comparator;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Faults that the core once had, each as the scenario that showed it. */
class FoundFaultsTest {

    @Test
    void aNodeThatRefusesToFollowIsNotToldAgainAtOnce() {
        Play play =
                sentinels(3).monitor("m", quorum(2)).replica("a").replica("b").untilStable();
        play.crash("m").passes(seconds(20));
        SimRedis old = (SimRedis) play.cluster().process("m");
        old.refusesOrders();
        play.restart("m").passes(minutes(2));

        // Three sentinels, at most one order each in an INFO period, by both names of the command.
        assertThat(old.refusedOrders()).isBetween(2 * 3, 2 * 3 * 12);
    }

    @Test
    void whatOthersSaidOfTheOldMasterDoesNotCountAgainstTheNewOne() {
        Seeds.each(15, seed -> {
            Play play = sentinels(3)
                    .seed(seed)
                    .delays(10, 25)
                    .monitor("m", quorum(2), downAfter(500))
                    .replica("a", offset(10))
                    .replica("b", offset(90))
                    .untilStable();
            play.crash("m").within(seconds(8)).everySentinelNames("b");
            play.within(seconds(2)).until("all have switched", () -> allHaveSwitched(play));
            String host = play.cluster().process("b").endpoint().host();
            String alone = play.cluster().sentinel("s1").endpoint().host();
            play.cluster().world().network().cut(alone, host);
            play.cluster().world().network().cut(host, alone);
            play.during(seconds(10)).nobodyAnnounces("+odown", "+try-failover", "+switch-master");
        });
    }

    private static boolean allHaveSwitched(Play play) {
        return play.cluster().sentinels().stream()
                .map(s -> s.core().realm().watches().named("m").orElseThrow())
                .allMatch(FoundFaultsTest::hasSwitched);
    }

    private static boolean hasSwitched(Watch watch) {
        return watch.failover().state() == FailoverState.NONE
                && watch.master().link().isUp();
    }

    @ParameterizedTest
    @CsvSource({"500, 1000", "1500, 1000", "3000, 1000", "3000, 2000", "6000, 5000"})
    void slowDisksDelayAFailoverBySomeSavesOnly(long saveMillis, long downAfterMillis) {
        Seeds.each(10, seed -> {
            Play play = sentinels(3)
                    .seed(seed)
                    .delays(1, 3)
                    .monitor("m", quorum(2), downAfter(downAfterMillis))
                    .replica("a", offset(10))
                    .replica("b", offset(90))
                    .untilStable();
            play.cluster().sentinels().forEach(s -> s.store().saveTakes(saveMillis));
            play.crash("m")
                    .within(downAfterMillis + 6 * saveMillis + seconds(4))
                    .everySentinelNames("b");

            assertThat(play.sinceMark().stream()
                            .filter(e -> e.isOf("+sdown"))
                            .map(e -> e.event().payload()))
                    .noneMatch(payload -> payload.startsWith("sentinel"));
        });
    }

    /**
     * A storm found it (seed 501591): an attempt began on the answers about an address that the master had left, while the
     * name already led to where it runs.
     */
    @Test
    void whatOthersSaidOfAnAddressDoesNotCountAgainstTheNextOne() {
        Seeds.each(40, seed -> {
            Play play = sentinels(3)
                    .seed(seed)
                    .monitor("m", quorum(2), downAfter(1_000))
                    .replica("a")
                    .byName()
                    .untilStable();
            StormView view = new StormView(play.cluster());
            FailoverNeedsQuorum check = new FailoverNeedsQuorum();
            play.cluster().world().onStep(step -> check.afterStep(step, view));
            play.crash("m").passes(150 + seed);
            play.cluster().world().dns().set(Plan.nameOf("m"), "10.0.9.1");
            play.move("m", "10.0.9.1").within(seconds(30)).theClusterIsStable();
        });
    }

    /**
     * A storm found it (seed 3000411): the one whose turn comes first knew no replica after a RESET, led again and again,
     * and each time the others gave it the time to succeed.
     */
    @Test
    void whoKnowsNoReplicaLetsTheOthersFailOver() {
        Seeds.each(10, seed -> {
            Play play = sentinels(3)
                    .seed(seed)
                    .monitor("m", quorum(3), downAfter(5_000), failoverTimeout(10_000))
                    .replica("a")
                    .untilStable();
            play.crash("m").passes(seconds(1));
            play.then(c -> firstInTurn(c).command("SENTINEL", "RESET", "m"))
                    .within(seconds(12))
                    .everySentinelNames("a");
            assertThat(play.sinceMark()).noneMatch(e -> e.isOf("-failover-abort-no-good-slave"));
        });
    }

    private static SimSentinel firstInTurn(SimCluster cluster) {
        return cluster.sentinels().stream()
                .min(Comparator.comparing(s -> s.core().realm().self().runId()))
                .orElseThrow();
    }

    /** A storm found it (seed 10348): the master had been set apart, and the only one with its data was never promoted. */
    @Test
    void whoHasTheDataOfAMasterThatBeganAnewIsPromotedHoweverLongItWasCutOff() {
        Seeds.each(10, seed -> {
            Play play = sentinels(3)
                    .seed(seed)
                    .monitor("m", quorum(2), downAfter(1_000))
                    .replica("a")
                    .untilStable();
            play.freeze("a").crash("m").passes(seconds(14));
            play.cluster().redis("m").replication().emptied();
            play.thaw("a").restart("m").within(seconds(30)).everySentinelNames("a");
        });
    }

    /**
     * A storm found it (seed 33829): a sentinel without its state knew no replica, as the master followed itself and listed none. It
     * went first every time, got all votes and promoted nobody, so that those who knew the replicas never had their turn.
     */
    @Test
    void whoKnowsNoReplicaLeavesOthersTheirTurn() {
        Seeds.each(20, seed -> {
            Play play = sentinels(3)
                    .seed(seed)
                    .monitor("m", quorum(2), downAfter(1_000))
                    .replica("a")
                    .replica("b")
                    .untilStable();
            SimRedis master = play.cluster().redis("m");
            SimSentinel forgetful = play.cluster().sentinel("s2");
            forgetful.crash();
            forgetful.store().lost();
            play.then(cluster -> master.replication().follow(Optional.of(master.endpoint())))
                    .restart("s2")
                    .within(minutes(1))
                    .somebodyAnnounces("+promoted-slave");
        });
    }

    /**
     * A storm found it (seed 5002086): one of ours knew no replica of a master that followed itself and listed none. It was elected every
     * 13 s, and the members like Redis' own, who knew the replicas, waited after each of these votes for twice the failover timeout.
     */
    @Test
    void whoKnowsNoReplicaLeavesMembersLikeRedisTheirTurn() {
        Seeds.each(10, seed -> {
            Play play = sentinels(1)
                    .stockSentinels(2)
                    .seed(seed)
                    .monitor("m", quorum(1), downAfter(seconds(10)), failoverTimeout(seconds(10)))
                    .replica("a")
                    .replica("b")
                    .untilStable();
            SimRedis master = play.cluster().redis("m");
            SimSentinel forgetful = play.cluster().sentinel("s1");
            forgetful.crash();
            forgetful.store().lost();
            play.then(cluster -> master.replication().follow(Optional.of(master.endpoint())))
                    .restart("s1")
                    .within(minutes(2))
                    .theClusterIsStable();

            assertThat(play.sinceMark()).anyMatch(e -> e.isOf("-failover-abort-no-good-slave"));
            assertThat(master.replication().isMaster()).isFalse();
        });
    }

    /**
     * A master that follows itself lists no replica: who forgot them would find nobody to promote, for ever. A storm found the
     * second way to forget them (seed 31026818).
     */
    @ParameterizedTest
    @ValueSource(strings = {"RESET m", "REMOVE m"})
    void theReplicasOfAMasterThatIsSetApartOutliveBeingForgottenByCommand(String command) {
        Seeds.each(10, seed -> {
            Play play = sentinels(1)
                    .seed(seed)
                    .monitor("m", quorum(1), downAfter(1_000))
                    .replica("a")
                    .replica("b")
                    .untilStable();
            SimRedis master = play.cluster().redis("m");
            SimSentinel only = play.cluster().sentinel("s1");
            play.then(cluster -> master.replication().follow(Optional.of(master.endpoint())));
            play.within(seconds(11))
                    .until(
                            "it is known to be set apart",
                            () -> only.core()
                                    .realm()
                                    .watches()
                                    .named("m")
                                    .orElseThrow()
                                    .master()
                                    .followsItself());
            String[] words = ("SENTINEL " + command).split(" ");
            only.command(words);
            if (words[1].equals("REMOVE")) {
                only.command("SENTINEL", "MONITOR", "m", master.endpoint().host(), "6379", "1");
            }

            play.within(minutes(2)).theClusterIsStable();
            assertThat(master.replication().isMaster()).isFalse();
        });
    }

    /**
     * A storm found it (seed 8005833): a master had come back empty and was not told to follow yet when the new one was cut off. It was
     * the only server in sight and was promoted, so that those with data were strangers to it.
     */
    @Test
    void anEmptyServerIsNotPromotedWhileTheOneWithTheDataMayComeBack() {
        Seeds.each(10, seed -> {
            Play play = sentinels(3)
                    .seed(seed)
                    .monitor("m", quorum(2), downAfter(1_000), failoverTimeout(seconds(60)))
                    .replica("a")
                    .untilStable();
            play.crash("m").within(seconds(10)).everySentinelNames("a");
            play.passes(seconds(15));
            play.cluster().redis("m").replication().emptied();
            play.freeze("a").restart("m");
            play.during(seconds(50)).nobodyAnnounces("+promoted-slave");

            play.thaw("a").within(minutes(1)).theClusterIsStable();
            play.within(seconds(1)).everySentinelNames("a");
            assertThat(play.cluster().redis("a").replication().keys()).isPositive();
        });
    }
}
