package io.jsentinel.sim;

import static io.jsentinel.sim.Moments.seconds;
import static io.jsentinel.sim.Plan.quorum;
import static org.assertj.core.api.Assertions.assertThat;

import io.jsentinel.address.Endpoint;
import io.jsentinel.event.EventType;
import io.jsentinel.resp.Resp;
import io.jsentinel.step.Input;
import io.jsentinel.watch.Watch;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What sentinels make of the first signs that a master may be down. */
class DoubtTest {

    private static Play three(long seed) {
        return Plan.sentinels(3)
                .seed(seed)
                .monitor("m", quorum(2))
                .replica("a")
                .replica("b")
                .untilStable();
    }

    private static Watch watch(Play play, String sentinel) {
        return play.cluster()
                .sentinel(sentinel)
                .core()
                .realm()
                .watches()
                .named("m")
                .orElseThrow();
    }

    private static long onDisk(Play play, String sentinel) {
        return play.cluster()
                .sentinel(sentinel)
                .store()
                .file()
                .orElseThrow()
                .masters()
                .get(0)
                .memory()
                .leaderEpoch();
    }

    @Test
    void theDiskKnowsThatAVoteMayBeGivenLongBeforeItIs() {
        Play play = three(1).crash("m").passes(100);
        for (String sentinel : List.of("s1", "s2", "s3")) {
            assertThat(onDisk(play, sentinel)).as(sentinel).isEqualTo(1);
            assertThat(watch(play, sentinel).ballot().isOpen(1)).as(sentinel).isTrue();
        }
    }

    @Test
    void whatWasReservedIsNotVotedInAfterARestart() {
        Play play = three(1).crash("m").passes(100).crash("s2").restart("s2").passes(100);
        assertThat(watch(play, "s2").ballot().isOpen(1)).isFalse();
        assertThat(watch(play, "s2").ballot().isOpen(2)).isTrue();
    }

    @Test
    void aConnectionThatBreaksOftenNeedsOneReserve() {
        Play play = three(1);
        for (int i = 0; i < 5; i++) {
            play.crash("m").passes(100).restart("m").passes(seconds(5));
        }
        assertThat(onDisk(play, "s1")).isEqualTo(1);
        assertThat(play.channelsOf("s1")).doesNotContain("+new-epoch", "+try-failover");
    }

    @Test
    void whoAsksWhetherTheMasterIsDownSeesItDown() {
        for (int seed = 1; seed <= 30; seed++) {
            Play play = three(seed).crash("m").within(seconds(8)).somebodyAnnounces("+promoted-slave");
            List<Long> seen = moments(play, EventType.SDOWN);
            if (seen.get(1) - seen.get(0) > 1) {
                assertThat(moments(play, EventType.ODOWN).get(0))
                        .as("seed %d", seed)
                        .isEqualTo(seen.get(1));
            }
        }
    }

    @Test
    void aQuestionOfSomebodyUnknownDoesNotCount() {
        Play play = three(1).cutOneWay("m", "s1").passes(seconds(8));
        for (String name : List.of("", "sentinel-00000000-cmd", "sentinel--cmd", "somebody")) {
            ask(play, name);
            assertThat(watch(play, "s1").master().isDown()).isTrue();
            assertThat(watch(play, "s1").master().isObjectivelyDown()).isFalse();
        }
    }

    @Test
    void aQuestionCountsNoLongerThanItsSenderWouldNeedToRepeatIt() {
        Play play = three(1).cutOneWay("m", "s1").passes(seconds(8));
        // No answer of the others may end it.
        play.isolate("s1");
        askAsOther(play);
        assertThat(watch(play, "s1").master().isObjectivelyDown()).isTrue();
        play.passes(1_240);
        assertThat(watch(play, "s1").master().isObjectivelyDown()).isTrue();
        play.passes(20);
        assertThat(watch(play, "s1").master().isObjectivelyDown()).isFalse();
    }

    @Test
    void aQuestionDoesNotCountWhereItMayHaveWaitedInTheNetwork() {
        Play play = three(1).cutOneWay("m", "s1").passes(seconds(8));
        play.isolate("s1").passes(seconds(3));
        assertThat(questionCounts(play))
                .as("while they do not reach each other")
                .isFalse();
        play.heal().cutOneWay("m", "s1").passes(seconds(100));
        assertThat(questionCounts(play)).as("while what was sent then may come").isFalse();
        play.passes(seconds(25));
        assertThat(questionCounts(play)).as("as ever").isTrue();
    }

    @Test
    void norThatOfOneThatWasFoundAgain() {
        Play play = three(1).cutOneWay("m", "s1").passes(seconds(8));
        play.tells("s1", Resp.integer(1), "SENTINEL", "RESET", "m").passes(seconds(8));
        assertThat(questionCounts(play)).as("after a RESET").isFalse();
        play.passes(seconds(120));
        assertThat(questionCounts(play)).as("as ever").isTrue();
    }

    @Test
    void norOneThatWaitedForUsWhileWeStoodStill() {
        Play play = three(1).cutOneWay("m", "s1").passes(seconds(8));
        play.freeze("s1").passes(seconds(5)).thaw("s1").isolate("s1");
        assertThat(questionCounts(play)).isFalse();
        // It looks again after a second.
        play.passes(1_100);
        assertThat(watch(play, "s1").master().isDown()).isTrue();
        assertThat(watch(play, "s1").master().isObjectivelyDown()).isFalse();
    }

    @Test
    void norThatOfOneThatMoved() {
        Play play = three(1).crash("s2");
        play.then(cluster -> cluster.sentinel("s2").moveTo(new Endpoint("10.0.58.1", 26379)))
                .restart("s2")
                .passes(seconds(8))
                .cutOneWay("m", "s1")
                .passes(seconds(8));
        String moved = watch(play, "s1").master().peers().stream()
                .filter(peer -> peer.endpoint().host().equals("10.0.58.1"))
                .findFirst()
                .orElseThrow()
                .runId()
                .brief();
        ask(play, "sentinel-" + moved + "-cmd");
        assertThat(watch(play, "s1").master().isDown()).isTrue();
        assertThat(watch(play, "s1").master().isObjectivelyDown()).isFalse();
    }

    private static boolean questionCounts(Play play) {
        assertThat(watch(play, "s1").master().isDown()).isTrue();
        assertThat(watch(play, "s1").master().isObjectivelyDown()).isFalse();
        askAsOther(play);
        return watch(play, "s1").master().isObjectivelyDown();
    }

    /** Another sentinel asks s1 whether its master is down. */
    private static void askAsOther(Play play) {
        String other =
                watch(play, "s1").master().peers().iterator().next().runId().brief();
        ask(play, "sentinel-" + other + "-cmd");
    }

    /** A connection of that name asks s1 whether its master is down. */
    private static void ask(Play play, String connection) {
        String host = watch(play, "s1").master().endpoint().host();
        List<String> words = List.of("SENTINEL", "is-master-down-by-addr", host, "6379", "0", "*");
        play.cluster()
                .sentinel("s1")
                .take(new Input.Commanded(-1_000_000, "sentinel|is-master-down-by-addr", words, connection));
    }

    private static List<Long> moments(Play play, EventType type) {
        return play.sinceMark().stream()
                .filter(e -> e.event().type() == type && e.event().payload().startsWith("master "))
                .map(SimRecord.Entry::millis)
                .toList();
    }
}
