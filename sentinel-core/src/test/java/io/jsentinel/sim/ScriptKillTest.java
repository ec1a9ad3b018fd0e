package io.jsentinel.sim;

import static io.jsentinel.sim.Moments.minutes;
import static io.jsentinel.sim.Moments.seconds;
import static io.jsentinel.sim.Plan.quorum;
import static io.jsentinel.sim.Plan.sentinels;

import io.jsentinel.resp.Resp;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A script keeps a server from answering: it is told to end it, once for each time that it counts as down. */
class ScriptKillTest {

    private static final String FLAG = "script_kill_sent";

    /** One sentinel of a quorum of two, so that nothing is failed over meanwhile. */
    private final Play play = sentinels(1).monitor("m", quorum(2)).replica("a").untilStable();

    private SimRedis redis(String name) {
        return play.cluster().redis(name);
    }

    private String flags(String node) {
        Resp answer = play.cluster()
                .sentinel("s1")
                .command("SENTINEL", node.equals("m") ? "MASTER" : "REPLICAS", "m")
                .orElseThrow();
        Resp listing = node.equals("m") ? answer : ((Resp.Array) answer).items().get(0);
        List<String> texts = ((Resp.Pairs) listing)
                .namesAndValues().stream().map(Resp::textOrEmpty).toList();
        return texts.get(texts.indexOf("flags") + 1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"m", "a"})
    void aScriptThatCannotBeKilledIsToldToEndOnceForEachTimeThatItsServerIsDown(String node) {
        for (int time = 1; time <= 2; time++) {
            int before = time - 1;
            int once = time;
            play.mark();
            redis(node).runsScript(true);
            // The order to end it is on its way when the server counts as down, not before.
            play.within(seconds(8))
                    .announces("s1", "+sdown")
                    .expect("nothing was killed before", () -> redis(node).scriptKills() == before)
                    .within(seconds(2))
                    .until("the script is told to end", () -> redis(node).scriptKills() == once)
                    .expect(
                            "that is shown",
                            () -> flags(node).contains("s_down") && flags(node).endsWith(FLAG))
                    .during(minutes(1))
                    .always("it is told once", () -> redis(node).scriptKills() == once)
                    .then(cluster -> redis(node).scriptEnds())
                    .within(seconds(3))
                    .announces("s1", "-sdown")
                    .expect(
                            "nothing of it is shown any more",
                            () -> !flags(node).contains(FLAG));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"m", "a"})
    void aScriptThatCanBeKilledEndsAndItsServerIsUpAgain(String node) {
        redis(node).runsScript(false);
        play.within(seconds(8))
                .announces("s1", "+sdown")
                .within(seconds(4))
                .announces("s1", "-sdown")
                .expect("it was told once", () -> redis(node).scriptKills() == 1)
                .expect("nothing of it is shown any more", () -> !flags(node).contains(FLAG));
    }

    @Test
    void aShortScriptIsLeftAlone() {
        for (int i = 0; i < 5; i++) {
            redis("m").runsScript(false);
            play.passes(seconds(3)).then(cluster -> redis("m").scriptEnds()).passes(seconds(3));
        }
        play.expect("nobody was told", () -> redis("m").scriptKills() == 0)
                .expect("nothing was announced", () -> !play.channelsOf("s1").contains("+sdown"));
    }

    @Test
    void aServerThatAnswersAnotherErrorIsNotToldToEndAScript() {
        redis("m").runsScript(false);
        redis("m").answersAllWith(Optional.of(Resp.error("-MISCONF Redis is configured to save RDB snapshots")));
        play.within(seconds(8))
                .announces("s1", "+sdown")
                .passes(minutes(1))
                .expect("nobody was told", () -> redis("m").scriptKills() == 0)
                .expect("nothing is shown", () -> !flags("m").contains(FLAG));
    }
}
