package io.jsentinel.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.jsentinel.Told;
import io.jsentinel.address.Endpoint;
import io.jsentinel.address.RunId;
import io.jsentinel.config.MasterSettings;
import io.jsentinel.step.Outbox;
import io.jsentinel.topology.Master;
import io.jsentinel.topology.Peer;
import io.jsentinel.topology.Roster;
import java.util.List;
import org.junit.jupiter.api.Test;

class ObjectiveDownTest {

    private static final String HIM = "master m 10.0.0.1 6379";

    private final Outbox out = new Outbox();
    private final Roster roster = new Roster();
    private final Master master = roster.addMaster("m", new Endpoint("10.0.0.1", 6379), MasterSettings.defaults(2), 0);
    private final Peer one = peer("1");
    private final Peer other = peer("2");

    private Peer peer(String id) {
        return roster.addPeer(master, new RunId(id), new Endpoint("10.0.1." + id, 26379), 0);
    }

    private List<String> judged() {
        out.begin(7);
        ObjectiveDown.judge(master, out);
        return Told.events(out);
    }

    @Test
    void oneOpinionIsNotEnoughForAQuorumOfTwo() {
        master.wentDown(0);

        assertThat(judged()).isEmpty();
        assertThat(master.isObjectivelyDown()).isFalse();
    }

    @Test
    void asManyAsTheQuorumAreEnough() {
        master.wentDown(0);
        one.answeredMasterDown(true, 0, 0 + 5_000);

        assertThat(judged()).containsExactly("+odown " + HIM + " #quorum 2/2");
        assertThat(master.objectivelyDownSinceMillis()).isEqualTo(7);
        assertThat(judged()).isEmpty();
    }

    @Test
    void whatOthersSayDoesNotCountAsLongAsWeSeeItUp() {
        one.answeredMasterDown(true, 0, 0 + 5_000);
        other.answeredMasterDown(true, 0, 0 + 5_000);

        assertThat(judged()).isEmpty();
    }

    @Test
    void aQuorumOfOneNeedsNobodyElse() {
        master.settings(master.settings().withQuorum(1));
        master.wentDown(0);

        assertThat(judged()).containsExactly("+odown " + HIM + " #quorum 1/1");
    }

    @Test
    void itEndsWhenAnOpinionIsTakenBackOrTooOld() {
        master.wentDown(0);
        one.answeredMasterDown(true, 0, 0 + 5_000);
        judged();
        one.answerExpired();

        assertThat(judged()).containsExactly("-odown " + HIM);
        other.answeredMasterDown(true, 0, 0 + 5_000);
        assertThat(judged()).hasSize(1);
        other.answeredMasterDown(false, 0, 0 + 5_000);
        assertThat(judged()).containsExactly("-odown " + HIM);
    }

    @Test
    void itEndsWhenWeSeeTheMasterUp() {
        master.wentDown(0);
        one.answeredMasterDown(true, 0, 0 + 5_000);
        judged();
        master.cameUp();

        assertThat(judged()).containsExactly("-odown " + HIM);
    }

    @Test
    void aHigherQuorumEndsIt() {
        master.wentDown(0);
        one.answeredMasterDown(true, 0, 0 + 5_000);
        judged();
        master.settings(master.settings().withQuorum(3));

        assertThat(judged()).containsExactly("-odown " + HIM);
    }
}
