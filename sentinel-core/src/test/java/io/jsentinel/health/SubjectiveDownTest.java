package io.jsentinel.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.jsentinel.Told;
import io.jsentinel.address.Endpoint;
import io.jsentinel.config.MasterSettings;
import io.jsentinel.config.Timing;
import io.jsentinel.step.Outbox;
import io.jsentinel.topology.InfoReport.Role;
import io.jsentinel.topology.Link;
import io.jsentinel.topology.Master;
import io.jsentinel.topology.Replica;
import io.jsentinel.topology.Roster;
import io.jsentinel.topology.Times;
import org.junit.jupiter.api.Test;

class SubjectiveDownTest {

    private static final long DOWN_AFTER = 5_000;
    private static final String HIM = "master m 10.0.0.1 6379";

    private final Outbox out = new Outbox();
    private final Roster roster = new Roster();
    private final Master master = roster.addMaster(
            "m", new Endpoint("10.0.0.1", 6379), MasterSettings.defaults(2).withDownAfterMillis(DOWN_AFTER), 0);
    private final Link link = master.link();

    private boolean changedAt(long nowMillis) {
        out.begin(nowMillis);
        return SubjectiveDown.judge(master, master, Timing.DEFAULT, out);
    }

    private void connected(long nowMillis) {
        link.opening(nowMillis);
        link.up("10.0.1.1", nowMillis);
        link.available(nowMillis);
    }

    @Test
    void whoOwesAnAnswerForLongerThanDownAfterIsDown() {
        connected(1_000);
        link.pingSent(2_000);

        assertThat(changedAt(1_000 + DOWN_AFTER)).isFalse();
        assertThat(changedAt(1_001 + DOWN_AFTER)).isTrue();
        assertThat(Told.events(out)).containsExactly("+sdown " + HIM);
        assertThat(master.isDown()).isTrue();
        assertThat(master.downSinceMillis()).isEqualTo(1_001 + DOWN_AFTER);
    }

    @Test
    void aSilenceOfWhichTheEndMayBeUnreadCountsForNothing() {
        connected(1_000);
        link.pingSent(2_000);
        wokeAt(1_000);

        // Whatever came since the first moment may wait to be read.
        wokeAt(9_000);
        assertThat(changedAt(9_000)).isFalse();
        assertThat(changedAt(9_500)).isFalse();
        out.beginLook();
        changedAt(9_500);
        assertThat(out.unheardMillis())
                .as("looked at again when so much is heard")
                .isEqualTo(1_000 + DOWN_AFTER + 1);

        // All that came until 9,000 was read by now, and nothing of it was an answer.
        wokeAt(9_501);
        assertThat(changedAt(9_501)).isTrue();
    }

    private void wokeAt(long nowMillis) {
        out.begin(nowMillis);
        out.woke();
    }

    @Test
    void theJudgementIsToldOnce() {
        connected(0);
        link.pingSent(0);
        changedAt(DOWN_AFTER + 1);
        Told.events(out);

        assertThat(changedAt(DOWN_AFTER + 2)).isFalse();
        assertThat(Told.events(out)).isEmpty();
    }

    @Test
    void whoOwesNothingIsNeverDown() {
        connected(0);

        assertThat(changedAt(1_000_000)).isFalse();
    }

    @Test
    void whoIsNotConnectedOwesASignOfLife() {
        assertThat(changedAt(DOWN_AFTER)).isFalse();
        assertThat(changedAt(DOWN_AFTER + 1)).isTrue();
    }

    @Test
    void anAnswerBringsItBack() {
        changedAt(DOWN_AFTER + 1);
        Told.events(out);
        connected(DOWN_AFTER + 2);

        assertThat(changedAt(DOWN_AFTER + 2)).isTrue();
        assertThat(Told.events(out)).containsExactly("-sdown " + HIM);
        assertThat(master.downSinceMillis()).isEqualTo(DOWN_AFTER + 1);
    }

    @Test
    void anAnswerWithoutLifeDoesNot() {
        connected(0);
        link.pingSent(0);
        link.pongWithoutLife(DOWN_AFTER);

        assertThat(changedAt(DOWN_AFTER + 1)).isTrue();
    }

    @Test
    void theNextLookIsAtTheVeryMoment() {
        connected(1_000);
        link.pingSent(2_000);
        out.beginLook();
        changedAt(2_000);

        assertThat(out.endLook()).isEqualTo(1_001 + DOWN_AFTER);
    }

    @Test
    void aMasterThatLongSaysItIsAReplicaIsDown() {
        connected(0);
        master.roleReported(Role.SLAVE, 1_000);
        long limit = 1_000 + DOWN_AFTER + 2 * Timing.DEFAULT.infoPeriodMillis();

        assertThat(changedAt(limit)).isFalse();
        assertThat(changedAt(limit + 1)).isTrue();
    }

    @Test
    void aReplicaMaySayWhatItLikes() {
        Replica replica = roster.addReplica(master, new Endpoint("10.0.0.2", 6379), 0);
        replica.link().opening(0);
        replica.link().up("10.0.1.1", 0);
        replica.roleReported(Role.MASTER, 0);
        out.begin(1_000_000);

        assertThat(SubjectiveDown.judge(replica, master, Timing.DEFAULT, out)).isFalse();
    }

    @Test
    void aMasterThatDoesNotServeAfterARebootIsDownWhenPeopleWantThat() {
        connected(0);
        master.rebooted(1_000);
        assertThat(changedAt(1_000_000)).isFalse();

        master.settings(master.settings().withRebootDownAfterMillis(500));
        assertThat(changedAt(1_500)).isFalse();
        assertThat(changedAt(1_501)).isTrue();

        master.rebootOver();
        assertThat(changedAt(1_502)).isTrue();
        assertThat(master.isDown()).isFalse();
    }

    @Test
    void absurdPeriodsDoNotOverflow() {
        master.settings(
                master.settings().withDownAfterMillis(Long.MAX_VALUE).withRebootDownAfterMillis(Long.MAX_VALUE));
        master.rebooted(5);
        master.roleReported(Role.SLAVE, 5);

        assertThat(changedAt(1_000_000)).isFalse();
        assertThat(SubjectiveDown.downAtMillis(master, master, Timing.DEFAULT)).isEqualTo(Times.FAR_FUTURE);
    }

    @Test
    void timeThatWeDidNotLookDoesNotCount() {
        connected(0);
        link.pingSent(0);
        link.forgive(10_000);

        assertThat(changedAt(10_000 + DOWN_AFTER)).isFalse();
        assertThat(changedAt(10_001 + DOWN_AFTER)).isTrue();
    }
}
