package io.jsentinel.sim;

import static io.jsentinel.sim.Moments.seconds;
import static io.jsentinel.sim.Plan.offset;
import static io.jsentinel.sim.Plan.quorum;
import static io.jsentinel.sim.Plan.scripts;
import static io.jsentinel.sim.Plan.sentinels;
import static org.assertj.core.api.Assertions.assertThat;

import io.jsentinel.event.EventType;
import io.jsentinel.event.EventType.Level;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which scripts a failover runs, with which words. */
class ScriptsTest {

    /** What belongs to no master. */
    private static final EnumSet<EventType> OURS = EnumSet.of(
            EventType.TILT,
            EventType.TILT_ENDED,
            EventType.SAVE_FAILING,
            EventType.SAVE_FAILING_ENDED,
            EventType.SCRIPT_ERROR,
            EventType.SCRIPT_TIMEOUT);

    private static Play failedOver(long seed) {
        return sentinels(3)
                .seed(seed)
                .monitor("m", quorum(2), scripts())
                .replica("a", offset(10))
                .replica("b", offset(90))
                .untilStable()
                .crash("m")
                .within(seconds(6))
                .everySentinelNames("b")
                .passes(seconds(30));
    }

    private static String at(Play play, String redis) {
        return play.cluster().redis(redis).endpoint().spaced();
    }

    @Test
    void everyWarningAboutTheMasterIsNotifiedInOrderAndNothingElse() {
        Seeds.each(5, seed -> {
            Play play = failedOver(seed);
            for (SimSentinel sentinel : play.cluster().sentinels()) {
                List<String> warnings = play.cluster().world().record().since(0).stream()
                        .filter(e -> e.sentinel().equals(sentinel.name()))
                        .map(SimRecord.Entry::event)
                        .filter(e -> e.type().level() == Level.WARNING && !OURS.contains(e.type()))
                        .map(e -> "notify.sh " + e)
                        .toList();
                assertThat(sentinel.scripts().runs())
                        .filteredOn(run -> run.startsWith("notify.sh"))
                        .isEqualTo(warnings)
                        .anyMatch(run -> run.startsWith("notify.sh +monitor"))
                        .anyMatch(run -> run.startsWith("notify.sh +switch-master"));
            }
        });
    }

    @Test
    void clientsAreToldOnceByTheLeaderAtThePromotionAndByTheOthersAtTheSwitch() {
        Seeds.each(5, seed -> {
            Play play = failedOver(seed);
            String leader = play.leader();
            String move = " start " + at(play, "m") + " " + at(play, "b");
            for (SimSentinel sentinel : play.cluster().sentinels()) {
                boolean leads = sentinel.name().equals(leader);
                List<String> runs = sentinel.scripts().runs();
                String mine = "reconfig.sh m " + (leads ? "leader" : "observer") + move;
                assertThat(runs)
                        .filteredOn(run -> run.startsWith("reconfig.sh"))
                        .containsExactly(mine);
                String before = leads ? "notify.sh +failover-state-reconf-slaves" : "notify.sh +switch-master";
                assertThat(runs.get(runs.indexOf(mine) - 1)).startsWith(before);
            }
        });
    }
}
