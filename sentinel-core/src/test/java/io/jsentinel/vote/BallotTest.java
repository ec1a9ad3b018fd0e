package io.jsentinel.vote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jsentinel.address.RunId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BallotTest {

    private static final RunId A = new RunId("a".repeat(40));
    private static final RunId B = new RunId("b".repeat(40));

    @Test
    void aVoteIsSpentForItsEpoch() {
        Ballot ballot = new Ballot(0);
        ballot.give(A, 5);

        assertThat(ballot.isOpen(5)).isFalse();
        assertThat(ballot.votedFor()).contains(A);
        assertThat(ballot.epoch()).isEqualTo(5);
    }

    @Test
    void anOlderEpochNeverGetsAVote() {
        Ballot ballot = new Ballot(0);
        ballot.give(A, 5);

        assertThat(ballot.isOpen(4)).isFalse();
        assertThat(ballot.isOpen(0)).isFalse();
        assertThat(ballot.isOpen(-1)).isFalse();
    }

    @Test
    void aVoteIsToldWhenSomebodyWillHearOfItToo() {
        Ballot ballot = new Ballot(0);
        ballot.give(A, 5);
        assertThat(ballot.isUntold()).isTrue();

        ballot.promised();
        assertThat(ballot.isUntold()).isFalse();
        assertThatThrownBy(() -> ballot.passOn(B)).isInstanceOf(IllegalStateException.class);

        ballot.give(B, 6);
        assertThat(ballot.isUntold()).isTrue();
        ballot.announced();
        assertThat(ballot.isUntold()).isFalse();
    }

    @Test
    void aNewerEpochHasAVoteOfItsOwn() {
        Ballot ballot = new Ballot(0);
        ballot.give(A, 5);
        ballot.give(B, 6);

        assertThat(ballot.votedFor()).contains(B);
        assertThat(ballot.epoch()).isEqualTo(6);
    }

    @Test
    void aVoteOfAnEarlierLifeIsSpentThoughItsNameIsForgotten() {
        Ballot ballot = new Ballot(7);

        assertThat(ballot.isOpen(7)).isFalse();
        assertThat(ballot.votedFor()).isEmpty();
        assertThat(ballot.isAnnounced()).isTrue();
    }

    @Test
    void forgettingTheNameDoesNotGiveTheVoteBack() {
        Ballot ballot = new Ballot(0);
        ballot.give(A, 5);
        ballot.forgetName();

        assertThat(ballot.votedFor()).isEmpty();
        assertThat(ballot.isOpen(5)).isFalse();
    }

    @Test
    void aSecondVoteInOneEpochIsAFaultOfOurs() {
        Ballot ballot = new Ballot(0);
        ballot.give(A, 5);

        assertThatThrownBy(() -> ballot.give(B, 5)).isInstanceOf(IllegalStateException.class);
    }

    /** Every vote ever given, in one list. */
    private static final class Naive {
        private final List<Long> epochs = new ArrayList<>();
        private final List<RunId> names = new ArrayList<>();

        boolean mayVote(long epoch) {
            boolean older = epoch <= 0;
            for (long given : epochs) {
                older |= epoch <= given;
            }
            return !older;
        }

        void vote(RunId candidate, long epoch) {
            epochs.add(epoch);
            names.add(candidate);
        }

        Optional<RunId> newest() {
            return names.isEmpty() ? Optional.empty() : Optional.of(names.get(names.size() - 1));
        }
    }

    @Test
    void theBallotAgreesWithAListOfAllVotes() {
        for (int seed = 0; seed < 500; seed++) {
            Random random = new Random(seed);
            Ballot ballot = new Ballot(0);
            Naive naive = new Naive();
            for (int i = 0; i < 50; i++) {
                long epoch = random.nextInt(20) - 2;
                RunId candidate = random.nextBoolean() ? A : B;
                assertThat(ballot.isOpen(epoch)).as("seed %d", seed).isEqualTo(naive.mayVote(epoch));
                if (naive.mayVote(epoch)) {
                    ballot.give(candidate, epoch);
                    naive.vote(candidate, epoch);
                }
                assertThat(ballot.votedFor()).as("seed %d", seed).isEqualTo(naive.newest());
            }
        }
    }
}
