package io.jsentinel.sim;

import static io.jsentinel.sim.Moments.minutes;
import static io.jsentinel.sim.Moments.seconds;
import static io.jsentinel.sim.Plan.offset;
import static io.jsentinel.sim.Plan.quorum;
import static io.jsentinel.sim.Plan.sentinels;
import static org.assertj.core.api.Assertions.assertThat;

import io.jsentinel.address.Endpoint;
import io.jsentinel.resp.Resp;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Sentinels that were told to end themselves in the middle of a failover. */
class SimulatedFailureTest {

    private static final List<String> ALL = List.of("s1", "s2", "s3");

    /** The master dies, and with it the first sentinel that gets to a point; the others are not to end themselves. */
    private static Play crashed(String point, long seed) {
        Play play = sentinels(3)
                .seed(seed)
                .monitor("m", quorum(2))
                .replica("a", offset(10))
                .replica("b", offset(90))
                .untilStable();
        ALL.forEach(name -> play.tells(name, Resp.OK, "SENTINEL", "SIMULATE-FAILURE", point));
        play.crash("m")
                .within(seconds(20))
                .until("a sentinel has ended itself", () -> victim(play).isPresent());
        play.cluster().runningSentinels().forEach(s -> s.command("SENTINEL", "SIMULATE-FAILURE", "help"));
        return play;
    }

    private static Optional<SimSentinel> victim(Play play) {
        return play.cluster().sentinels().stream().filter(SimProcess::isCrashed).findFirst();
    }

    private static String lastWord(Play play) {
        List<String> said = play.channelsOf(victim(play).orElseThrow().name());
        return said.get(said.size() - 1);
    }

    private static boolean agreeOnANewMaster(Play play) {
        List<Endpoint> named = play.cluster().runningSentinels().stream()
                .map(s -> s.core().realm().watches().named("m").orElseThrow())
                .map(watch -> watch.failover().currentAddress())
                .distinct()
                .toList();
        return named.size() == 1
                && !named.get(0).equals(play.cluster().redis("m").endpoint());
    }

    @Test
    void afterItsElectionALeaderOrdersNothingAndAnotherOneLeads() {
        Seeds.each(5, seed -> {
            Play play = crashed("crash-after-election", seed);
            assertThat(lastWord(play)).isEqualTo("+elected-leader");
            assertThat(play.cluster().redis("a").orders()).isEmpty();
            assertThat(play.cluster().redis("b").orders()).isEmpty();
            play.within(minutes(1)).until("the others agree", () -> agreeOnANewMaster(play));
        });
    }

    @Test
    void afterThePromotionALeaderTellsNobodyAndTheOthersFindAMaster() {
        Seeds.each(5, seed -> {
            Play play = crashed("CRASH-AFTER-PROMOTION", seed);
            assertThat(lastWord(play)).isEqualTo("+promoted-slave");
            assertThat(play.cluster().redis("b").orders()).hasSize(1);
            assertThat(play.cluster().redis("a").orders()).isEmpty();
            play.within(minutes(2)).until("the others agree", () -> agreeOnANewMaster(play));
        });
    }

    @Test
    void anObserverDoesNotEndItself() {
        Play play = sentinels(3)
                .monitor("m", quorum(2))
                .replica("a")
                .untilStable()
                .then(cluster -> ALL.forEach(name -> {
                    if (!name.equals("s1")) {
                        cluster.sentinel(name)
                                .command(
                                        "SENTINEL",
                                        "SIMULATE-FAILURE",
                                        "crash-after-election",
                                        "crash-after-promotion");
                    }
                }))
                .tells("s1", Resp.OK, "SENTINEL", "FAILOVER", "m")
                .within(seconds(20))
                .everySentinelNames("a");
        assertThat(victim(play)).isEmpty();
    }
}
