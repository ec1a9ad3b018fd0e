package io.jsentinel;

import static org.assertj.core.api.Assertions.assertThat;

import io.jsentinel.config.Personality;
import io.jsentinel.config.SentinelConfig;
import io.jsentinel.resp.Resp;
import io.jsentinel.step.Batch;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What clients and other sentinels are told, and who gets a vote. */
class QueryCommandsTest {

    private static final String A = "a".repeat(40);
    private static final String B = "b".repeat(40);
    private static final Resp NOTHING = down("*", 0);

    private final Alone alone = new Alone();

    QueryCommandsTest() {
        alone.answer("SENTINEL", "MONITOR", "m", "127.0.0.1", "6379", "2");
    }

    private static Resp down(String leader, long epoch) {
        return Resp.array(Resp.integer(0), Resp.bulk(leader), Resp.integer(epoch));
    }

    private static String[] isDown(String ip, String port, String epoch, String candidate) {
        return new String[] {"SENTINEL", "IS-MASTER-DOWN-BY-ADDR", ip, port, epoch, candidate};
    }

    private Resp vote(String epoch, String candidate) {
        return alone.answer(isDown("127.0.0.1", "6379", epoch, candidate));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "MASTER x",
                "REPLICAS x",
                "SLAVES x",
                "SENTINELS x",
                "CKQUORUM x",
                "FAILOVER x",
                "REMOVE x",
                "SET x quorum 1"
            })
    void anUnknownMasterIsTold(String words) {
        assertThat(alone.says("SENTINEL " + words)).isEqualTo("ERR No such master with that name");
    }

    @Test
    void theAddressOfAnUnknownMasterIsNothing() {
        assertThat(alone.answer("SENTINEL", "GET-MASTER-ADDR-BY-NAME", "x")).isEqualTo(Resp.NULL_ARRAY);
        assertThat(alone.answer("SENTINEL", "GET-MASTER-ADDR-BY-NAME", "m"))
                .isEqualTo(Resp.bulks(List.of("127.0.0.1", "6379")));
    }

    @Test
    void aMasterThatCameBackIsFlaggedSince72() {
        for (Personality personality : Personality.values()) {
            Alone watching = new Alone(alone.core().state(), personality);
            watching.core().realm().watches().named("m").orElseThrow().master().rebooted(1);

            boolean told = watching.answer("SENTINEL", "MASTER", "m").toString().contains("master_reboot");
            assertThat(told).as(personality.toString()).isEqualTo(personality != Personality.REDIS_7_0);
        }
    }

    @Test
    void thePortAndTheEpochMustBeNumbers() {
        Resp error = new Resp.Error("ERR value is not an integer or out of range");

        assertThat(alone.answer(isDown("127.0.0.1", "x", "0", "*"))).isEqualTo(error);
        assertThat(alone.answer(isDown("127.0.0.1", "6379", "x", "*"))).isEqualTo(error);
        assertThat(alone.answer(isDown("127.0.0.1", "6379", "9223372036854775808", "*")))
                .isEqualTo(error);
    }

    @Test
    void whoAsksForNoVoteGetsNone() {
        assertThat(vote("5", "*")).isEqualTo(NOTHING);
        assertThat(vote("5", A)).isEqualTo(down(A, 5));
        assertThat(vote("5", "*")).isEqualTo(NOTHING);
    }

    @Test
    void anAddressThatNobodyHasIsNotDown() {
        assertThat(alone.answer(isDown("127.0.0.2", "6379", "5", A))).isEqualTo(NOTHING);
        assertThat(alone.answer(isDown("127.0.0.1", "99999999", "5", A))).isEqualTo(NOTHING);
        assertThat(alone.answer(isDown("127.0.0.1", "-1", "5", A))).isEqualTo(NOTHING);
        assertThat(alone.answer(isDown("no.such.host", "6379", "5", A))).isEqualTo(NOTHING);
        assertThat(alone.core().state().currentEpoch()).isZero();
    }

    @Test
    void theFirstWhoAsksGetsTheVoteOfAnEpoch() {
        assertThat(vote("5", A)).isEqualTo(down(A, 5));
        assertThat(vote("5", B)).isEqualTo(down(A, 5));
        assertThat(vote("4", B)).isEqualTo(down(A, 5));
        assertThat(vote("6", B)).isEqualTo(down(B, 6));
        assertThat(alone.core().state().currentEpoch()).isEqualTo(6);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "-9223372036854775808", "9223372036854775807", "9007199254740993"})
    void anAbsurdEpochGetsNoVoteAndIsNotTaken(String epoch) {
        assertThat(vote(epoch, A)).isEqualTo(NOTHING);
        assertThat(alone.core().state().currentEpoch()).isZero();
    }

    @Test
    void aCandidateWhoseNameCannotBeOneGetsNothing() {
        assertThat(vote("5", "two words")).isEqualTo(NOTHING);
        assertThat(vote("5", "x".repeat(65))).isEqualTo(NOTHING);
        assertThat(vote("5", "")).isEqualTo(NOTHING);
    }

    @Test
    void aVoteSurvivesARestartAsAnEpoch() {
        vote("5", A);
        Alone later = alone.restarted();

        assertThat(later.answer(isDown("127.0.0.1", "6379", "5", B))).isEqualTo(down("*", 5));
        assertThat(later.answer(isDown("127.0.0.1", "6379", "6", B))).isEqualTo(down(B, 6));
    }

    @Test
    void theEpochOfARememberedVoteIsAnEpochThatWasSeen() {
        vote("5", A);
        SentinelConfig state = alone.core().state();
        SentinelConfig edited = state.withState(state.myId().orElseThrow(), 3, state.masters());

        assertThat(new Alone(edited).core().state().currentEpoch()).isEqualTo(5);
    }

    @Test
    void aVoteThatCannotBeSavedIsNotTold() {
        Batch asked = alone.ask(isDown("127.0.0.1", "6379", "5", A));

        assertThat(Told.answers(asked)).isEmpty();
        assertThat(Told.answers(alone.failToSave(asked))).containsExactly(NOTHING);
    }

    @Test
    void aVoteForOneIsNotGivenAgainWhenTheMasterIsMonitoredAnew() {
        vote("5", A);
        alone.answer("SENTINEL", "REMOVE", "m");
        alone.answer("SENTINEL", "MONITOR", "m", "127.0.0.1", "6379", "2");

        assertThat(vote("5", B)).isEqualTo(down("*", 5));
        assertThat(vote("6", B)).isEqualTo(down(B, 6));
    }

    @Test
    void aVoteDoesNotWaitForALaterStateOfAnotherClient() {
        Batch voted = alone.ask(isDown("127.0.0.1", "6379", "5", A));
        Batch later = alone.ask("SENTINEL", "FLUSHCONFIG");
        alone.ask(isDown("127.0.0.1", "6379", "5", B));

        assertThat(Told.answers(alone.save(voted))).containsExactly(down(A, 5), down(A, 5));
        assertThat(Told.answers(alone.save(later))).containsExactly(Resp.OK);
    }

    @Test
    void aMasterWithoutReplicasCannotBeFailedOver() {
        assertThat(alone.says("SENTINEL FAILOVER m")).isEqualTo("NOGOODSLAVE No suitable replica to promote");
    }

    @Test
    void theQuorumIsCheckedInAllItsForms() {
        String quorum = "Not enough available Sentinels to reach the specified quorum for this master";
        String majority = "Not enough available Sentinels to reach the majority and authorize a failover";
        assertThat(alone.says("SENTINEL CKQUORUM m")).isEqualTo("NOQUORUM 1 usable Sentinels. " + quorum);

        alone.answer("SENTINEL", "SET", "m", "quorum", "1");
        assertThat(alone.answer("SENTINEL", "CKQUORUM", "m"))
                .isEqualTo(new Resp.Simple("OK 1 usable Sentinels. Quorum and failover authorization can be reached"));

        var master = alone.core().realm().roster().master("m").orElseThrow();
        for (int i = 1; i <= 2; i++) {
            String hello = "10.0.1." + i + ",26379," + "c".repeat(39) + i + ",0,m,127.0.0.1,6379,0";
            assertThat(alone.answer("PUBLISH", "__sentinel__:hello", hello)).isEqualTo(Resp.integer(1));
        }
        master.peers().forEach(p -> p.wentDown(0));
        assertThat(alone.says("SENTINEL CKQUORUM m")).isEqualTo("NOQUORUM 1 usable Sentinels. " + majority);

        alone.answer("SENTINEL", "SET", "m", "quorum", "3");
        master.peers().forEach(p -> p.wentDown(0));
        assertThat(alone.says("SENTINEL CKQUORUM m"))
                .isEqualTo("NOQUORUM 1 usable Sentinels. " + quorum + ". " + majority);
    }

    @Test
    void onlyHellosMayBePublished() {
        assertThat(alone.answer("PUBLISH", "news", "x"))
                .isEqualTo(new Resp.Error("ERR Only HELLO messages are accepted by Sentinel instances."));
        assertThat(alone.answer("PUBLISH", "__sentinel__:hello", "x")).isEqualTo(Resp.integer(1));
    }

    @Test
    void theRoleNamesTheMasters() {
        assertThat(alone.answer("ROLE")).isEqualTo(Resp.array(Resp.bulk("sentinel"), Resp.bulks(List.of("m"))));
        assertThat(alone.says("SENTINEL MYID")).matches("[0-9a-f]{40}");
    }
}
