package io.jsentinel.guard;

import static org.assertj.core.api.Assertions.assertThat;

import io.jsentinel.topology.InfoReport;
import io.jsentinel.topology.InfoReport.History;
import io.jsentinel.topology.InfoReport.Keys;
import io.jsentinel.topology.InfoReport.Role;
import io.jsentinel.topology.Lineage;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BelongingTest {

    private static final String OURS = "a".repeat(40);
    private static final String OTHER = "b".repeat(40);

    private final Lineage lineage = new Lineage();

    BelongingTest() {
        lineage.add(OURS);
    }

    private static InfoReport report(String id, String before, Keys keys) {
        History history = new History(id, before, -1, false, false, false, keys);
        return new InfoReport(
                Optional.empty(), Role.MASTER, List.of(), Optional.empty(), false, 0, 100, 0, true, history);
    }

    @Test
    void anIdOfTheMastersDataProvesThatItIsOurs() {
        assertThat(Belonging.of(report(OURS, "", new Keys(9, 0)), lineage)).isEqualTo(Belonging.OURS);
        assertThat(Belonging.of(report(OTHER, OURS, new Keys(9, 0)), lineage)).isEqualTo(Belonging.OURS);
    }

    @Test
    void whoHasNoKeysHasNothingToLose() {
        assertThat(Belonging.of(report(OTHER, "", Keys.NONE), lineage)).isEqualTo(Belonging.OURS);
    }

    @Test
    void whoHasKeysOfAnotherHistoryIsInDoubt() {
        assertThat(Belonging.of(report(OTHER, "", new Keys(1, 0)), lineage)).isEqualTo(Belonging.DOUBTFUL);
        assertThat(Belonging.of(report(OTHER, "", Keys.UNKNOWN), lineage)).isEqualTo(Belonging.DOUBTFUL);
    }

    @Test
    void withNothingToTellByEverybodyIsOurs() {
        assertThat(Belonging.of(report(OTHER, "", new Keys(1, 0)), new Lineage()))
                .isEqualTo(Belonging.OURS);
        assertThat(Belonging.of(report("", "", new Keys(1, 0)), lineage)).isEqualTo(Belonging.OURS);
        assertThat(Belonging.of(report("x", "", new Keys(1, 0)), lineage)).isEqualTo(Belonging.OURS);
    }

    @Test
    void onlySoManyIdsAreRememberedAndTheOneInUseIsTheLastToGo() {
        for (int i = 0; i < 2 * Lineage.MAX_IDS; i++) {
            lineage.add(String.format("%040x", i));
            lineage.add(OURS);
        }
        assertThat(lineage.ids()).hasSize(Lineage.MAX_IDS).endsWith(OURS);
        assertThat(lineage.add("no id")).isFalse();
    }
}
