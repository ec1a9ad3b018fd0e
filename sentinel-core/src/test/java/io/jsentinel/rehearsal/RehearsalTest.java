package io.jsentinel.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jsentinel.config.SentinelConfig;
import io.jsentinel.event.EventType;
import io.jsentinel.event.EventType.Level;
import io.jsentinel.resp.Resp;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** The rehearsal of a failover walks through all of one, always in the same way, and ends. */
class RehearsalTest {

    private static final int ROUNDS = 5;

    @Test
    void aRehearsalWalksThroughAHandOverAndAFailover() {
        Rehearsal.Outcome outcome = play(ROUNDS, Surroundings.NONE);

        assertThat(outcome.rounds()).isEqualTo(ROUNDS);
        assertThat(outcome.events())
                .contains(
                        EventType.MONITOR,
                        EventType.SLAVE,
                        EventType.SENTINEL,
                        EventType.NEW_EPOCH,
                        EventType.FAILOVER_STATE_PAUSE_WRITES,
                        EventType.FAILOVER_STATE_WAIT_OFFSET,
                        EventType.FAILOVER_STATE_DEMOTE_MASTER,
                        EventType.SDOWN,
                        EventType.ODOWN,
                        EventType.VOTE_FOR_LEADER,
                        EventType.ELECTED_LEADER,
                        EventType.SELECTED_SLAVE,
                        EventType.PROMOTED_SLAVE,
                        EventType.SLAVE_RECONF_SENT,
                        EventType.SLAVE_RECONF_DONE,
                        EventType.CONFIG_UPDATE_FROM,
                        EventType.SWITCH_MASTER,
                        EventType.FAILOVER_END,
                        EventType.CONVERT_TO_SLAVE,
                        EventType.NODE_ERROR)
                .doesNotContain(EventType.FAILOVER_ABORT_COORDINATED, EventType.FAILOVER_ABORT_NO_GOOD_SLAVE);
    }

    @Test
    void oneRehearsalIsLikeTheOther() {
        assertThat(play(2, Surroundings.NONE)).isEqualTo(play(2, Surroundings.NONE));
    }

    @Test
    void aRehearsalNeedsAFractionOfWhatItMayTake() {
        assertThat(play(ROUNDS, Surroundings.NONE).cues()).isBetween(1_000L, Stage.MAX_CUES / 10);
    }

    @Test
    void aRehearsalWithoutTimeEndsWhereItIs() {
        AtomicInteger asked = new AtomicInteger();

        Rehearsal.Outcome outcome = Rehearsal.play(
                ROUNDS, () -> asked.incrementAndGet() < 3_000, Surroundings.NONE, new SplittableRandom(1));

        assertThat(outcome.rounds()).isLessThan(ROUNDS);
        assertThat(outcome.cues()).isEqualTo(2_999);
    }

    @Test
    void aRehearsalThatDoesNotGetOnIsAFault() {
        Surroundings mute = new Surroundings() {
            @Override
            public Resp carry(Resp answer) {
                return answer instanceof Resp.Bulk ? new Resp.Bulk("") : answer;
            }
        };

        assertThatThrownBy(() -> play(1, mute))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("everybody knows everybody");
    }

    @Test
    void theSurroundingsHearOfStatesLinesAndLostConnections() {
        List<SentinelConfig> states = new ArrayList<>();
        List<String> reasons = new ArrayList<>();
        List<String> lines = new ArrayList<>();
        Surroundings listening = new Surroundings() {
            @Override
            public void saved(SentinelConfig state) {
                states.add(state);
            }

            @Override
            public String lost(String reason) {
                reasons.add(reason);
                return reason;
            }

            @Override
            public void told(Level level, String text) {
                lines.add(text);
            }
        };

        play(1, listening);

        assertThat(states).isNotEmpty();
        assertThat(states.get(states.size() - 1).currentEpoch()).isPositive();
        assertThat(reasons).contains("Connection refused");
        assertThat(lines).anyMatch(line -> line.startsWith("+switch-master rehearsal 192.0.2."));
    }

    private static Rehearsal.Outcome play(int rounds, Surroundings surroundings) {
        return Rehearsal.play(rounds, () -> true, surroundings, new SplittableRandom(1));
    }
}
