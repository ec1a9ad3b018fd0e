package io.jsentinel.sim;

import static io.jsentinel.sim.Moments.minutes;
import static io.jsentinel.sim.Moments.seconds;
import static io.jsentinel.sim.Plan.priority;
import static io.jsentinel.sim.Plan.quorum;
import static io.jsentinel.sim.Plan.sentinels;
import static org.assertj.core.api.Assertions.assertThat;

import io.jsentinel.address.Endpoint;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** SENTINEL FAILOVER: what is answered, and which way is taken. */
class FailoverCommandTest {

    private static Play stable() {
        return sentinels(3)
                .monitor("m", quorum(2))
                .replica("a", priority(10))
                .replica("b")
                .untilStable();
    }

    private static String answer(Play play, String sentinel, String... more) {
        List<String> words = new ArrayList<>(List.of("SENTINEL", "FAILOVER", "m"));
        words.addAll(List.of(more));
        return play.cluster()
                .sentinel(sentinel)
                .command(words.toArray(String[]::new))
                .orElseThrow()
                .textOrEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "FASTER, ERR syntax error",
        "TO, ERR syntax error",
        "TO 10.0.0.1, ERR syntax error",
        "TO 10.0.0.1 0, ERR TO needs the host and the port of a replica",
        "TO 10.0.0.1 65536, ERR TO needs the host and the port of a replica",
        "TO a;b 6379, ERR TO needs the host and the port of a replica",
        "TIMEOUT, ERR syntax error",
        "TIMEOUT 0, ERR TIMEOUT must be between 1 and 600000 milliseconds",
        "TIMEOUT 600001, ERR TIMEOUT must be between 1 and 600000 milliseconds",
        "TIMEOUT x, ERR TIMEOUT must be between 1 and 600000 milliseconds",
        "TO 10.0.0.1 7, ERR No such replica of m: 10.0.0.1 7",
    })
    void wordsThatMeanNothingChangeNothing(String words, String expected) {
        Play play = stable();
        assertThat(answer(play, "s1", words.split(" "))).isEqualTo(expected);
        play.during(seconds(30)).nothingIsAnnounced();
    }

    @Test
    void aReplicaThatCannotBePromotedIsRefusedWithItsReason() {
        Play play = stable().crash("b").within(seconds(10)).announces("s1", "+sdown");
        Endpoint b = play.cluster().redis("b").endpoint();
        assertThat(answer(play, "s1", "TO", b.host(), "" + b.port()))
                .isEqualTo("NOGOODSLAVE The replica " + b.joined() + " is down");
    }

    @Test
    void theOneWhoVotedForAnotherSaysThatAFailoverIsInProgress() {
        Play play = stable();
        assertThat(answer(play, "s1")).isEqualTo("OK");
        play.within(100).announces("s2", "+vote-for-leader");
        assertThat(answer(play, "s2")).isEqualTo("INPROG Failover already in progress");
        play.within(seconds(2)).everySentinelNames("a").passes(seconds(2));
        assertThat(answer(play, "s2")).isEqualTo("OK");
        play.within(seconds(2)).everySentinelNames("m");
    }

    @Test
    void aDeadMasterIsFailedOverInTheOrdinaryWayAndCannotHandOver() {
        Play play = stable().crash("m").passes(seconds(1));
        assertThat(answer(play, "s1", "COORDINATED")).contains("The master cannot hand over: it is");
        assertThat(answer(play, "s1")).isEqualTo("OK");
        play.within(seconds(2)).everySentinelNames("a");
        assertThat(play.channelsOf("s1")).doesNotContain("+failover-state-pause-writes");
    }

    @Test
    void aMasterThatDoesNotPauseIsFailedOverInTheOrdinaryWayUnlessThatIsRefused() {
        Play play = stable();
        play.cluster().redis("m").refuses("CLIENT", "-NOPERM this user has no permissions to run the 'client|pause'");
        assertThat(answer(play, "s1", "COORDINATED")).isEqualTo("OK");
        play.within(seconds(2)).announces("s1", "-failover-abort-coordinated");
        assertThat(play.sinceMark())
                .filteredOn(e -> e.isOf("-failover-abort-coordinated"))
                .extracting(e -> e.event().payload())
                .allMatch(payload -> payload.contains("does not pause its writes: NOPERM"));
        play.passes(seconds(15));
        assertThat(answer(play, "s1")).isEqualTo("OK");
        play.within(seconds(2)).everySentinelNames("a").within(minutes(1)).follows("m", "a");
    }

    @Test
    void anOldServerIsKnownByItsVersion() {
        Play play = stable();
        play.cluster().redis("m").version("6.0.16");
        play.passes(seconds(15));
        assertThat(answer(play, "s1", "COORDINATED")).endsWith("it is Redis 6.0, and needs 6.2");
        assertThat(answer(play, "s1")).isEqualTo("OK");
        play.within(seconds(2)).everySentinelNames("a");
        assertThat(play.cluster().redis("m").pause().count()).isZero();
    }

    @Test
    void withoutAMajorityOnlyAnOrderThatInsistsOnVotesFails() {
        Play play = stable().crash("s2", "s3").passes(seconds(10)).mark();
        assertThat(answer(play, "s1", "COORDINATED")).isEqualTo("OK");
        play.within(seconds(6)).announces("s1", "-failover-abort-not-elected");
        assertThat(answer(play, "s1")).isEqualTo("OK");
        play.within(seconds(2))
                .announces("s1", "+switch-master")
                .announcedInOrder("s1", "+failover-state-pause-writes", "+switch-master");
    }

    @Test
    void itTakesNoLongerThanItMay() {
        Play play = stable().freeze("a", "b");
        long since = play.nowMillis();
        assertThat(answer(play, "s1", "TIMEOUT", "700")).isEqualTo("OK");
        play.within(seconds(2)).announces("s1", "-failover-abort-coordinated");
        assertThat(play.nowMillis() - since).isBetween(700L, 760L);
        assertThat(play.cluster().redis("m").pause().count()).isZero();
    }
}
