package io.jsentinel.cli.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.Writer;
import java.util.List;
import org.junit.jupiter.api.Test;

class TopologyTest {

    private static final NodeView MASTER = new NodeView("redis-1", 1, Condition.UP, true, 0, false, 100);
    private static final NodeView REPLICA = new NodeView("redis-2", 2, Condition.UP, false, 1, true, 90);
    private static final NodeView GONE = NodeView.mute("redis-3", 3, Condition.DOWN);

    private static SentinelView sentinel(int number, int masterPort, String... doubts) {
        return new SentinelView("sentinel-" + number, 10 + number, Condition.UP, masterPort, List.of(doubts), 1, 2);
    }

    private static Topology topology(NodeView replica, SentinelView third) {
        return new Topology(List.of(MASTER, replica, GONE), List.of(sentinel(1, 1), sentinel(2, 1), third));
    }

    @Test
    void theMasterIsTheOneThatMostOfAllSentinelsName() {
        assertThat(topology(REPLICA, sentinel(3, 2)).masterPort()).hasValue(1);
        SentinelView frozen = SentinelView.mute("sentinel-1", 11, Condition.FROZEN);
        List<SentinelView> split = List.of(frozen, sentinel(2, 1), sentinel(3, 2));
        assertThat(new Topology(List.of(MASTER, REPLICA), split).masterPort()).isEmpty();
    }

    @Test
    void allIsQuietWhenThoseThatRunAreWhereTheyBelong() {
        assertThat(topology(REPLICA, sentinel(3, 1)).unrest()).isEmpty();
        SentinelView killed = SentinelView.mute("sentinel-3", 13, Condition.DOWN);
        assertThat(topology(REPLICA, killed).unrest()).isEmpty();
    }

    @Test
    void aReplicaWithoutItsMasterIsUnrest() {
        NodeView unlinked = new NodeView("redis-2", 2, Condition.UP, false, 1, false, 90);
        assertThat(topology(unlinked, sentinel(3, 1)).unrest()).hasValue("redis-2 is not yet a replica of the master");
        NodeView secondMaster = new NodeView("redis-2", 2, Condition.UP, true, 0, false, 90);
        assertThat(topology(secondMaster, sentinel(3, 1)).unrest()).isPresent();
        NodeView silent = NodeView.mute("redis-2", 2, Condition.SILENT);
        assertThat(topology(silent, sentinel(3, 1)).unrest()).isPresent();
    }

    @Test
    void aSentinelThatDoubtsOrNamesAnotherIsUnrest() {
        assertThat(topology(REPLICA, sentinel(3, 1, "s_down")).unrest())
                .hasValueSatisfying(reason -> assertThat(reason).startsWith("sentinel-3"));
        assertThat(topology(REPLICA, sentinel(3, 2)).unrest()).isPresent();
    }

    @Test
    void offsetsDoNotChangeTheShape() {
        NodeView further = new NodeView("redis-2", 2, Condition.UP, false, 1, true, 95);
        assertThat(topology(further, sentinel(3, 1)).shape())
                .isEqualTo(topology(REPLICA, sentinel(3, 1)).shape());
        assertThat(topology(GONE, sentinel(3, 1)).shape())
                .isNotEqualTo(topology(REPLICA, sentinel(3, 1)).shape());
    }

    @Test
    void theTableShowsEachProcessOrSentinelsThatAgreeTogether() {
        Narrator plain = new Narrator(new PrintWriter(Writer.nullWriter()), false);
        TopologyTable table = new TopologyTable(port -> "redis-" + port, plain);
        Topology topology = topology(REPLICA, sentinel(3, 2, "o_down"));
        assertThat(table.full(topology))
                .containsExactly(
                        "redis-1          1  master, offset 100",
                        "redis-2          2  replica of redis-1, link up, offset 90",
                        "redis-3          3  down",
                        "sentinel-1      11  redis-1 is master, 1 replica up, 2 other sentinels",
                        "sentinel-2      12  redis-1 is master, 1 replica up, 2 other sentinels",
                        "sentinel-3      13  redis-2 is master (o_down), 1 replica up, 2 other sentinels");
        assertThat(table.compact(topology))
                .endsWith(
                        "sentinel-1, sentinel-2: redis-1 is master, 1 replica up, 2 other sentinels",
                        "sentinel-3: redis-2 is master (o_down), 1 replica up, 2 other sentinels");
    }
}
