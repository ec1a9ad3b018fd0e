package io.jsentinel.gossip;

import static org.assertj.core.api.Assertions.assertThat;

import io.jsentinel.address.Endpoint;
import io.jsentinel.address.RunId;
import io.jsentinel.config.MasterSettings;
import io.jsentinel.config.SentinelConfig;
import io.jsentinel.config.Timing;
import io.jsentinel.resp.Resp;
import io.jsentinel.step.Outbox;
import io.jsentinel.step.Request;
import io.jsentinel.step.Requests;
import io.jsentinel.topology.Link;
import io.jsentinel.topology.Master;
import io.jsentinel.topology.Peer;
import io.jsentinel.topology.Roster;
import io.jsentinel.topology.Self;
import io.jsentinel.topology.Times;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MasterDownQueryTest {

    private static final String LEADER = "a".repeat(40);
    private static final Resp YES = Resp.integer(1);
    private static final Resp NO = Resp.integer(0);
    private static final Resp NOBODY = Resp.bulk("*");

    private final Roster roster = new Roster();
    private final Master master = roster.addMaster("m", new Endpoint("10.0.0.1", 6379), MasterSettings.defaults(2), 0);
    private final Peer peer = roster.addPeer(master, new RunId("peer"), new Endpoint("10.0.1.1", 26379), 0);
    private final MasterDownQuery query = new MasterDownQuery(new Self(
            new RunId("self"), SentinelConfig.empty(), Timing.DEFAULT, new Self.Listening(26379, Optional.empty())));

    private void answers(Resp... items) {
        answersOne(asked(100), 100, Resp.array(items));
    }

    private Request asked(long millis) {
        Request question = Requests.of(master).masterDown(master.endpoint(), 0, "*");
        peer.asked(question, 0, millis);
        return question;
    }

    private void answersOne(Request question, long millis, Resp answer) {
        query.onAnswer(peer, question, answer, millis);
    }

    @Test
    void anAnswerCountsFromTheMomentOfItsQuestion() {
        Request first = asked(100);
        Request second = asked(1_100);
        answersOne(first, 5_000, Resp.array(YES, NOBODY, NO));
        assertThat(peer.saysMasterDown()).isTrue();
        assertThat(peer.seesDownUntilMillis()).isEqualTo(5_100);

        answersOne(second, 6_101, Resp.array(YES, NOBODY, NO));
        assertThat(peer.saysMasterDown()).isFalse();
        assertThat(peer.answeredMillis()).isEqualTo(6_101);
    }

    @Test
    void aQuestionWhoseConnectionBrokeIsNotTakenForTheNext() {
        Request lost = asked(100);
        Request second = asked(4_000);
        Request third = asked(5_000);
        answersOne(second, 4_001, Resp.array(YES, NOBODY, NO));
        assertThat(peer.seesDownUntilMillis()).isEqualTo(9_000);
        answersOne(lost, 4_002, Resp.array(YES, NOBODY, NO));
        assertThat(peer.saysMasterDown()).isFalse();
        answersOne(third, 5_001, Resp.array(YES, NOBODY, NO));
        assertThat(peer.seesDownUntilMillis()).isEqualTo(10_000);
    }

    @Test
    void questionsEndWithTheirConnection() {
        Request lost = asked(100);
        peer.connected();
        assertThat(peer.answers(lost)).isEqualTo(Times.NEVER);
        assertThat(peer.askedMillis()).isEqualTo(Times.NEVER);
    }

    @Test
    void questionsThatAreNeverAnsweredAreForgotten() {
        Request first = asked(0);
        for (int i = 0; i < Link.MAX_PENDING; i++) {
            asked(1);
        }
        answersOne(first, 2, Resp.array(YES, NOBODY, NO));
        assertThat(peer.saysMasterDown()).isFalse();
    }

    @Test
    void anOpinionIsNoted() {
        answers(YES, NOBODY, NO);
        assertThat(peer.saysMasterDown()).isTrue();
        assertThat(peer.answeredMillis()).isEqualTo(100);

        answers(NO, NOBODY, NO);
        assertThat(peer.saysMasterDown()).isFalse();
    }

    @Test
    void aVoteIsNoted() {
        answers(YES, Resp.bulk(LEADER), Resp.integer(7));

        assertThat(peer.votedFor()).contains(new RunId(LEADER));
        assertThat(peer.votedEpoch()).isEqualTo(7);
    }

    @Test
    void aVoteWhoseNameIsLostIsSpentAllTheSame() {
        answers(YES, NOBODY, Resp.integer(7));

        assertThat(peer.votedFor()).isEmpty();
        assertThat(peer.votedEpoch()).isEqualTo(7);
    }

    @Test
    void aNameThatCannotBeOneIsNobody() {
        answers(YES, Resp.bulk("two words"), Resp.integer(7));
        assertThat(peer.votedFor()).isEmpty();

        answers(YES, Resp.bulk("x".repeat(65)), Resp.integer(8));
        assertThat(peer.votedFor()).isEmpty();
    }

    @Test
    void aVoteInAnEpochThatCannotBeIsNoVote() {
        answers(YES, Resp.bulk(LEADER), Resp.integer(-1));
        answers(YES, Resp.bulk(LEADER), Resp.integer(Long.MIN_VALUE));
        answers(YES, Resp.bulk(LEADER), Resp.integer(Long.MAX_VALUE));

        assertThat(peer.votedFor()).isEmpty();
        assertThat(peer.votedEpoch()).isZero();
        assertThat(peer.saysMasterDown()).isTrue();
    }

    @Test
    void answersOfAnotherShapeAreIgnored() {
        Resp epoch = Resp.integer(7);
        Resp name = Resp.bulk(LEADER);
        List<Resp> wrong = List.of(
                Resp.OK,
                Resp.NULL,
                Resp.NULL_ARRAY,
                YES,
                Resp.error("NOAUTH Authentication required."),
                Resp.array(),
                Resp.array(YES, name),
                Resp.array(YES, name, epoch, epoch),
                Resp.array(Resp.bulk("1"), name, epoch),
                Resp.array(YES, Resp.NULL, epoch),
                Resp.array(YES, new Resp.Simple(LEADER), epoch),
                Resp.array(YES, name, Resp.bulk("7")),
                Resp.array(Resp.array(YES), name, epoch));
        for (Resp answer : wrong) {
            answersOne(asked(100), 100, answer);
        }

        assertThat(peer.saysMasterDown()).isFalse();
        assertThat(peer.votedFor()).isEmpty();
        assertThat(peer.answeredMillis()).isEqualTo(Times.NEVER);
    }

    @Test
    void anAnswerCountsForFiveAskPeriods() {
        answers(YES, Resp.bulk(LEADER), Resp.integer(7));
        Outbox out = new Outbox();
        out.begin(5_100);
        query.expire(master, out);
        assertThat(peer.saysMasterDown()).isTrue();

        out.begin(5_101);
        query.expire(master, out);
        assertThat(peer.saysMasterDown()).isFalse();
        assertThat(peer.votedFor()).isEmpty();
        assertThat(peer.votedEpoch()).isEqualTo(7);
    }
}
