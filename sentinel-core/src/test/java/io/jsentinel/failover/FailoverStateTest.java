package io.jsentinel.failover;

import static io.jsentinel.failover.FailoverState.DEMOTE_MASTER;
import static io.jsentinel.failover.FailoverState.NONE;
import static io.jsentinel.failover.FailoverState.PAUSE_WRITES;
import static io.jsentinel.failover.FailoverState.RECONF_SLAVES;
import static io.jsentinel.failover.FailoverState.SELECT_SLAVE;
import static io.jsentinel.failover.FailoverState.SEND_SLAVEOF_NOONE;
import static io.jsentinel.failover.FailoverState.UPDATE_CONFIG;
import static io.jsentinel.failover.FailoverState.WAIT_OFFSET;
import static io.jsentinel.failover.FailoverState.WAIT_PROMOTION;
import static io.jsentinel.failover.FailoverState.WAIT_START;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class FailoverStateTest {

    private static final List<FailoverState> ORDINARY = List.of(
            NONE, WAIT_START, SELECT_SLAVE, SEND_SLAVEOF_NOONE, WAIT_PROMOTION, RECONF_SLAVES, UPDATE_CONFIG, NONE);

    private static final List<FailoverState> HAND_OVER = List.of(
            NONE,
            WAIT_START,
            SELECT_SLAVE,
            PAUSE_WRITES,
            WAIT_OFFSET,
            SEND_SLAVEOF_NOONE,
            WAIT_PROMOTION,
            DEMOTE_MASTER,
            RECONF_SLAVES,
            UPDATE_CONFIG,
            NONE);

    /** A master that does not pause its writes is failed over in the ordinary way. */
    private static final List<FailoverState> TURNED_ORDINARY = List.of(PAUSE_WRITES, SEND_SLAVEOF_NOONE);

    @Test
    void aFailoverGoesOneStepAtATimeOrEnds() {
        for (FailoverState state : FailoverState.values()) {
            for (FailoverState next : FailoverState.values()) {
                boolean ends = next == NONE && state != NONE;
                boolean steps =
                        Stream.of(ORDINARY, HAND_OVER, TURNED_ORDINARY).anyMatch(path -> has(path, state, next));
                assertThat(state.mayBecome(next)).as("%s to %s", state, next).isEqualTo(steps || ends);
            }
        }
    }

    private static boolean has(List<FailoverState> path, FailoverState state, FailoverState next) {
        return IntStream.range(0, path.size() - 1).anyMatch(i -> path.get(i) == state && path.get(i + 1) == next);
    }

    @Test
    void untilAReplicaIsToldNothingIsOrdered() {
        assertThat(FailoverState.values())
                .filteredOn(FailoverState::isBeforeOrder)
                .containsExactly(WAIT_START, SELECT_SLAVE, PAUSE_WRITES, WAIT_OFFSET, SEND_SLAVEOF_NOONE);
    }

    @Test
    void clientsAreSentToThePromotedReplicaOnceItIsAMaster() {
        assertThat(FailoverState.values())
                .filteredOn(FailoverState::isPromoted)
                .containsExactly(RECONF_SLAVES, UPDATE_CONFIG);
    }

    @Test
    void theWordsAreThoseOfRedisAndThoseOfAHandOver() {
        assertThat(FailoverState.values())
                .extracting(FailoverState::word)
                .containsExactly(
                        "none",
                        "wait_start",
                        "select_slave",
                        "pause_writes",
                        "wait_offset",
                        "send_slaveof_noone",
                        "wait_promotion",
                        "demote_master",
                        "reconf_slaves",
                        "update_config");
    }
}
