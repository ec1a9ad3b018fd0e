package io.jsentinel.vote;

import static org.assertj.core.api.Assertions.assertThat;

import io.jsentinel.address.Endpoint;
import io.jsentinel.address.RunId;
import io.jsentinel.config.MasterSettings;
import io.jsentinel.topology.Master;
import io.jsentinel.topology.Peer;
import io.jsentinel.topology.Roster;
import io.jsentinel.vote.Tally.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TallyTest {

    private static final long EPOCH = 7;
    private static final RunId SELF = new RunId("5".repeat(40));
    private static final RunId OTHER = new RunId("6".repeat(40));
    private static final RunId THIRD = new RunId("7".repeat(40));

    private final Roster roster = new Roster();
    private Master master = master(2);

    private Master master(int quorum) {
        return roster.addMaster("m" + quorum, new Endpoint("10.0.0.1", 6379), MasterSettings.defaults(quorum), 0);
    }

    private Peer peer(boolean reachable) {
        int number = master.peers().size() + 1;
        RunId id = new RunId("peer" + number);
        Peer peer = roster.addPeer(master, id, new Endpoint("10.0.1." + number, 26379), 0);
        if (reachable) {
            peer.link().opening(0);
            peer.link().up("10.0.1.100", 0);
        }
        return peer;
    }

    private void votes(Optional<RunId> leader, long epoch) {
        peer(true).voted(leader, epoch);
    }

    private Tally count(Optional<RunId> own) {
        Ballot ballot = new Ballot(own.isPresent() ? 0 : EPOCH);
        own.ifPresent(leader -> ballot.give(leader, EPOCH));
        return Tally.count(master, SELF, ballot, EPOCH);
    }

    @Test
    void aMajorityThatReachesTheQuorumWins() {
        votes(Optional.of(SELF), EPOCH);
        votes(Optional.empty(), 0);

        assertThat(count(Optional.of(SELF)).outcome()).isEqualTo(Outcome.WON);
    }

    @Test
    void aQuorumAboveTheMajorityMustBeReached() {
        master = master(3);
        votes(Optional.of(SELF), EPOCH);
        votes(Optional.empty(), 0);

        assertThat(count(Optional.of(SELF)).outcome()).isEqualTo(Outcome.OPEN);
    }

    @Test
    void votesOfAnotherEpochDoNotCount() {
        votes(Optional.of(SELF), EPOCH - 1);
        votes(Optional.of(SELF), EPOCH + 1);

        assertThat(count(Optional.of(SELF))).isEqualTo(new Tally(1, 0, 1, 1, 2));
    }

    @Test
    void whoCannotBeReachedCountsAsAVoterButIsNotWaitedFor() {
        peer(false);
        peer(true).wentDown(0);

        assertThat(count(Optional.of(SELF))).isEqualTo(new Tally(1, 0, 0, 2, 2));
        assertThat(count(Optional.of(SELF)).outcome()).isEqualTo(Outcome.SPLIT);
    }

    @Test
    void anotherThatHasTheMajorityHasWon() {
        votes(Optional.of(OTHER), EPOCH);
        votes(Optional.of(OTHER), EPOCH);

        assertThat(count(Optional.of(SELF)).outcome()).isEqualTo(Outcome.LOST);
    }

    @Test
    void aRivalMayHaveWonByVotesThatWeCannotHearOf() {
        votes(Optional.of(OTHER), EPOCH);
        peer(false);

        assertThat(count(Optional.of(SELF)).outcome()).isEqualTo(Outcome.SPLIT);
        assertThat(count(Optional.of(SELF)).mayHaveAnotherWinner()).isTrue();
    }

    @Test
    void nobodyHasWonWhenAllHaveToldTheirVotes() {
        votes(Optional.of(OTHER), EPOCH);
        votes(Optional.of(THIRD), EPOCH);

        assertThat(count(Optional.of(SELF)).mayHaveAnotherWinner()).isFalse();
    }

    @Test
    void threeVotesForThreeIsASplit() {
        votes(Optional.of(OTHER), EPOCH);
        votes(Optional.of(THIRD), EPOCH);

        assertThat(count(Optional.of(SELF)).outcome()).isEqualTo(Outcome.SPLIT);
    }

    @Test
    void aVoterThatNoLongerKnowsItsVoteIsNotWaitedFor() {
        votes(Optional.empty(), EPOCH);
        votes(Optional.empty(), EPOCH);

        assertThat(count(Optional.of(SELF)).outcome()).isEqualTo(Outcome.SPLIT);
    }

    @Test
    void aLoneOneWinsWithQuorumOneOnly() {
        assertThat(count(Optional.of(SELF)).outcome()).isEqualTo(Outcome.SPLIT);
        master = master(1);
        assertThat(count(Optional.of(SELF)).outcome()).isEqualTo(Outcome.WON);
    }

    /** Writes every vote that counts on a slip of paper, then asks for each candidate whether it could still win. */
    private Outcome naive(Optional<RunId> own, int quorum) {
        List<RunId> slips = new ArrayList<>();
        own.ifPresent(slips::add);
        int mayStillVote = 0;
        int voters = 1;
        for (Peer peer : master.peers()) {
            voters++;
            if (peer.votedEpoch() == EPOCH && peer.votedFor().isPresent()) {
                slips.add(peer.votedFor().get());
            }
            if (peer.votedEpoch() < EPOCH && peer.link().isUp() && !peer.isDown()) {
                mayStillVote++;
            }
        }
        boolean open = false;
        for (RunId candidate : List.of(SELF, OTHER, THIRD)) {
            int has = 0;
            for (RunId slip : slips) {
                has += slip.equals(candidate) ? 1 : 0;
            }
            if (2 * has > voters && has >= quorum) {
                return candidate.equals(SELF) ? Outcome.WON : Outcome.LOST;
            }
            open |= 2 * (has + mayStillVote) > voters && has + mayStillVote >= quorum;
        }
        return open ? Outcome.OPEN : Outcome.SPLIT;
    }

    private static Optional<RunId> anybody(Random random) {
        return switch (random.nextInt(5)) {
            case 0, 1 -> Optional.of(SELF);
            case 2 -> Optional.of(OTHER);
            case 3 -> Optional.of(THIRD);
            default -> Optional.empty();
        };
    }

    @Test
    void theCountAgreesWithSlipsOfPaper() {
        for (int seed = 0; seed < 20_000; seed++) {
            Random random = new Random(seed);
            int quorum = 1 + random.nextInt(5);
            master = master(quorum);
            roster.retirePeers(master);
            for (int i = random.nextInt(7); i > 0; i--) {
                Peer peer = peer(random.nextInt(5) > 0);
                peer.voted(anybody(random), EPOCH - 1 + random.nextInt(3));
                if (random.nextInt(4) == 0) {
                    peer.wentDown(0);
                }
            }
            Optional<RunId> own = anybody(random);

            assertThat(count(own).outcome()).as("seed %d", seed).isEqualTo(naive(own, quorum));
        }
    }
}
