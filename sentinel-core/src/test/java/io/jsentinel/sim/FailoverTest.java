package io.jsentinel.sim;

import static io.jsentinel.sim.Moments.minutes;
import static io.jsentinel.sim.Moments.seconds;
import static io.jsentinel.sim.Plan.offset;
import static io.jsentinel.sim.Plan.quorum;
import static io.jsentinel.sim.Plan.sentinels;

import org.junit.jupiter.api.Test;

/** A master dies, and a replica takes its place. */
class FailoverTest {

    private static final long DOWN_AFTER = seconds(5);
    private static final long SOON = DOWN_AFTER + 200;

    private static Plan threeSentinels(long seed) {
        return sentinels(3).seed(seed).monitor("m", quorum(2));
    }

    @Test
    void theReplicaThatReadTheMostIsPromoted() {
        Seeds.each(
                100,
                seed -> threeSentinels(seed)
                        .replica("a", offset(10))
                        .replica("b", offset(90))
                        .untilStable()
                        .crash("m")
                        .within(SOON)
                        .everySentinelNames("b")
                        .passes(minutes(1))
                        .andTheLeaderAnnounced("+odown", "+elected-leader", "+selected-slave", "+switch-master"));
    }

    @Test
    void afterAFailoverAllIsQuietAgain() {
        Seeds.each(
                8,
                seed -> threeSentinels(seed)
                        .replica("a", offset(10))
                        .replica("b", offset(90))
                        .untilStable()
                        .crash("m")
                        .within(SOON)
                        .everySentinelNames("b")
                        .within(seconds(2))
                        .follows("a", "b")
                        .passes(minutes(1))
                        .andThenAllIsQuiet());
    }
}
