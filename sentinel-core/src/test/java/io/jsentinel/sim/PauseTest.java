package io.jsentinel.sim;

import static io.jsentinel.sim.Moments.minutes;
import static io.jsentinel.sim.Moments.seconds;
import static io.jsentinel.sim.Plan.offset;
import static io.jsentinel.sim.Plan.quorum;
import static io.jsentinel.sim.Plan.sentinels;
import static io.jsentinel.sim.Plan.syncTakes;
import static org.assertj.core.api.Assertions.assertThat;

import io.jsentinel.resp.Resp;
import io.jsentinel.step.Input;
import java.util.List;
import org.junit.jupiter.api.Test;

/** While a master is being worked on nobody fails over because it is down. */
class PauseTest {

    private static Play threeSentinels(long seed) {
        return sentinels(3)
                .seed(seed)
                .monitor("m", quorum(2))
                .replica("a", offset(10))
                .replica("b", offset(90))
                .untilStable();
    }

    /** What this process itself asks of the core, as the pages of HTTP do. */
    private static void ask(Play play, String sentinel, String word) {
        play.cluster()
                .sentinel(sentinel)
                .take(new Input.Commanded(-1_000_000, "sentinel|" + word, List.of("sentinel", word, "m")));
    }

    private static boolean isPaused(SimCluster cluster, String sentinel) {
        return cluster.sentinel(sentinel)
                .core()
                .status(cluster.world().nowMillis())
                .master("m")
                .orElseThrow()
                .settings()
                .isPaused();
    }

    @Test
    void nobodyFailsOverWhileItIsPausedAndSomebodyDoesAfterwards() {
        Seeds.each(10, seed -> {
            Play play = threeSentinels(seed);
            ask(play, "s2", "pause");
            play.passes(seconds(1));
            for (String sentinel : List.of("s1", "s2", "s3")) {
                assertThat(isPaused(play.cluster(), sentinel)).as(sentinel).isTrue();
            }
            play.crash("m").during(minutes(2)).nobodyAnnounces("+try-failover", "+vote-for-leader");
            ask(play, "s1", "resume");
            play.within(seconds(5)).everySentinelNames("b");
        });
    }

    @Test
    void whoeverWasNotToldGetsNoVotesOfThoseWhoWere() {
        Play play = threeSentinels(3);
        play.isolate("s3").passes(minutes(1));
        ask(play, "s1", "pause");
        play.passes(seconds(1)).heal().passes(seconds(30));
        assertThat(isPaused(play.cluster(), "s2")).isTrue();
        assertThat(isPaused(play.cluster(), "s3")).isFalse();
        play.crash("m").during(minutes(2)).nobodyAnnounces("+elected-leader", "+switch-master");
    }

    @Test
    void aMasterThatComesBackEmptyEmptiesNobodyAndIsReplacedAfterwards() {
        Play play = sentinels(3)
                .monitor("m", quorum(2))
                .replica("a", syncTakes(seconds(5)))
                .replica("b", syncTakes(seconds(5)))
                .untilStable()
                .then(cluster -> cluster.redis("m").replication().hasKeys(100))
                .passes(seconds(15));
        ask(play, "s1", "pause");
        play.passes(seconds(1))
                .crash("m")
                .passes(300)
                .restart("m")
                .then(cluster -> cluster.redis("m").replication().emptied())
                .mark()
                .during(minutes(1))
                .nobodyAnnounces("+try-failover")
                .expect(
                        "a replica has the data",
                        () -> play.cluster().redis("a").replication().keys() == 100);
        ask(play, "s2", "resume");
        play.within(seconds(10)).somebodyAnnounces("+switch-master");
    }

    @Test
    void whatSomebodyAsksForIsDoneAllTheSame() {
        Play play = threeSentinels(4);
        ask(play, "s1", "pause");
        play.passes(seconds(1));
        play.tells("s2", Resp.OK, "sentinel", "failover", "m")
                .within(seconds(30))
                .everySentinelNames("b");
    }

    @Test
    void aPauseSurvivesARestartAndStaysReadableByRedis() {
        Play play = threeSentinels(5);
        ask(play, "s1", "pause");
        play.passes(seconds(2)).crash("s1").restart("s1").passes(seconds(5));
        assertThat(isPaused(play.cluster(), "s1")).isTrue();
        ask(play, "s1", "resume");
        play.passes(seconds(2)).crash("s1").restart("s1").passes(seconds(5));
        assertThat(isPaused(play.cluster(), "s1")).isFalse();
    }

    @Test
    void clientsAreToldNothingThatTheyDoNotKnow() {
        Play play = threeSentinels(6);
        String before = flags(play);
        ask(play, "s1", "pause");
        assertThat(flags(play)).isEqualTo(before).isEqualTo("master");
    }

    private static String flags(Play play) {
        return play.cluster()
                .sentinel("s1")
                .core()
                .status(play.nowMillis())
                .master("m")
                .orElseThrow()
                .node()
                .instance()
                .flags();
    }
}
