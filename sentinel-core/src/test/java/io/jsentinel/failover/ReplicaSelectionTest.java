package io.jsentinel.failover;

import static org.assertj.core.api.Assertions.assertThat;

import io.jsentinel.address.Endpoint;
import io.jsentinel.address.RunId;
import io.jsentinel.config.MasterSettings;
import io.jsentinel.config.Timing;
import io.jsentinel.topology.InfoReport;
import io.jsentinel.topology.InfoReport.History;
import io.jsentinel.topology.InfoReport.Keys;
import io.jsentinel.topology.InfoReport.Role;
import io.jsentinel.topology.Master;
import io.jsentinel.topology.Replica;
import io.jsentinel.topology.Roster;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ReplicaSelectionTest {

    private static final long NOW = 1_000_000;
    private static final long DOWN_AFTER = 5_000;

    private final Roster roster = new Roster();
    private final Master master = roster.addMaster(
            "m",
            new Endpoint("10.0.0.1", 6379),
            MasterSettings.defaults(2).withDownAfterMillis(DOWN_AFTER),
            NOW - 100_000);

    /** How a replica is, as far as the choice looks at it. */
    private record Facts(
            int priority, long offset, long linkDownMillis, long infoAge, long pongAge, boolean up, boolean down) {

        private static final Facts WELL = new Facts(100, 50, 0, 0, 0, true, false);
    }

    private Replica replica(String runId, Facts facts) {
        Endpoint endpoint = new Endpoint("10.0.2." + (1 + master.replicas().size()), 6379);
        Replica replica = roster.addReplica(master, endpoint, NOW - 100_000);
        replica.link().opening(0);
        if (facts.up()) {
            replica.link().up("10.0.1.1", 0);
        }
        replica.link().available(NOW - facts.pongAge());
        if (!runId.isEmpty()) {
            replica.identified(new RunId(runId));
        }
        replica.reported(report(facts), NOW - facts.infoAge());
        if (facts.down()) {
            replica.wentDown(NOW);
        }
        return replica;
    }

    private static InfoReport report(Facts facts) {
        return new InfoReport(
                Optional.empty(),
                Role.SLAVE,
                List.of(),
                Optional.empty(),
                facts.linkDownMillis() == 0,
                facts.linkDownMillis(),
                facts.priority(),
                facts.offset(),
                true,
                History.UNKNOWN);
    }

    private Optional<Replica> select() {
        return ReplicaSelection.select(master, Timing.DEFAULT, NOW);
    }

    private Optional<String> refusal(Facts facts) {
        return ReplicaSelection.refusal(replica("x", facts), master, Timing.DEFAULT, NOW);
    }

    @Test
    void whoHasNoReplicasHasNobodyToPromote() {
        assertThat(select()).isEmpty();
    }

    @Test
    void theSmallestPriorityComesFirstWhateverTheOffset() {
        replica("a", new Facts(100, 900, 0, 0, 0, true, false));
        Replica preferred = replica("b", new Facts(10, 1, 0, 0, 0, true, false));

        assertThat(select()).containsSame(preferred);
    }

    @Test
    void thenTheLargestOffset() {
        replica("a", new Facts(100, 1, 0, 0, 0, true, false));
        Replica farthest = replica("b", new Facts(100, 2, 0, 0, 0, true, false));

        assertThat(select()).containsSame(farthest);
    }

    @Test
    void thenTheSmallestIdWhateverItsCase() {
        replica("", Facts.WELL);
        replica("b", Facts.WELL);
        Replica first = replica("A", Facts.WELL);
        replica("C", Facts.WELL);

        assertThat(select()).containsSame(first);
    }

    @Test
    void everyReasonToRefuseIsNamed() {
        assertThat(refusal(Facts.WELL)).isEmpty();
        assertThat(refusal(new Facts(0, 50, 0, 0, 0, true, false))).contains("has priority 0");
        assertThat(refusal(new Facts(100, 50, 0, 0, 0, false, false))).contains("is disconnected");
        assertThat(refusal(new Facts(100, 50, 0, 0, 0, true, true))).contains("is down");
        assertThat(refusal(new Facts(100, 50, 0, 0, 5_001, true, false))).isNotEmpty();
        assertThat(refusal(new Facts(100, 50, 0, 0, 5_000, true, false))).isEmpty();
        assertThat(refusal(new Facts(100, 50, 0, 30_001, 0, true, false))).isNotEmpty();
        assertThat(refusal(new Facts(100, 50, 0, 30_000, 0, true, false))).isEmpty();
        assertThat(refusal(new Facts(100, 50, 50_001, 0, 0, true, false))).isNotEmpty();
        assertThat(refusal(new Facts(100, 50, 50_000, 0, 0, true, false))).isEmpty();
    }

    @Test
    void whileTheMasterIsDownNewsMustBeFreshAndTheLinkMayBeDownAsLongAsItIs() {
        master.wentDown(NOW - 7_000);

        assertThat(refusal(new Facts(100, 50, 0, 5_001, 0, true, false))).isNotEmpty();
        assertThat(refusal(new Facts(100, 50, 0, 5_000, 0, true, false))).isEmpty();
        assertThat(refusal(new Facts(100, 50, 57_001, 0, 0, true, false))).isNotEmpty();
        assertThat(refusal(new Facts(100, 50, 57_000, 0, 0, true, false))).isEmpty();
    }

    @Test
    void aReplicaThatNeverAnsweredAnInfoIsNotPromoted() {
        Replica silent = roster.addReplica(master, new Endpoint("10.0.3.1", 6379), NOW);
        silent.link().opening(NOW);
        silent.link().up("10.0.1.1", NOW);

        assertThat(select()).isEmpty();
    }

    private static InfoReport tells(Role role, String replicationId, long keys) {
        return new InfoReport(
                Optional.empty(),
                role,
                List.of(),
                Optional.empty(),
                true,
                0,
                100,
                50,
                true,
                new History(replicationId, "", -1, false, false, false, new Keys(keys, 0)));
    }

    private Optional<String> refusalOfOneThatTells(InfoReport report) {
        Replica replica = replica("y", Facts.WELL);
        replica.reported(report, NOW);
        replica.roleReported(report.role(), NOW);
        return ReplicaSelection.refusal(replica, master, Timing.DEFAULT, NOW);
    }

    @Test
    void anEmptyMasterIsNotPromotedWhileWhoeverHadDataMayComeBack() {
        String ours = "a".repeat(40);
        String another = "b".repeat(40);
        master.lineage().add(ours);
        master.reported(tells(Role.MASTER, ours, 7), NOW - 9_000);
        long failoverTimeout = master.settings().failoverTimeoutMillis();
        master.wentDown(NOW - failoverTimeout);

        assertThat(refusalOfOneThatTells(tells(Role.MASTER, another, 0))).isNotEmpty();
        assertThat(refusalOfOneThatTells(tells(Role.SLAVE, another, 0))).isEmpty();
        assertThat(refusalOfOneThatTells(tells(Role.MASTER, ours, 0)))
                .as("promoted by a leader that is gone")
                .isEmpty();

        master.downForgotten();
        master.wentDown(NOW - failoverTimeout - 1);
        assertThat(refusalOfOneThatTells(tells(Role.MASTER, another, 0))).isEmpty();
    }

    @Test
    void anEmptyMasterMayBePromotedWhereNobodyHadData() {
        master.lineage().add("a".repeat(40));
        master.reported(tells(Role.MASTER, "a".repeat(40), 0), NOW - 9_000);
        master.wentDown(NOW - 1_000);

        assertThat(refusalOfOneThatTells(tells(Role.MASTER, "b".repeat(40), 0))).isEmpty();
    }

    @Test
    void whoseDataAreNotKnownIsPromotedOnlyAsTheMasterInAllButNameAndAfterAllOthers() {
        Replica stranger = replica("a", new Facts(1, 900, 0, 0, 0, true, false));
        stranger.stranger(true);
        assertThat(select()).isEmpty();

        stranger.reigned(NOW);
        assertThat(select()).containsSame(stranger);

        Replica known = replica("b", Facts.WELL);
        assertThat(select()).containsSame(known);
    }

    @Test
    void anAbsurdDownAfterDoesNotOverflow() {
        master.settings(master.settings().withDownAfterMillis(Long.MAX_VALUE));

        assertThat(refusal(new Facts(100, 50, 1_000_000, 0, 0, true, false))).isEmpty();
    }

    /** The rules of the documentation, one after the other, on whatever replicas there are. */
    private Optional<Replica> naive() {
        Optional<Replica> best = Optional.empty();
        for (Replica r : master.replicas()) {
            boolean fit = isFit(r);
            if (fit && (best.isEmpty() || isBetter(r, best.get()))) {
                best = Optional.of(r);
            }
        }
        return best;
    }

    private boolean isFit(Replica r) {
        boolean masterDown = master.isDown();
        boolean fit = !r.isDown();
        fit &= r.link().isUp();
        fit &= NOW - r.link().lastAvailableMillis() <= 5_000;
        fit &= NOW - r.infoMillis() <= (masterDown ? 5_000 : 30_000);
        fit &= r.report().priority() != 0;
        fit &= r.report().masterLinkDownMillis() <= 10 * DOWN_AFTER + (masterDown ? NOW - master.downSinceMillis() : 0);
        return fit;
    }

    private static boolean isBetter(Replica one, Replica other) {
        if (one.report().priority() != other.report().priority()) {
            return one.report().priority() < other.report().priority();
        }
        if (one.report().offset() != other.report().offset()) {
            return one.report().offset() > other.report().offset();
        }
        String id = one.shownRunId().toLowerCase(Locale.ROOT);
        String otherId = other.shownRunId().toLowerCase(Locale.ROOT);
        return !id.isEmpty() && (otherId.isEmpty() || id.compareTo(otherId) < 0);
    }

    private static Facts anyFacts(Random random) {
        return new Facts(
                random.nextInt(3),
                random.nextInt(3),
                List.of(0L, -1_000L, 50_000L, 50_001L, 60_000L).get(random.nextInt(5)),
                List.of(0L, 5_000L, 5_001L, 30_000L, 30_001L).get(random.nextInt(5)),
                List.of(0L, 0L, 5_000L, 5_001L).get(random.nextInt(4)),
                random.nextInt(6) > 0,
                random.nextInt(6) == 0);
    }

    @Test
    void theChoiceAgreesWithTheRulesReadOneByOne() {
        for (int seed = 0; seed < 10_000; seed++) {
            Random random = new Random(seed);
            roster.retireReplicas(master);
            master.downForgotten();
            if (random.nextBoolean()) {
                master.wentDown(NOW - random.nextInt(20_000));
            }
            for (int i = random.nextInt(6); i > 0; i--) {
                String id = random.nextInt(4) == 0 ? "" : Character.toString("aAbBcC".charAt(random.nextInt(6)));
                replica(id, anyFacts(random));
            }

            assertThat(select()).as("seed %d", seed).isEqualTo(naive());
        }
    }
}
