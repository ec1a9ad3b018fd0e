package io.jsentinel.sim;

import static io.jsentinel.sim.Moments.millis;
import static io.jsentinel.sim.Moments.minutes;
import static io.jsentinel.sim.Moments.seconds;
import static io.jsentinel.sim.Plan.offset;
import static io.jsentinel.sim.Plan.quorum;
import static io.jsentinel.sim.Plan.sentinels;
import static org.assertj.core.api.Assertions.assertThat;

import io.jsentinel.resp.Resp;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Our own process stands still for a while: that others were silent meanwhile proves nothing. */
class StallTest {

    private static final int SEEDS = 15;

    private static List<String> whatAStalledSentinelSays(long seed, long stallMillis) {
        return sentinels(3)
                .seed(seed)
                .monitor("m", quorum(2))
                .replica("a")
                .untilStable()
                .freeze("s1")
                .passes(stallMillis)
                .thaw("s1")
                .passes(minutes(2))
                .channelsOf("s1");
    }

    @Test
    void aShortStallGoesUnnoticed() {
        Seeds.each(
                SEEDS,
                seed -> assertThat(whatAStalledSentinelSays(seed, millis(500))).isEmpty());
    }

    @Test
    void aStallOfSecondsIsATiltAndNobodyIsBlamed() {
        Seeds.each(
                SEEDS,
                seed -> assertThat(whatAStalledSentinelSays(seed, seconds(5))).containsExactly("+tilt", "-tilt"));
    }

    @Test
    void whoStoodStillSaysSoAndCallsNobodyDownUntilItHasLooked() {
        Seeds.each(SEEDS, seed -> {
            // A quorum that is never reached: the master stays down.
            Play play = sentinels(1)
                    .seed(seed)
                    .monitor("m", quorum(2))
                    .replica("a")
                    .untilStable()
                    .crash("m")
                    .within(seconds(8))
                    .announces("s1", "+sdown");
            assertThat(tilt(play)).isEqualTo("0 -1");
            assertThat(saysDown(play)).isEqualTo(1);
            play.freeze("s1").passes(seconds(30)).thaw("s1").within(millis(100)).announces("s1", "+tilt");
            assertThat(tilt(play)).isEqualTo("1 0");
            assertThat(flagsOfTheMaster(play)).contains("s_down");
            assertThat(saysDown(play)).isZero();
            play.within(seconds(2)).announces("s1", "-tilt");
            assertThat(tilt(play)).isEqualTo("0 -1");
            assertThat(flagsOfTheMaster(play)).contains("s_down");
            assertThat(saysDown(play)).isEqualTo(1);
        });
    }

    /** What INFO says: whether it is tilted, and since how many seconds. */
    private static String tilt(Play play) {
        String info = play.cluster().sentinel("s1").core().infoSection(play.nowMillis());
        return info.replaceAll("(?s).*sentinel_tilt:(\\d)\r\nsentinel_tilt_since_seconds:(-?\\d+)\r\n.*", "$1 $2");
    }

    /** Its word on the master for other sentinels. */
    private static long saysDown(Play play) {
        String ip = play.cluster().redis("m").endpoint().host();
        Resp answer = ask(play, "SENTINEL", "IS-MASTER-DOWN-BY-ADDR", ip, "6379", "0", "*");
        return ((Resp.Int) ((Resp.Array) answer).items().get(0)).value();
    }

    private static String flagsOfTheMaster(Play play) {
        List<Resp> fields = ((Resp.Pairs) ask(play, "SENTINEL", "MASTER", "m")).namesAndValues();
        return fields.get(fields.indexOf(Resp.bulk("flags")) + 1).textOrEmpty();
    }

    private static Resp ask(Play play, String... words) {
        return play.cluster().sentinel("s1").command(words).orElseThrow();
    }

    @Test
    void aMasterThatDiesWhileAllSentinelsStandStillIsReplacedSoonAfter() {
        Seeds.each(
                5,
                seed -> sentinels(3)
                        .seed(seed)
                        .monitor("m", quorum(2))
                        .replica("a", offset(10))
                        .replica("b", offset(90))
                        .untilStable()
                        .freeze("s1", "s2", "s3")
                        .crash("m")
                        .passes(minutes(5))
                        .thaw("s1", "s2", "s3")
                        // The down-after of 5 s counts anew, a round of pings and an election are on top.
                        .within(seconds(8))
                        .everySentinelNames("b")
                        .within(seconds(2))
                        .follows("a", "b"));
    }

    @Test
    void whoStandsStillForAMinuteThroughAFailoverFollowsItAfterwards() {
        Seeds.each(
                20,
                seed -> sentinels(3)
                        .seed(seed)
                        .monitor("m", quorum(2))
                        .replica("a", offset(10))
                        .replica("b", offset(90))
                        .untilStable()
                        .freeze("s1")
                        .passes(100 * seed)
                        .crash("m")
                        .passes(minutes(1) - 100 * seed)
                        .thaw("s1")
                        .mark()
                        .within(seconds(3))
                        .everySentinelNames("b")
                        .restart("m")
                        .within(seconds(30))
                        .follows("m", "b")
                        .during(minutes(1))
                        .nobodyAnnounces("+try-failover", "+switch-master"));
    }

    private static final List<String> STATES = List.of(
            "+try-failover",
            "+elected-leader",
            "+selected-slave",
            "+failover-state-wait-promotion",
            "+promoted-slave",
            "+slave-reconf-sent");

    @Test
    void aLeaderThatStandsStillInTheMiddleOfAFailoverDoesNotSplitTheCluster() {
        for (String state : STATES) {
            for (long stallMillis : new long[] {seconds(3), seconds(8), minutes(1), minutes(2)}) {
                Seeds.each(2, seed -> leaderStalls(state, stallMillis, seed));
            }
        }
    }

    private static void leaderStalls(String state, long stallMillis, long seed) {
        Play play = sentinels(3)
                .seed(seed)
                .monitor("m", quorum(2))
                .replica("a", offset(10))
                .replica("b", offset(90))
                .untilStable()
                .crash("m")
                .within(seconds(8))
                .somebodyAnnounces(state);
        String leader = play.sinceMark().stream()
                .filter(e -> e.isOf(state))
                .findFirst()
                .orElseThrow()
                .sentinel();
        play.freeze(leader).passes(stallMillis).thaw(leader);
        play.within(seconds(30)).until("all name one and the same master, which is one", () -> agreed(play));
        play.passes(seconds(20))
                .expect("they still do", () -> agreed(play))
                .restart("m")
                .passes(seconds(40))
                .expect("they do with the old one", () -> agreed(play));
    }

    private static boolean agreed(Play play) {
        List<String> named = List.of("a", "b").stream()
                .filter(node -> play.cluster().sentinels().stream()
                        .allMatch(s -> s.core()
                                .realm()
                                .watches()
                                .named("m")
                                .orElseThrow()
                                .failover()
                                .currentAddress()
                                .equals(play.cluster().redis(node).endpoint())))
                .toList();
        return named.size() == 1
                && play.cluster().redis(named.get(0)).replication().isMaster()
                && List.of("a", "b", "m").stream()
                        .filter(node -> !node.equals(named.get(0)))
                        .map(node -> play.cluster().redis(node))
                        .filter(SimProcess::isRunning)
                        .allMatch(redis -> redis.replication().isLinkUp());
    }

    @Test
    void aStallOfAMinuteIsATiltAndNobodyIsBlamed() {
        Seeds.each(
                SEEDS,
                seed -> assertThat(whatAStalledSentinelSays(seed, minutes(1))).containsExactly("+tilt", "-tilt"));
    }
}
