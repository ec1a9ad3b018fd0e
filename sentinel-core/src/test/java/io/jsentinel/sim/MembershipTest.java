package io.jsentinel.sim;

import static io.jsentinel.sim.Moments.minutes;
import static io.jsentinel.sim.Moments.seconds;
import static io.jsentinel.sim.Plan.offset;
import static io.jsentinel.sim.Plan.quorum;
import static io.jsentinel.sim.Plan.sentinels;
import static org.assertj.core.api.Assertions.assertThat;

import io.jsentinel.resp.Resp;
import org.junit.jupiter.api.Test;

/** Sentinels that move, and people who change at run time what is watched. */
class MembershipTest {

    private static final int SEEDS = 5;

    private static Play stable(long seed) {
        return sentinels(3)
                .seed(seed)
                .monitor("m", quorum(2))
                .replica("a", offset(10))
                .replica("b", offset(90))
                .untilStable();
    }

    /** The cluster finds itself again, and can still fail over. */
    private static void heals(Play play) {
        play.within(seconds(30))
                .theClusterIsStable()
                .crash("m")
                .within(seconds(45))
                .everySentinelNames("b")
                .passes(minutes(1))
                .andThenAllIsQuiet();
    }

    @Test
    void aSentinelThatMovesIsFoundAtItsNewAddressAndCountedOnce() {
        Seeds.each(SEEDS, seed -> {
            Play play = stable(seed).move("s1", "10.0.9.9").within(seconds(10)).theClusterIsStable();
            play.announcedInOrder("s2", "+sentinel-address-switch")
                    .announcedInOrder("s3", "+sentinel-address-switch")
                    .during(seconds(10))
                    .nobodyAnnounces("+sentinel", "+sentinel-address-switch");
            assertThat(play.sinceMark()).noneMatch(e -> e.isOf("+sentinel") || e.isOf("+sentinel-invalid-addr"));
            heals(play);
        });
    }

    @Test
    void twoSentinelsThatExchangeTheirAddressesAreFound() {
        Seeds.each(
                SEEDS,
                seed -> heals(stable(seed)
                        .crash("s2")
                        .move("s1", "10.0.9.9")
                        .move("s2", "10.0.1.1")
                        .move("s1", "10.0.1.2")));
    }

    @Test
    void aSentinelThatLostItsIdentityReplacesItsOldSelf() {
        Seeds.each(
                SEEDS,
                seed -> heals(stable(seed)
                        .crash("s1")
                        .then(cluster -> cluster.sentinel("s1").store().lost())
                        .restart("s1")
                        .within(seconds(30))
                        .theClusterIsStable()
                        .announcedInOrder("s2", "+sentinel-invalid-addr", "+sentinel")));
    }

    @Test
    void aResetHeals() {
        Seeds.each(
                SEEDS,
                seed -> heals(stable(seed)
                        .tells("s1", Resp.integer(1), "SENTINEL", "RESET", "*")
                        .tells("s2", Resp.integer(1), "SENTINEL", "RESET", "m")));
    }

    @Test
    void aMasterThatIsRemovedAndMonitoredAgainIsWatchedAgain() {
        Seeds.each(SEEDS, seed -> {
            Play play = stable(seed);
            String host = play.cluster().redis("m").endpoint().host();
            command(play, "SENTINEL", "REMOVE", "m");
            play.passes(seconds(seed)).tells("s1", Resp.NULL_ARRAY, "SENTINEL", "GET-MASTER-ADDR-BY-NAME", "m");
            command(play, "SENTINEL", "MONITOR", "m", host, "6379", "2");
            command(play, "SENTINEL", "SET", "m", "down-after-milliseconds", "5000", "failover-timeout", "60000");
            heals(play);
        });
    }

    @Test
    void whatWasSetAtRunTimeHoldsAfterARestart() {
        Seeds.each(3, seed -> {
            Play play = stable(seed);
            command(play, "SENTINEL", "SET", "m", "quorum", "3", "parallel-syncs", "4");
            play.crash("s1").restart("s1");
            var settings = play.cluster()
                    .sentinel("s1")
                    .core()
                    .realm()
                    .roster()
                    .master("m")
                    .orElseThrow()
                    .settings();
            assertThat(settings.quorum()).isEqualTo(3);
            assertThat(settings.parallelSyncs()).isEqualTo(4);
        });
    }

    private static void command(Play play, String... words) {
        play.cluster().sentinel("s1").command(words);
        play.within(seconds(1)).isAnswered("s1", Resp.OK);
    }
}
