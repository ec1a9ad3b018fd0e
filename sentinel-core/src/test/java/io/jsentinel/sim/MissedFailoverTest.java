package io.jsentinel.sim;

import static io.jsentinel.sim.Moments.seconds;
import static io.jsentinel.sim.Plan.offset;
import static io.jsentinel.sim.Plan.quorum;
import static io.jsentinel.sim.Plan.sentinels;

import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A replica that was away while its master was replaced follows the old address when it returns. */
class MissedFailoverTest {

    private static Play awayDuringTheFailover(long seed) {
        return sentinels(3)
                .seed(seed)
                .monitor("m", quorum(2))
                .replica("a", offset(10))
                .replica("b", offset(90))
                .untilStable()
                .crash("a", "m")
                .within(seconds(6))
                .everySentinelNames("b")
                .passes(seconds(30));
    }

    @Test
    void whoeverLedTheFailoverSendsItToTheNewMasterSoon() {
        Seeds.each(
                10,
                seed -> awayDuringTheFailover(seed)
                        .restart("a")
                        .within(seconds(15))
                        .follows("a", "b")
                        .within(0)
                        .somebodyAnnounces("+fix-slave-config"));
    }

    @Test
    void theOthersWaitForTheFailoverTimeoutAsTheyDoNotKnowWhoseTurnItIs() {
        Seeds.each(5, seed -> {
            Play play = awayDuringTheFailover(seed);
            play.crash(play.leader()).restart("a");
            Replication replication = play.cluster().redis("a").replication();
            var old = Optional.of(play.cluster().redis("m").endpoint());
            play.during(seconds(55))
                    .always("it is left alone", () -> replication.master().equals(old));
            play.within(seconds(20)).follows("a", "b");
        });
    }
}
