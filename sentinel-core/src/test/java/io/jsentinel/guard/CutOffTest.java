package io.jsentinel.guard;

import static org.assertj.core.api.Assertions.assertThat;

import io.jsentinel.address.Endpoint;
import io.jsentinel.config.MasterSettings;
import io.jsentinel.topology.InfoReport;
import io.jsentinel.topology.InfoReport.History;
import io.jsentinel.topology.InfoReport.Keys;
import io.jsentinel.topology.InfoReport.Role;
import io.jsentinel.topology.Master;
import io.jsentinel.topology.Roster;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A configured master that says that it is a replica: whether it is one that does not reach whom it follows. */
class CutOffTest {

    private static final Endpoint ADDRESS = new Endpoint("10.0.0.2", 6379);
    private static final Endpoint ELSEWHERE = new Endpoint("10.0.0.3", 6379);

    private static boolean isCutOff(Endpoint followed, boolean isLinkUp, boolean syncs, boolean loads) {
        Master master = new Roster().addMaster("m", ADDRESS, MasterSettings.defaults(2), 0);
        master.link().opening(0);
        master.link().up("10.0.9.9", 0);
        History history = new History("", "", -1, syncs, loads, false, Keys.UNKNOWN);
        master.reported(
                new InfoReport(
                        Optional.empty(),
                        Role.SLAVE,
                        List.of(),
                        Optional.of(followed),
                        isLinkUp,
                        isLinkUp ? 0 : -1,
                        100,
                        0,
                        true,
                        history),
                1_000);
        master.roleReported(Role.SLAVE, 1_000);
        return Masterless.isCutOff(master);
    }

    @Test
    void whoeverHasNoConnectionIs() {
        assertThat(isCutOff(ELSEWHERE, false, false, false)).isTrue();
    }

    @Test
    void whoeverHasOneOrGetsOrLoadsACopyIsNot() {
        assertThat(isCutOff(ELSEWHERE, true, false, false)).isFalse();
        assertThat(isCutOff(ELSEWHERE, false, true, false)).isFalse();
        assertThat(isCutOff(ELSEWHERE, false, false, true)).isFalse();
    }

    @Test
    void whoeverFollowsItselfIsAnotherCase() {
        assertThat(isCutOff(ADDRESS, false, false, false)).isFalse();
    }
}
