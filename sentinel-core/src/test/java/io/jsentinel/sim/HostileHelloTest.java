package io.jsentinel.sim;

import static io.jsentinel.sim.Moments.seconds;
import static io.jsentinel.sim.Plan.quorum;
import static io.jsentinel.sim.Plan.sentinels;
import static org.assertj.core.api.Assertions.assertThat;

import io.jsentinel.address.Endpoint;
import io.jsentinel.topology.Master;
import io.jsentinel.topology.Roster;
import org.junit.jupiter.api.Test;

/** Whoever may publish can invent hellos; they must not end the watch, nor fill the memory. */
class HostileHelloTest {

    private static final String STRANGER = "f".repeat(40);

    private static void hear(SimCluster cluster, long currentEpoch, String masterAddress, long configEpoch) {
        String hello = String.join(
                ",",
                "10.9.9.9,26379",
                STRANGER,
                Long.toString(currentEpoch),
                "m",
                masterAddress,
                Long.toString(configEpoch));
        cluster.sentinel("s1").command("PUBLISH", "__sentinel__:hello", hello);
    }

    @Test
    void oldMastersDoNotPileUpWhenTheMasterIsSwitchedAgainAndAgain() {
        Play play = sentinels(1).monitor("m", quorum(1)).replica("a").untilStable();
        Roster roster = play.cluster().sentinel("s1").core().realm().roster();
        Master master = roster.master("m").orElseThrow();
        for (int i = master.replicas().size(); i < Master.MAX_MEMBERS - 3; i++) {
            roster.addReplica(master, new Endpoint("10.7." + i / 250 + "." + (1 + i % 250), 6379), play.nowMillis());
        }
        // One that we know is believed.
        hear(play.cluster(), 0, "10.0.2.2,6379", 0);
        for (int i = 1; i <= 8; i++) {
            hear(play.cluster(), i, "10.8.0." + i + ",6379", i);
        }

        assertThat(master.replicas()).hasSize(Master.MAX_MEMBERS);
    }

    @Test
    void aForeignSentinelThatNamesAMasterThatNobodyKnowsIsNotListenedTo() {
        Play play = sentinels(1).monitor("m", quorum(1)).replica("a").untilStable();
        hear(play.cluster(), 70, "10.8.0.1,6379", 70);

        play.passes(seconds(5)).announcedInOrder("s1", "+foreign-instance");
        Master master = play.cluster()
                .sentinel("s1")
                .core()
                .realm()
                .roster()
                .master("m")
                .orElseThrow();
        assertThat(master.peers()).isEmpty();
        assertThat(master.configEpoch()).isZero();
        assertThat(play.cluster().sentinel("s1").core().realm().self().currentEpoch())
                .isZero();
        assertThat(play.channelsOf("s1")).containsOnlyOnce("+foreign-instance").doesNotContain("+switch-master");
    }

    @Test
    void aNewSentinelThatNamesAReplicaOfOursIsBelieved() {
        Play play = sentinels(1).monitor("m", quorum(1)).replica("a").untilStable();
        hear(play.cluster(), 70, play.cluster().redis("a").endpoint().host() + ",6379", 70);

        play.within(seconds(1)).everySentinelNames("a");
    }

    @Test
    void theLargestEpochThatIsTakenDoesNotEndAllElections() {
        sentinels(3)
                .monitor("m", quorum(2))
                .replica("a")
                .untilStable()
                .then(cluster -> hear(cluster, 1L << 53, "10.0.2.2,6379", 0))
                .passes(seconds(10))
                .crash("m")
                .within(seconds(30))
                .everySentinelNames("a");
    }

    @Test
    void aConfigurationFromTheFutureDoesNotUndoTheNextFailover() {
        sentinels(3)
                .monitor("m", quorum(2))
                .replica("a")
                .untilStable()
                .then(cluster -> hear(cluster, 1, "10.0.2.2,6379", 1_000))
                .passes(seconds(10))
                .crash("m")
                .within(seconds(30))
                .everySentinelNames("a");
    }
}
