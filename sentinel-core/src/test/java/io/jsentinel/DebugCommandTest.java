package io.jsentinel;

import static org.assertj.core.api.Assertions.assertThat;

import io.jsentinel.config.Timing;
import io.jsentinel.resp.Resp;
import io.jsentinel.step.Batch;
import io.jsentinel.step.Effect;
import io.jsentinel.step.Input;
import io.jsentinel.step.Request;
import io.jsentinel.topology.LinkId;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** SENTINEL DEBUG shows the clockwork and changes it while it runs. */
class DebugCommandTest {

    private static final long START = 1_000;

    private final Alone alone = new Alone();
    private long clock = START + 1;
    private final List<LinkId> links = new ArrayList<>();

    DebugCommandTest() {
        alone.answer("SENTINEL", "MONITOR", "m", "127.0.0.1", "6379", "2");
    }

    @Test
    void thirteenSettingsAreShownInTheOrderOfRedis() {
        List<Resp> pairs = ((Resp.Pairs) alone.answer("SENTINEL", "DEBUG")).namesAndValues();

        assertThat(pairs.stream().map(Resp::textOrEmpty))
                .containsExactly(("INFO-PERIOD 10000 PING-PERIOD 1000 ASK-PERIOD 1000 PUBLISH-PERIOD 2000"
                                + " DEFAULT-DOWN-AFTER 30000 DEFAULT-FAILOVER-TIMEOUT 180000 TILT-TRIGGER 2000"
                                + " TILT-PERIOD 30000 SLAVE-RECONF-TIMEOUT 10000 MIN-LINK-RECONNECT-PERIOD"
                                + " 15000 ELECTION-TIMEOUT 10000 SCRIPT-MAX-RUNTIME 60000 SCRIPT-RETRY-DELAY"
                                + " 30000")
                        .split(" "));
    }

    @ParameterizedTest
    @CsvSource({
        "foo 1, Unknown option or number of arguments for SENTINEL DEBUG 'foo'",
        "info-period, Unknown option or number of arguments for SENTINEL DEBUG 'info-period'",
        "info-period 7 Ping-Period, Unknown option or number of arguments for SENTINEL DEBUG 'Ping-Period'",
        "info-period 0, Invalid argument '0' for SENTINEL DEBUG 'info-period'",
        "Info-period -5, Invalid argument '-5' for SENTINEL DEBUG 'Info-period'",
        "info-period abc, Invalid argument 'abc' for SENTINEL DEBUG 'info-period'",
        "info-period 1000000000000001, Invalid argument '1000000000000001' for SENTINEL DEBUG 'info-period'"
    })
    void whatMakesNoSenseIsRefused(String words, String error) {
        assertThat(alone.says("SENTINEL DEBUG " + words)).isEqualTo("ERR " + error);
    }

    @Test
    void eachSettingIsTakenInAnyCaseAndWhatStandsBeforeAnErrorStays() {
        for (Timing.Setting setting : Timing.Setting.values()) {
            assertThat(alone.says("SENTINEL DEBUG " + setting.shownName().toLowerCase(java.util.Locale.ROOT) + " 77"))
                    .isEqualTo("OK");
            assertThat(timing().millis(setting)).isEqualTo(77);
        }
        assertThat(alone.says("SENTINEL DEBUG ping-period 5 ask-period x publish-period 6"))
                .isEqualTo("ERR Invalid argument 'x' for SENTINEL DEBUG 'ask-period'");
        assertThat(timing().pingPeriodMillis()).isEqualTo(5);
        assertThat(timing().publishPeriodMillis()).isEqualTo(77);
    }

    private Timing timing() {
        return alone.core().realm().self().timing();
    }

    @Test
    void mastersThatComeLaterGetTheNewDefaults() {
        alone.says("SENTINEL DEBUG default-down-after 700 default-failover-timeout 800");
        alone.says("SENTINEL MONITOR n 127.0.0.1 6380 2");

        assertThat(alone.core().state().masters())
                .extracting(
                        m -> m.settings().downAfterMillis() + " " + m.settings().failoverTimeoutMillis())
                .containsExactly("30000 180000", "700 800");
    }

    @ParameterizedTest
    @CsvSource({"INFO, info-period", "PING, ping-period", "HELLO, publish-period"})
    void aShorterPeriodIsInForceAtOnce(Request.Kind kind, String option) {
        connect();
        assertThat(sent(kind, 300)).isEmpty();

        answer(alone.ask("SENTINEL", "DEBUG", option, "50"), clock);

        assertThat(sent(kind, 300)).hasSizeGreaterThanOrEqualTo(3);
    }

    @Test
    void aSmallerTiltTriggerMakesAShorterStallATilt() {
        alone.says("SENTINEL DEBUG tilt-trigger 400 tilt-period 50");
        Batch asked = alone.ask("SENTINEL", "DEBUG");
        Batch late = alone.core().step(asked.nextLookMillis() + 500, new Input.Woke());
        Batch later = alone.core().step(asked.nextLookMillis() + 560, new Input.Woke());

        assertThat(Told.channels(late)).contains("+tilt");
        assertThat(Told.channels(later)).contains("-tilt");
    }

    /** Both connections to the master stand, and everything that was asked on them is answered. */
    private void connect() {
        Batch batch = alone.core().step(START, new Input.Woke());
        alone.core().realm().roster().links().forEach(link -> links.add(link.id()));
        for (LinkId link : links) {
            batch = alone.core().step(START, new Input.LinkUp(link, "127.0.0.1"));
            answer(batch, START);
        }
    }

    /** Answers what was sent, and what is sent then; says what all that was. */
    private List<Request> answer(Batch batch, long nowMillis) {
        List<Request> all = new ArrayList<>(Told.requests(batch));
        for (Effect effect : batch.effects()) {
            if (effect instanceof Effect.Send send) {
                Input answered = new Input.Answered(send.link(), send.request(), reply(send));
                all.addAll(answer(alone.core().step(nowMillis, answered), nowMillis));
            }
        }
        return all;
    }

    private static Resp reply(Effect.Send send) {
        return switch (send.request().kind()) {
            case INFO -> Resp.bulk("role:master\r\n");
            case PING -> new Resp.Simple("PONG");
            default -> Resp.OK;
        };
    }

    /** What is sent of a kind in the next milliseconds, each answered at once. */
    private List<Request> sent(Request.Kind kind, int millis) {
        List<Request> all = new ArrayList<>();
        for (long now = clock; now < clock + millis; now++) {
            Batch batch = alone.core().step(now, new Input.Woke());
            answer(batch, now).stream()
                    .filter(request -> request.kind() == kind)
                    .forEach(all::add);
        }
        clock += millis;
        alone.waitUntil(clock);
        return all;
    }
}
