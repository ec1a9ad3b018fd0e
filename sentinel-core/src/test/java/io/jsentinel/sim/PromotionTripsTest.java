package io.jsentinel.sim;

import static io.jsentinel.sim.Moments.seconds;
import static io.jsentinel.sim.Plan.quorum;
import static org.assertj.core.api.Assertions.assertThat;

import io.jsentinel.event.EventType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How often messages cross the network between the moment in which a quorum sees a master down and the promotion. */
class PromotionTripsTest {

    private static final int TRIPS = 6;
    private static final int CLUSTERS = 60;

    @ParameterizedTest
    @CsvSource({"3, 2, 1, 2", "3, 2, 20, 1", "3, 2, 5, 30", "5, 3, 1, 2", "5, 3, 20, 1"})
    void aQuorumSeesTheMasterDownAndSixTripsAndASaveLaterThereIsAnother(
            int sentinels, int quorum, int tripMillis, int saveMillis) {
        List<Long> took = new ArrayList<>();
        for (int seed = 1; seed <= CLUSTERS; seed++) {
            Play play = Plan.sentinels(sentinels)
                    .seed(seed)
                    .delays(tripMillis, tripMillis)
                    .monitor("m", quorum(quorum))
                    .replica("a")
                    .replica("b")
                    .untilStable();
            play.cluster().sentinels().forEach(s -> s.store().saveTakes(saveMillis));
            play.crash("m").within(seconds(8)).somebodyAnnounces("+promoted-slave");
            took.add(first(play, EventType.PROMOTED_SLAVE) - quorumSees(play, quorum));
        }
        Collections.sort(took);
        assertThat(took.get(CLUSTERS - 1))
                .as("milliseconds in each of %d clusters: %s", CLUSTERS, took)
                .isLessThanOrEqualTo((long) TRIPS * tripMillis + saveMillis);
    }

    private static long first(Play play, EventType type) {
        return moments(play, type).get(0);
    }

    /** When the last one of a quorum saw the master down by itself. */
    private static long quorumSees(Play play, int quorum) {
        return moments(play, EventType.SDOWN).get(quorum - 1);
    }

    private static List<Long> moments(Play play, EventType type) {
        return play.sinceMark().stream()
                .filter(e -> e.event().type() == type)
                .filter(e -> type != EventType.SDOWN || e.event().payload().startsWith("master "))
                .map(SimRecord.Entry::millis)
                .toList();
    }
}
