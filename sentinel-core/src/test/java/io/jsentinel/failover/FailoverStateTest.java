package io.jsentinel.failover;

import static io.jsentinel.failover.FailoverState.NONE;
import static io.jsentinel.failover.FailoverState.RECONF_SLAVES;
import static io.jsentinel.failover.FailoverState.SELECT_SLAVE;
import static io.jsentinel.failover.FailoverState.SEND_SLAVEOF_NOONE;
import static io.jsentinel.failover.FailoverState.UPDATE_CONFIG;
import static io.jsentinel.failover.FailoverState.WAIT_PROMOTION;
import static io.jsentinel.failover.FailoverState.WAIT_START;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class FailoverStateTest {

    private static final List<FailoverState> PATH = List.of(
            NONE, WAIT_START, SELECT_SLAVE, SEND_SLAVEOF_NOONE, WAIT_PROMOTION, RECONF_SLAVES, UPDATE_CONFIG, NONE);

    @Test
    void aFailoverGoesOneStepAtATimeOrEnds() {
        for (int i = 0; i < PATH.size() - 1; i++) {
            for (FailoverState next : FailoverState.values()) {
                boolean ends = next == NONE && PATH.get(i) != NONE;
                assertThat(PATH.get(i).mayBecome(next))
                        .as("%s to %s", PATH.get(i), next)
                        .isEqualTo(next == PATH.get(i + 1) || ends);
            }
        }
    }

    @Test
    void clientsAreSentToThePromotedReplicaOnceItIsAMaster() {
        assertThat(FailoverState.values())
                .filteredOn(FailoverState::isPromoted)
                .containsExactly(RECONF_SLAVES, UPDATE_CONFIG);
    }

    @Test
    void theWordsAreThoseOfRedis() {
        assertThat(FailoverState.values())
                .extracting(FailoverState::word)
                .containsExactly(
                        "none",
                        "wait_start",
                        "select_slave",
                        "send_slaveof_noone",
                        "wait_promotion",
                        "reconf_slaves",
                        "update_config");
    }
}
