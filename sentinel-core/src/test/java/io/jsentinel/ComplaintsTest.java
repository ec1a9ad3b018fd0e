package io.jsentinel;

import static org.assertj.core.api.Assertions.assertThat;

import io.jsentinel.config.SentinelConfig;
import io.jsentinel.config.Timing;
import io.jsentinel.resp.Resp;
import io.jsentinel.step.Batch;
import io.jsentinel.step.Effect;
import io.jsentinel.step.Input;
import io.jsentinel.step.Request;
import io.jsentinel.step.Request.Kind;
import io.jsentinel.topology.LinkId;
import io.jsentinel.topology.Self.Listening;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A node that refuses what we ask is in the log and in an event once, and does not fill them. */
class ComplaintsTest {

    private static final String BEGAN = "+node-error master m 127.0.0.1 6379 #";
    private static final String ENDED = "-node-error master m 127.0.0.1 6379 #";
    private static final Resp PONG = new Resp.Simple("PONG");
    private static final Request AUTH = Request.of(Kind.AUTH, "AUTH", "ann", "s3cret");
    private static final Request PING = Request.of(Kind.PING, "PING");
    private static final Request INFO = Request.of(Kind.INFO, "INFO");
    private static final Request HELLO = Request.of(Kind.HELLO, "PUBLISH", "x", "y");

    private final Sentinel sentinel = new Sentinel(
            new Startup(SentinelConfig.empty(), Timing.DEFAULT, new Listening(26379, Optional.empty())),
            new SplittableRandom(1));
    private final LinkId link;
    private long nowMillis = 3;

    ComplaintsTest() {
        sentinel.start(0);
        List<String> monitor = List.of("SENTINEL", "MONITOR", "m", "127.0.0.1", "6379", "1");
        Batch monitored = sentinel.step(1, new Input.Commanded(7, "sentinel|monitor", monitor));
        link = monitored.effects().stream()
                .filter(Effect.OpenLink.class::isInstance)
                .map(effect -> ((Effect.OpenLink) effect).link())
                .findFirst()
                .orElseThrow();
        sentinel.step(2, new Input.LinkUp(link, "127.0.0.1"));
    }

    private List<String> answered(Request request, Resp answer) {
        return told(new Input.Answered(link, request, answer));
    }

    private List<String> told(Input input) {
        return Told.events(sentinel.step(nowMillis, input)).stream()
                .filter(event -> event.contains("node-error"))
                .toList();
    }

    @Test
    void eachCommandThatIsRefusedIsToldOnce() {
        Resp refusal = Resp.error("not for you");
        assertThat(answered(PING, refusal)).containsExactly(BEGAN + "PING: ERR not for you");
        assertThat(answered(INFO, refusal)).containsExactly(BEGAN + "INFO: ERR not for you");
        assertThat(answered(HELLO, refusal)).containsExactly(BEGAN + "PUBLISH: ERR not for you");
        for (Request request : List.of(PING, INFO, HELLO, PING, HELLO)) {
            assertThat(answered(request, refusal)).isEmpty();
        }
    }

    @Test
    void aTextThatVariesEveryTimeIsToldOnce() {
        List<String> told = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            told.addAll(answered(PING, Resp.error("number " + i)));
        }
        assertThat(told).hasSize(1);
    }

    @Test
    void evenCodesThatVaryEveryTimeAreToldSeldom() {
        List<String> told = new ArrayList<>();
        for (int i = 0; i < 600; i++) {
            nowMillis += 100;
            String code = "" + (char) ('A' + i % 26) + (char) ('A' + i / 26);
            told.addAll(answered(PING, i % 3 == 0 ? PONG : Resp.error("-" + code + " no")));
        }
        // A minute: a beginning in ten seconds, and as many ends.
        assertThat(told).hasSizeBetween(2, 14);
    }

    @Test
    void anErrorOfTheWholeProcessIsOneMatterAndOverWithThePong() {
        assertThat(answered(PING, Resp.error("-NOAUTH Authentication required.")))
                .containsExactly(BEGAN + "PING: NOAUTH Authentication required. (auth-pass is missing or wrong)");
        assertThat(answered(INFO, Resp.error("-NOAUTH Authentication required.")))
                .isEmpty();
        assertThat(answered(HELLO, Resp.error("-NOAUTH Authentication required.")))
                .isEmpty();
        assertThat(answered(PING, PONG)).containsExactly(ENDED + "PING");
        assertThat(answered(PING, PONG)).isEmpty();
    }

    @Test
    void aRefusalThatEndsIsToldAndOneThatReturnsLaterIsToldAgain() {
        Resp refusal = Resp.error("-NOPERM no");
        assertThat(answered(HELLO, refusal))
                .containsExactly(BEGAN + "PUBLISH: NOPERM no (grant our user +publish &__sentinel__:hello;"
                        + " other sentinels do not hear of us through it)");
        answered(PING, PONG);
        assertThat(answered(HELLO, refusal)).isEmpty();
        assertThat(answered(HELLO, Resp.integer(1))).containsExactly(ENDED + "PUBLISH");
        nowMillis += 10_000;
        assertThat(answered(HELLO, refusal)).hasSize(1);

        assertThat(answered(INFO, refusal)).hasSize(1);
        assertThat(answered(INFO, Resp.bulk("role:master\r\n"))).containsExactly(ENDED + "INFO");
    }

    @ParameterizedTest
    @CsvSource({
        "-LOADING Redis is loading the dataset in memory, it is alive",
        "-MASTERDOWN Link with MASTER is down, it is alive",
        "-BUSY Redis is busy running a script., it counts as down",
        "-MISCONF Redis is configured to save RDB snapshots, it counts as down",
        "-DENIED Redis is running in protected mode, protected mode",
        "max number of clients reached, raise its maxclients",
        "-NOPERM this user has no permissions, grant our user +ping",
        "unknown command 'PING', rename-command"
    })
    void whatItMeansForPeopleIsToldWithIt(String error, String meaning) {
        assertThat(answered(PING, Resp.error(error))).singleElement().asString().contains(meaning);
    }

    @ParameterizedTest
    @CsvSource({
        "'unknown command `AUTH`, with args beginning with: `ann`, `s3cret`, '",
        "'no AUTH for s3cret here'",
        "'-s3cret'"
    })
    void thePasswordThatANodeRepeatsIsNotTold(String error) {
        assertThat(answered(AUTH, Resp.error(error)))
                .singleElement()
                .asString()
                .contains("#AUTH: ")
                .doesNotContain("s3cret");
    }

    @Test
    void whatDoesNotSpeakTheProtocolIsToldOnceAndOverWithThePong() {
        assertThat(told(new Input.LinkDown(link, "protocol error: it speaks TLS: set tls-replication yes")))
                .containsExactly(BEGAN + "connection: protocol error: it speaks TLS: set tls-replication yes");
        assertThat(told(new Input.LinkDown(link, "connection refused"))).isEmpty();
    }
}
