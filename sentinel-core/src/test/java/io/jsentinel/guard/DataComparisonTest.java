package io.jsentinel.guard;

import static io.jsentinel.guard.DataComparison.AHEAD;
import static io.jsentinel.guard.DataComparison.COVERED;
import static io.jsentinel.guard.DataComparison.FOLLOWING;
import static io.jsentinel.guard.DataComparison.UNKNOWN;
import static io.jsentinel.guard.DataComparison.UNRELATED;
import static org.assertj.core.api.Assertions.assertThat;

import io.jsentinel.topology.InfoReport;
import io.jsentinel.topology.InfoReport.History;
import io.jsentinel.topology.InfoReport.Keys;
import io.jsentinel.topology.InfoReport.Role;
import io.jsentinel.topology.Lineage;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DataComparisonTest {

    private static final String OLD = "a".repeat(40);
    private static final String NEW = "b".repeat(40);
    private static final String OTHER = "c".repeat(40);

    private static final boolean AOF = false;
    private static final boolean SNAPSHOTS = true;

    private final Lineage known = new Lineage();

    DataComparisonTest() {
        known.add(OLD);
    }

    private static InfoReport report(long offset, History history) {
        return new InfoReport(
                Optional.empty(), Role.SLAVE, List.of(), Optional.empty(), true, 0, 100, offset, true, history);
    }

    /** A master with a history of its own, and these keys. */
    private static InfoReport master(boolean snapshots, long keys, long expiring) {
        return report(0, new History(NEW, "", -1, false, false, snapshots, new Keys(keys, expiring)));
    }

    /** A replica of the history before, with these keys. */
    private static InfoReport replica(long keys, long expiring) {
        return report(500, new History(OLD, "", -1, false, false, false, new Keys(keys, expiring)));
    }

    private DataComparison compared(InfoReport master, InfoReport replica) {
        return DataComparison.of(master, replica, known);
    }

    @Test
    void anEmptyMasterHasLostEverything() {
        assertThat(compared(master(AOF, 0, 0), replica(1_000, 0))).isEqualTo(AHEAD);
        assertThat(compared(master(AOF, 0, 0), replica(1_000, 1_000))).isEqualTo(AHEAD);
        assertThat(compared(master(SNAPSHOTS, 0, 0), replica(1, 0))).isEqualTo(AHEAD);
    }

    @Test
    void whereNobodyHasAnythingNothingIsLost() {
        assertThat(compared(master(AOF, 0, 0), replica(0, 0))).isEqualTo(COVERED);
        assertThat(compared(master(SNAPSHOTS, 0, 0), replica(0, 0))).isEqualTo(COVERED);
    }

    @Test
    void aMasterWithAllKeysInItsAppendOnlyFileHasLostNothing() {
        assertThat(compared(master(AOF, 1_000, 0), replica(1_000, 0))).isEqualTo(COVERED);
        assertThat(compared(master(AOF, 1_001, 0), replica(1_000, 0))).isEqualTo(COVERED);
    }

    @Test
    void oneMissingKeyThatNeverExpiresIsALoss() {
        assertThat(compared(master(AOF, 999, 0), replica(1_000, 0))).isEqualTo(AHEAD);
        assertThat(compared(master(AOF, 999, 900), replica(1_000, 900))).isEqualTo(AHEAD);
    }

    @Test
    void aFewMissingKeysThatExpireAreOver() {
        assertThat(compared(master(AOF, 950, 850), replica(1_000, 900))).isEqualTo(COVERED);
        assertThat(compared(master(AOF, 900, 800), replica(1_000, 900))).isEqualTo(COVERED);
        assertThat(compared(master(AOF, 899, 799), replica(1_000, 900))).isEqualTo(AHEAD);
    }

    @Test
    void withoutAnAppendOnlyFileOrACommonHistoryTheLastSnapshotIsOld() {
        assertThat(compared(master(SNAPSHOTS, 1_000, 0), replica(1_000, 0))).isEqualTo(AHEAD);
    }

    @Test
    void inACommonHistoryTheOffsetDecidesAndNotTheKeys() {
        InfoReport at501 = report(600, new History(NEW, OLD, 501, false, false, true, new Keys(0, 0)));
        InfoReport at500 = report(600, new History(NEW, OLD, 500, false, false, true, new Keys(5_000, 0)));

        assertThat(compared(at501, replica(1_000, 0))).isEqualTo(COVERED);
        assertThat(compared(at500, replica(1_000, 0))).isEqualTo(AHEAD);
    }

    @Test
    void whoHasCopiedTheNewDataFollows() {
        InfoReport copied = report(0, new History(NEW, "", -1, false, false, false, new Keys(0, 0)));
        assertThat(compared(master(AOF, 0, 0), copied)).isEqualTo(FOLLOWING);
    }

    @Test
    void dataOfAnotherHistoryAreNoneOfThisMaster() {
        InfoReport foreign = report(500, new History(OTHER, "", -1, false, false, false, new Keys(9, 0)));
        assertThat(compared(master(AOF, 0, 0), foreign)).isEqualTo(UNRELATED);
    }

    @Test
    void whatIsNotSaidProvesNothing() {
        InfoReport silent = report(500, new History(OLD, "", -1, false, false, false, Keys.UNKNOWN));
        InfoReport loading = report(500, new History(OLD, "", -1, false, true, false, new Keys(9, 0)));

        assertThat(compared(master(AOF, 0, 0), silent)).isEqualTo(UNKNOWN);
        assertThat(compared(master(AOF, 0, 0), loading)).isEqualTo(UNKNOWN);
        assertThat(compared(report(0, History.UNKNOWN), replica(9, 0))).isEqualTo(UNKNOWN);
        assertThat(compared(master(AOF, 0, 0), report(0, History.UNKNOWN))).isEqualTo(UNKNOWN);
    }
}
