package io.jsentinel;

import static org.assertj.core.api.Assertions.assertThat;

import io.jsentinel.address.Endpoint;
import io.jsentinel.address.RunId;
import io.jsentinel.config.KnownSentinel;
import io.jsentinel.config.MasterConfig;
import io.jsentinel.config.MasterMemory;
import io.jsentinel.config.MasterSettings;
import io.jsentinel.config.Personality;
import io.jsentinel.config.SentinelConfig;
import io.jsentinel.resp.Resp;
import io.jsentinel.step.Batch;
import io.jsentinel.step.Effect;
import io.jsentinel.step.Input;
import io.jsentinel.step.Request;
import io.jsentinel.topology.LinkId;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** SENTINEL CONFIG: what is set for the sentinel itself. */
class SettingsCommandTest {

    private final Alone old = new Alone(SentinelConfig.empty(), Personality.REDIS_7_0);
    private final Alone alone = new Alone();

    private static List<String> texts(Resp pairs) {
        return ((Resp.Pairs) pairs)
                .namesAndValues().stream().map(Resp::textOrEmpty).toList();
    }

    private List<String> get(String words) {
        return texts(alone.answer(("SENTINEL CONFIG GET " + words).split(" ")));
    }

    @Test
    void allSettingsAreShownInTheOrderOfRedis() {
        List<String> since70 = List.of(
                "resolve-hostnames",
                "no",
                "announce-hostnames",
                "no",
                "announce-ip",
                "",
                "announce-port",
                "0",
                "sentinel-user",
                "",
                "sentinel-pass",
                "");

        assertThat(texts(old.answer("SENTINEL", "CONFIG", "GET", "*"))).isEqualTo(since70);
        assertThat(get("*")).startsWith(since70.toArray(String[]::new)).endsWith("loglevel", "notice");
        assertThat(get("*")).hasSize(14);
    }

    @Test
    void severalGlobsShowEachSettingOnceByGlobFirst() {
        assertThat(get("LOG* ann*p sentinel-user announce-* foo"))
                .containsExactly(
                        "loglevel",
                        "notice",
                        "announce-ip",
                        "",
                        "sentinel-user",
                        "",
                        "announce-hostnames",
                        "no",
                        "announce-port",
                        "0");
        assertThat(get("foo")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "GET | Only SENTINEL CONFIG GET <option> / SET <option> <value> are supported.",
                "FOO bar | Only SENTINEL CONFIG GET <option> / SET <option> <value> are supported.",
                "GET a b | Only SENTINEL CONFIG GET <option> / SET <option> <value> are supported.",
                "SET announce-port | Only SENTINEL CONFIG GET <option> / SET <option> <value> are supported.",
                "SET announce-port 1 announce-port 1 | Only SENTINEL CONFIG GET <option> / SET <option> <value> are supported.",
                "SET loglevel debug | Invalid argument 'loglevel' to SENTINEL CONFIG SET",
                "SET foo bar | Invalid argument 'foo' to SENTINEL CONFIG SET",
                "SET announce-port x | Invalid value 'x' to SENTINEL CONFIG SET 'announce-port'",
                "SET resolve-hostnames maybe | Invalid value 'maybe' to SENTINEL CONFIG SET 'resolve-hostnames'"
            })
    void redis70KnowsOneSettingAtATime(String words, String error) {
        assertThat(old.says("SENTINEL CONFIG " + words)).isEqualTo("ERR " + error);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "FOO bar | Only SENTINEL CONFIG GET <param> [<param> <param> ...] / SET <param> <value> [<param> <value> ...] are supported.",
                "SET announce-port | Only SENTINEL CONFIG GET <param> [<param> <param> ...] / SET <param> <value> [<param> <value> ...] are supported.",
                "SET announce-port 1 announce-ip | Missing argument 'announce-ip' value",
                "SET announce-port 1 Announce-Port 2 | Duplicate argument 'Announce-Port' to SENTINEL CONFIG SET",
                "SET announce-port 1 foo 2 | Invalid argument 'foo' to SENTINEL CONFIG SET",
                "SET announce-port 65536 | Invalid value '65536' to SENTINEL CONFIG SET 'announce-port'",
                "SET announce-port -1 | Invalid value '-1' to SENTINEL CONFIG SET 'announce-port'",
                "SET loglevel loud | Invalid value 'loud' to SENTINEL CONFIG SET 'loglevel'",
                "SET announce-ip a,b | Invalid value 'a,b' to SENTINEL CONFIG SET 'announce-ip'",
                "SET announce-port 1 announce-hostnames x | Invalid value 'x' to SENTINEL CONFIG SET 'announce-hostnames'"
            })
    void laterVersionsTakeSeveralAndChangeNothingWhenOneIsWrong(String words, String error) {
        assertThat(alone.says("SENTINEL CONFIG " + words)).isEqualTo("ERR " + error);
        assertThat(alone.core().state().announcePort()).isZero();
    }

    @Test
    void whatIsSetIsSavedAndShown() {
        Batch asked = alone.ask(("SENTINEL CONFIG SET Announce-IP 10.0.0.1 announce-port 7000 resolve-hostnames YES"
                        + " announce-hostnames yes sentinel-user u sentinel-pass p")
                .split(" "));
        assertThat(Told.answers(asked)).isEmpty();
        assertThat(Told.answers(alone.save(asked))).containsExactly(Resp.OK);

        SentinelConfig saved = alone.core().state();
        assertThat(saved.announceIp()).contains("10.0.0.1");
        assertThat(saved.announcePort()).isEqualTo(7000);
        assertThat(saved.resolveHostnames()).isTrue();
        assertThat(saved.announceHostnames()).isTrue();
        assertThat(saved.peerCredentials().user()).contains("u");
        assertThat(saved.peerCredentials().password()).contains("p");
        assertThat(get("*-*"))
                .containsExactly(
                        "resolve-hostnames",
                        "yes",
                        "announce-hostnames",
                        "yes",
                        "announce-ip",
                        "10.0.0.1",
                        "announce-port",
                        "7000",
                        "sentinel-user",
                        "u",
                        "sentinel-pass",
                        "p");
    }

    @Test
    void anEmptyTextTakesAwayWhatWasSet() {
        alone.says("SENTINEL CONFIG SET announce-ip 10.0.0.1 sentinel-user u sentinel-pass p");
        assertThat(alone.answer(
                        "SENTINEL", "CONFIG", "SET", "announce-ip", "", "sentinel-user", "", "sentinel-pass", ""))
                .isEqualTo(Resp.OK);

        assertThat(alone.core().state())
                .isEqualTo(new Alone(alone.core().state()).core().state());
        assertThat(alone.core().state().announceIp()).isEmpty();
        assertThat(alone.core().state().peerCredentials().password()).isEmpty();
    }

    @Test
    void aFailedSaveIsToldButTheSettingStays() {
        Batch failed = alone.failToSave(alone.ask("SENTINEL", "CONFIG", "SET", "announce-port", "7"));

        assertThat(Told.answers(failed)).containsExactly(Resp.error("Failed to save config file. Check server logs."));
        assertThat(get("announce-port")).containsExactly("announce-port", "7");
    }

    @Test
    void theLogLevelIsChangedOutside() {
        Batch asked = alone.ask("SENTINEL", "CONFIG", "SET", "loglevel", "Debug");

        assertThat(asked.effects()).contains(new Effect.SetLogLevel("debug"));
        alone.save(asked);
        assertThat(get("loglevel")).containsExactly("loglevel", "debug");
        assertThat(alone.core().state().directives().logLevel()).contains("debug");
    }

    @Test
    void aLogLevelThatNoCommandAskedForIsNotSaved() {
        alone.says("SENTINEL CONFIG SET announce-port 7");

        assertThat(alone.core().state().directives().logLevel()).isEmpty();
    }

    @Test
    void otherCredentialsMakeTheConnectionsToOtherSentinelsAnew() {
        Alone watching = new Alone(withAPeer());
        LinkId link = watching.core()
                .realm()
                .roster()
                .masterAt(new Endpoint("127.0.0.1", 6379))
                .orElseThrow()
                .peers()
                .iterator()
                .next()
                .link()
                .id();
        watching.core().step(10, new Input.LinkUp(link, "127.0.0.1"));

        Batch same = watching.core().step(11, config("sentinel-pass", ""));
        Batch changed = watching.core().step(12, config("sentinel-pass", "secret"));

        assertThat(same.effects()).doesNotContain(new Effect.CloseLink(link));
        assertThat(changed.effects()).contains(new Effect.CloseLink(link));
        Batch again = watching.core().step(5_000, new Input.Woke());
        Effect.OpenLink opened = again.effects().stream()
                .filter(Effect.OpenLink.class::isInstance)
                .map(Effect.OpenLink.class::cast)
                .filter(open -> open.to().port() == 26380)
                .findFirst()
                .orElseThrow();
        Batch greeting = watching.core().step(5_001, new Input.LinkUp(opened.link(), "127.0.0.1"));
        assertThat(Told.requests(greeting)).extracting(Request::args).contains(List.of("AUTH", "secret"));
    }

    private static Input config(String name, String value) {
        return new Input.Commanded(7, "sentinel|config", List.of("SENTINEL", "CONFIG", "SET", name, value));
    }

    private static SentinelConfig withAPeer() {
        KnownSentinel peer = new KnownSentinel(new Endpoint("127.0.0.1", 26380), new RunId("b".repeat(40)));
        MasterConfig master = new MasterConfig(
                "m",
                new Endpoint("127.0.0.1", 6379),
                MasterSettings.defaults(2),
                new MasterMemory(0, 0, List.of(), List.of(peer)));
        return SentinelConfig.empty().withState(new RunId("a".repeat(40)), 0, List.of(master));
    }
}
