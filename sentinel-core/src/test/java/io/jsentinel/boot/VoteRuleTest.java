package io.jsentinel.boot;

import static io.jsentinel.pod.Pods.history;
import static io.jsentinel.pod.Pods.pod;
import static io.jsentinel.pod.Pods.record;
import static io.jsentinel.pod.Pods.sentinel;
import static org.assertj.core.api.Assertions.assertThat;

import io.jsentinel.boot.VoteRule.Voter;
import io.jsentinel.boot.VoteRule.Wish;
import io.jsentinel.pod.FreshnessRecord;
import io.jsentinel.pod.LocalRedis;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Who gets the vote for the first master, and whether a server has what it had. */
class VoteRuleTest {

    private static final Wish WISH = new Wish(pod(1), sentinel(1), 6, new Standing(record(1, 4, 1, 50), false));

    @Test
    void aPodWithBetterDataGetsTheVote() {
        assertThat(VoteRule.refusal(voter(record(0, 4, 1, 40)), WISH)).isEmpty();
    }

    @Test
    void aPodWithTheSameDataGetsTheVoteWhateverItsOrdinal() {
        FreshnessRecord own = FreshnessRecord.none(pod(0));
        Wish wish = new Wish(pod(2), sentinel(2), 6, new Standing(FreshnessRecord.none(pod(2)), false));
        assertThat(VoteRule.refusal(voter(own), wish)).isEmpty();
    }

    @Test
    void aPodWithOlderDataDoesNot() {
        assertThat(VoteRule.refusal(voter(record(0, 5, 0, 1)), WISH)).contains("the data here are fresher");
    }

    @Test
    void anEpochHasOneVote() {
        Voter voter = new Voter(record(0, 4, 1, 40), 6, Optional.empty(), true, Optional.empty());
        assertThat(VoteRule.refusal(voter, WISH)).contains("a vote was given in epoch 6");
    }

    @Test
    void whileTheOneThatWasVotedForIsThereNobodyElseGetsAVote() {
        Voter voter = new Voter(record(0, 4, 1, 40), 5, Optional.of(sentinel(2)), true, Optional.empty());
        assertThat(VoteRule.refusal(voter, WISH)).contains("the one that was voted for last is still there");
        Voter same = new Voter(record(0, 4, 1, 40), 5, Optional.of(sentinel(1)), true, Optional.empty());
        assertThat(VoteRule.refusal(same, WISH)).isEmpty();
    }

    @Test
    void aVoteOfAnEarlierLifeIsWaitedFor() {
        Voter voter = new Voter(record(0, 4, 1, 40), 5, Optional.empty(), false, Optional.empty());
        assertThat(VoteRule.refusal(voter, WISH)).contains("a vote of an earlier life may still count");
    }

    @Test
    void whileAMasterLivesOnlyItselfIsVotedFor() {
        Voter other = new Voter(record(0, 4, 1, 40), 5, Optional.empty(), true, Optional.of("redis-2"));
        assertThat(VoteRule.refusal(other, WISH)).contains("the master redis-2 lives");
        Voter itself = new Voter(record(0, 4, 1, 40), 5, Optional.empty(), true, Optional.of("redis-1"));
        assertThat(VoteRule.refusal(itself, WISH)).isEmpty();
    }

    @Test
    void aServerThatTakesWritesHasMoreThanOffsetsTellButNotMoreThanALaterReign() {
        Wish wish = new Wish(pod(1), sentinel(1), 6, new Standing(record(1, 4, 3, 10), true));
        assertThat(VoteRule.refusal(voter(record(0, 4, 3, 40)), wish)).isEmpty();
        assertThat(VoteRule.refusal(voter(record(0, 4, 0, 5)), wish)).contains("the data here are fresher");
        assertThat(VoteRule.refusal(voter(record(0, 5, 3, 5)), wish)).contains("the data here are fresher");
    }

    @Test
    void dataAreCompleteWhenTheHistoryGoesOn() {
        assertThat(LoadedData.fault(record(0, 4, 0, 50), loaded(history('a'), "", 50, 0)))
                .isEmpty();
        assertThat(LoadedData.fault(record(0, 4, 0, 50), loaded(history('b'), history('a'), 51, 0)))
                .isEmpty();
    }

    @Test
    void dataWithoutAHistoryAreJudgedByTheirKeys() {
        assertThat(LoadedData.fault(record(0, 4, 0, 50), loaded(history('b'), "", 0, 10)))
                .isEmpty();
        assertThat(LoadedData.fault(record(0, 4, 0, 50), loaded(history('b'), "", 0, 9)))
                .isEmpty();
        assertThat(LoadedData.fault(record(0, 4, 0, 50), loaded(history('b'), "", 0, 8)))
                .contains("it has 8 keys and had 10");
        assertThat(LoadedData.fault(record(0, 4, 0, 50), loaded(history('a'), "", 49, 0)))
                .contains("it has 0 keys and had 10");
    }

    private static Voter voter(FreshnessRecord record) {
        return new Voter(record, 5, Optional.empty(), true, Optional.empty());
    }

    private static LocalRedis loaded(String replid, String replid2, long offset, long keys) {
        return new LocalRedis(
                LocalRedis.Role.REPLICA,
                Optional.empty(),
                Optional.empty(),
                false,
                false,
                replid,
                replid2,
                offset,
                keys,
                false,
                0);
    }
}
