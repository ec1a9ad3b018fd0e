package io.jsentinel.sim;

import static io.jsentinel.sim.Moments.minutes;
import static io.jsentinel.sim.Moments.seconds;
import static io.jsentinel.sim.Plan.offset;
import static io.jsentinel.sim.Plan.quorum;
import static io.jsentinel.sim.Plan.sentinels;

import io.jsentinel.resp.Resp;
import org.junit.jupiter.api.Test;

/** An old master that comes back, from wherever it was, becomes a replica of the new one. */
class AfterwardsTest {

    private static final long SOON = seconds(5) + 200;
    private static final int SEEDS = 8;

    private static Play stable(long seed) {
        return sentinels(3)
                .seed(seed)
                .monitor("m", quorum(2))
                .replica("a", offset(10))
                .replica("b", offset(90))
                .untilStable();
    }

    private static void settled(Play play) {
        play.within(seconds(12)).follows("m", "b").passes(minutes(1)).andThenAllIsQuiet();
    }

    @Test
    void aMasterThatCrashedAndReturnsBecomesAReplica() {
        Seeds.each(
                SEEDS,
                seed -> settled(stable(seed)
                        .crash("m")
                        .within(SOON)
                        .everySentinelNames("b")
                        .passes(seconds(30))
                        .restart("m")));
    }

    @Test
    void aMasterThatWasFrozenAndGoesOnBecomesAReplica() {
        Seeds.each(
                SEEDS,
                seed -> settled(stable(seed)
                        .freeze("m")
                        .within(SOON)
                        .everySentinelNames("b")
                        .passes(seconds(30))
                        .thaw("m")));
    }

    @Test
    void aMasterThatWasCutOffWithAMinorityOfSentinelsBecomesAReplica() {
        Seeds.each(
                SEEDS,
                seed -> settled(stable(seed)
                        .isolate("m", "s1")
                        .within(SOON)
                        .sentinelNames("s2", "b")
                        .passes(minutes(1))
                        .heal()
                        .within(seconds(30))
                        .everySentinelNames("b")));
    }

    @Test
    void aMasterThatWasReplacedByCommandBecomesAReplica() {
        Seeds.each(
                SEEDS,
                seed -> settled(stable(seed)
                        .tells("s1", Resp.OK, "SENTINEL", "FAILOVER", "m")
                        .within(seconds(1))
                        .everySentinelNames("b")));
    }
}
