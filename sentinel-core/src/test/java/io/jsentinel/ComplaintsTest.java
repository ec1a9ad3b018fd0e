package io.jsentinel;

import static org.assertj.core.api.Assertions.assertThat;

import io.jsentinel.config.SentinelConfig;
import io.jsentinel.config.Timing;
import io.jsentinel.resp.Resp;
import io.jsentinel.step.Batch;
import io.jsentinel.step.Effect;
import io.jsentinel.step.Input;
import io.jsentinel.step.Request;
import io.jsentinel.topology.LinkId;
import io.jsentinel.topology.Self.Listening;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** A node that refuses what we ask is in the log, and does not fill it. */
class ComplaintsTest {

    private static final Resp PONG = new Resp.Simple("PONG");
    private static final Request PING = Request.of(Request.Kind.PING, "PING");
    private static final Request INFO = Request.of(Request.Kind.INFO, "INFO");
    private static final Request HELLO = Request.of(Request.Kind.HELLO, "PUBLISH", "x", "y");

    private final Sentinel sentinel = new Sentinel(
            new Startup(SentinelConfig.empty(), Timing.DEFAULT, new Listening(26379, Optional.empty())),
            new SplittableRandom(1));
    private final LinkId link;

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
        return sentinel.step(3, new Input.Answered(link, request, answer)).effects().stream()
                .filter(Effect.Log.class::isInstance)
                .map(effect -> ((Effect.Log) effect).text())
                .toList();
    }

    @Test
    void eachKindOfRequestThatIsRefusedIsLoggedOnce() {
        Resp refusal = Resp.error("not for you");
        assertThat(answered(PING, refusal))
                .containsExactly("Error from master m 127.0.0.1 6379 to PING: ERR not for you");
        assertThat(answered(INFO, refusal)).hasSize(1);
        assertThat(answered(HELLO, refusal)).hasSize(1);
        for (Request request : List.of(PING, INFO, HELLO, PING, HELLO)) {
            assertThat(answered(request, refusal)).isEmpty();
        }
    }

    @Test
    void aNodeThatLivesButRefusesOurHellosIsLoggedOnce() {
        Resp refusal = Resp.error("-NOPERM no");
        assertThat(answered(HELLO, refusal)).hasSize(1);
        answered(PING, PONG);
        assertThat(answered(HELLO, refusal)).isEmpty();
    }

    @Test
    void aRefusalThatReturnsAfterASuccessIsLoggedAgain() {
        Resp refusal = Resp.error("-NOPERM no");
        assertThat(answered(HELLO, refusal)).hasSize(1);
        answered(HELLO, Resp.integer(1));
        assertThat(answered(HELLO, refusal)).hasSize(1);
        assertThat(answered(HELLO, Resp.error("-NOAUTH first"))).hasSize(1);

        assertThat(answered(INFO, refusal)).hasSize(1);
        answered(INFO, Resp.bulk("role:master\r\n"));
        assertThat(answered(INFO, refusal)).hasSize(1);
    }
}
