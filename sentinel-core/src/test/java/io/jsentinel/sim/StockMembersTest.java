package io.jsentinel.sim;

import static io.jsentinel.sim.Moments.minutes;
import static io.jsentinel.sim.Moments.seconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jsentinel.address.Endpoint;
import io.jsentinel.resp.Resp;
import io.jsentinel.sim.stock.StockSentinel;
import io.jsentinel.sim.stock.StockView;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Quorums of ours and of sentinels like those of Redis. The latter fail a scenario by themselves when they hear anything
 * that their own kind does not say.
 */
class StockMembersTest {

    private static final int SEEDS = 10;
    private static final long DOWN_AFTER = seconds(5);

    /** For what follows when a master is seen down: the votes, the choice, the order, an INFO a second. */
    private static final long FAILOVER = seconds(6);

    private static Plan.MasterOption slow() {
        return Plan.failoverTimeout(minutes(3));
    }

    private static Plan quorum(int ours, int stock, long seed) {
        return Plan.sentinels(ours)
                .stockSentinels(stock)
                .seed(seed)
                .delays(1, 5)
                .monitor("m", Plan.quorum(2), slow())
                .replica("r1")
                .replica("r2");
    }

    private static Play isBlind(Play play, String... names) {
        for (String name : names) {
            play.cluster().sentinel(name).command("SENTINEL", "SET", "m", "down-after-milliseconds", "600000");
        }
        return play;
    }

    private static void makeBlind(StockSentinel sentinel) {
        sentinel.orders().set("m", settings -> settings.withDownAfterMillis(minutes(10)));
    }

    /** Of two stock members that would split their votes one leads, and the other only votes. */
    private static void leadsAlone(Play play, String leader, String voter) {
        play.cluster().stock(leader).orders().set("m", settings -> settings.withQuorum(1));
        play.cluster().stock(voter).orders().set("m", settings -> settings.withDownAfterMillis(seconds(30)));
    }

    private static StockView view(Play play, String stock) {
        return play.cluster().stock(stock).view("m").orElseThrow();
    }

    private static String id(Play play, String ours) {
        return play.cluster().sentinel(ours).core().realm().self().runId().value();
    }

    @Test
    void oneOfOursLeadsAndTheStockMemberFollows() {
        Seeds.each(SEEDS, seed -> {
            Play play = quorum(2, 1, seed).untilStable();
            makeBlind(play.cluster().stock("s3"));

            play.crash("m").within(DOWN_AFTER + FAILOVER).somebodyAnnounces("+promoted-slave");
            String replica = play.cluster().redis("r1").replication().isMaster() ? "r1" : "r2";
            play.within(seconds(4)).everySentinelNames(replica);

            assertThat(play.leader()).isIn("s1", "s2");
            play.announcedInOrder("s3", "+new-epoch", "+vote-for-leader", "+config-update-from", "+switch-master");
            assertThat(view(play, "s3").votedFor()).isEqualTo("");
            assertThat(view(play, "s3").configEpoch()).isEqualTo(1);
        });
    }

    @Test
    void aStockMemberLeadsWithTheVoteOfOurs() {
        Seeds.each(SEEDS, seed -> {
            Play play = Plan.sentinels(2)
                    .stockSentinels(1)
                    .seed(seed)
                    .monitor("m", Plan.quorum(1), slow())
                    .replica("r1")
                    .replica("r2")
                    .untilStable();

            isBlind(play, "s1", "s2")
                    .crash("m")
                    .within(DOWN_AFTER + FAILOVER)
                    .announces("s3", "+promoted-slave")
                    .within(minutes(1))
                    .announces("s3", "+switch-master")
                    .within(seconds(5))
                    .theClusterIsWithout("m");

            assertThat(play.leader()).isEqualTo("s3");
            play.announcedInOrder("s1", "+new-epoch", "+config-update-from", "+switch-master");
            play.announcedInOrder(
                    "s3",
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
                    "+promoted-slave",
                    "+failover-state-reconf-slaves",
                    "+slave-reconf-sent",
                    "+slave-reconf-inprog",
                    "+slave-reconf-done",
                    "+failover-end",
                    "+switch-master");
        });
    }

    @Test
    void ourAttemptIsWonByTheVoteOfAStockMember() {
        Seeds.each(SEEDS, seed -> {
            Play play = quorum(1, 2, seed).untilStable();
            makeBlind(play.cluster().stock("s2"));
            play.cluster().sentinel("s1").command("SENTINEL", "SET", "m", "quorum", "1");
            play.crash("s3").crash("m").within(DOWN_AFTER + FAILOVER).announces("s1", "+elected-leader");

            assertThat(view(play, "s2").votedFor()).isEqualTo(id(play, "s1"));
            play.within(seconds(10)).announces("s2", "+switch-master");
        });
    }

    @Test
    void anOldMasterThatReturnsBecomesAReplicaWhoeverSeesIt() {
        Seeds.each(SEEDS, seed -> {
            Play play = quorum(1, 2, seed)
                    .untilStable()
                    .crash("m")
                    .within(DOWN_AFTER + FAILOVER)
                    .somebodyAnnounces("+promoted-slave")
                    .passes(seconds(30));

            play.restart("m").within(minutes(1)).theClusterIsStable();
        });
    }

    @Test
    void stockMembersAloneConvertAnOldMasterAfterTheirOwnWait() {
        Seeds.each(SEEDS, seed -> {
            Play play = quorum(1, 2, seed).untilStable();
            leadsAlone(play, "s2", "s3");
            play.crash("s1", "m")
                    .within(DOWN_AFTER + FAILOVER)
                    .somebodyAnnounces("+promoted-slave")
                    .passes(seconds(30))
                    .mark()
                    .restart("m");

            play.during(seconds(8)).nobodyAnnounces("+convert-to-slave");
            play.within(seconds(22)).somebodyAnnounces("+convert-to-slave");
        });
    }

    @Test
    void aMemberThatMissedAFailoverLearnsOfItFromTheOtherKind() {
        for (String away : List.of("s1", "s3")) {
            Seeds.each(SEEDS, seed -> {
                Play play = (away.equals("s1") ? quorum(1, 2, seed) : quorum(2, 1, seed)).untilStable();
                if (away.equals("s1")) {
                    leadsAlone(play, "s2", "s3");
                }
                play.isolate(away)
                        .crash("m")
                        .within(DOWN_AFTER + FAILOVER)
                        .somebodyAnnounces("+promoted-slave")
                        .passes(seconds(20))
                        .mark()
                        .heal()
                        .within(seconds(40))
                        .announces(away, "+switch-master");

                play.announcedInOrder(away, "+config-update-from", "+switch-master");
                play.restart("m").within(minutes(2)).theClusterIsStable();
            });
        }
    }

    @Test
    void aSplitVoteAmongThemIsResolvedByOursWithoutTheirLongWait() {
        Seeds.each(3 * SEEDS, seed -> {
            Play play = Plan.sentinels(1)
                    .stockSentinels(4)
                    .seed(seed)
                    .delays(30, 60)
                    .monitor("m", Plan.quorum(2), slow())
                    .replica("r1")
                    .untilStable();

            play.crash("m").within(DOWN_AFTER + seconds(40)).somebodyAnnounces("+promoted-slave");
        });
    }

    @Test
    void withoutOursAFailedAttemptIsRepeatedAfterTwiceTheFailoverTimeout() {
        Seeds.each(SEEDS, seed -> {
            long timeout = seconds(20);
            Play play = Plan.sentinels(0)
                    .stockSentinels(3)
                    .seed(seed)
                    .monitor("m", Plan.quorum(1), Plan.failoverTimeout(timeout))
                    .replica("r1")
                    .untilStable()
                    .crash("s2", "s3", "m")
                    .within(DOWN_AFTER + FAILOVER)
                    .announces("s1", "+try-failover");
            long began = play.nowMillis();

            play.within(seconds(12))
                    .announces("s1", "-failover-abort-not-elected")
                    .mark();
            play.within(minutes(1)).announces("s1", "+try-failover");
            assertThat(play.nowMillis() - began).isBetween(2 * timeout, 2 * timeout + 1_200);
        });
    }

    @Test
    void aStockMemberThatStoodStillTiltsAndComesBack() {
        Seeds.each(
                SEEDS,
                seed -> quorum(2, 1, seed)
                        .untilStable()
                        .freeze("s3")
                        .passes(seconds(4))
                        .thaw("s3")
                        .within(seconds(1))
                        .announces("s3", "+tilt")
                        .crash("m")
                        .within(DOWN_AFTER + FAILOVER)
                        .somebodyAnnounces("+promoted-slave")
                        .within(seconds(32))
                        .announces("s3", "-tilt")
                        .restart("m")
                        .within(minutes(2))
                        .theClusterIsStable());
    }

    @Test
    void aStockMemberKeepsItsVoteAndItsNameOverARestart() {
        Seeds.each(SEEDS, seed -> {
            Play play = quorum(2, 1, seed)
                    .untilStable()
                    .crash("m")
                    .within(DOWN_AFTER + FAILOVER)
                    .somebodyAnnounces("+promoted-slave")
                    .passes(seconds(5));
            StockSentinel stock = play.cluster().stock("s3");
            String id = stock.runId();
            long vote = view(play, "s3").voteEpoch();

            play.crash("s3").passes(seconds(1)).restart("s3");

            assertThat(stock.runId()).isEqualTo(id);
            assertThat(view(play, "s3").voteEpoch()).isEqualTo(vote).isPositive();
            play.restart("m").within(minutes(2)).theClusterIsStable();
        });
    }

    @Test
    void ordersOfPeopleToAStockMemberAreFollowedByOurs() {
        Seeds.each(SEEDS, seed -> {
            Play play = quorum(2, 1, seed).untilStable();

            play.cluster().stock("s3").orders().failover("m");

            play.within(seconds(10)).announces("s1", "+switch-master");
            play.within(minutes(1)).theClusterIsStable();
            assertThat(play.cluster().redis("m").replication().isMaster()).isFalse();
        });
    }

    @Test
    void aStockMemberThatHearsWhatItsKindDoesNotSayFailsTheScenario() {
        Play play = quorum(2, 1, 1).untilStable();
        Endpoint stock = play.cluster().stock("s3").endpoint();
        SimConnection stranger = SimConnection.open(play.cluster().redis("r1"), stock, new Deaf());

        stranger.command(List.of("SENTINEL", "MASTERS"));

        assertThatThrownBy(() -> play.passes(seconds(1)))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("what no sentinel of Redis says: [SENTINEL, MASTERS]");
    }

    /** Who sends something, and hears nothing. */
    private static final class Deaf implements SimConnection.ClientEnd {
        @Override
        public void connected() {}

        @Override
        public void answered(Resp answer) {}

        @Override
        public void pushed(String channel, String payload) {}

        @Override
        public void closed(String reason) {}
    }
}
