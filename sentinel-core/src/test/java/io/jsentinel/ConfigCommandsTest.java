package io.jsentinel;

import static org.assertj.core.api.Assertions.assertThat;

import io.jsentinel.resp.Resp;
import io.jsentinel.step.Batch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The commands that change what is watched: what they answer, what they announce, and when. */
class ConfigCommandsTest {

    private static final String NOT_SAVED = "ERR Failed to save config file. Check server logs.";
    private static final String NO_MASTER = "ERR No such master with that name";

    private final Alone alone = new Alone();

    ConfigCommandsTest() {
        alone.answer("SENTINEL", "MONITOR", "m", "127.0.0.1", "6379", "2");
    }

    @ParameterizedTest
    @CsvSource({
        "m 127.0.0.1x x x, Invalid quorum",
        "m 127.0.0.1x x 0, Invalid port",
        "m 127.0.0.1x 70000 99999999999, Invalid quorum",
        "m 127.0.0.1x 70000 0, Quorum must be 1 or greater.",
        "m 127.0.0.1x 70000 -1, Quorum must be 1 or greater.",
        "m 127.0.0.1x 70000 2, Invalid IP address or hostname specified",
        "m redis.example 6379 2, Invalid IP address or hostname specified",
        "m 127.0.0.1 70000 2, Invalid port number.",
        "m 127.0.0.1 -1 2, Invalid port number.",
        "m 127.0.0.1 6379 2, Duplicate master name."
    })
    void aMonitorIsRefusedForTheFirstOfItsFaults(String words, String error) {
        assertThat(alone.says("SENTINEL MONITOR " + words)).isEqualTo("ERR " + error);
    }

    @Test
    void aNameThatWouldTearALineApartIsRefused() {
        assertThat(alone.answer("SENTINEL", "MONITOR", "a\nb", "127.0.0.1", "6379", "2")
                        .textOrEmpty())
                .isEqualTo("ERR Invalid argument at index 2 for SENTINEL MONITOR: control characters are not allowed");
    }

    @Test
    void aNameThatFillsMessagesIsRefused() {
        assertThat(alone.says("SENTINEL MONITOR " + "n".repeat(1024) + " 127.0.0.1 6379 0"))
                .isEqualTo("ERR Quorum must be 1 or greater.");
        assertThat(alone.says("SENTINEL MONITOR " + "n".repeat(1025) + " 127.0.0.1 6379 2"))
                .isEqualTo("ERR Invalid argument at index 2 for SENTINEL MONITOR: longer than 1024 bytes");
    }

    @Test
    void whatIsSetAlreadyIsNotSavedAgain() {
        long before =
                alone.save(alone.ask("SENTINEL", "SET", "m", "quorum", "3")).stateNumber();
        Batch again = alone.ask("SENTINEL", "SET", "m", "quorum", "3", "auth-pass", "");
        assertThat(again.stateNumber()).isEqualTo(before);
        assertThat(Told.answers(again)).containsExactly(Resp.OK);
    }

    @Test
    void aMasterThatIsRemovedAndAddedAtOnceKeepsItsEpoch() {
        String id = "a".repeat(40);
        alone.ask("PUBLISH", "__sentinel__:hello", "10.0.0.9,26379," + id + ",7,m,127.0.0.1,6379,7");
        alone.answer("SENTINEL", "REMOVE", "m");
        alone.answer("SENTINEL", "MONITOR", "m", "127.0.0.1", "6379", "2");
        assertThat(epoch()).isEqualTo(7);
        alone.answer("SENTINEL", "REMOVE", "m");
        alone.answer("SENTINEL", "MONITOR", "m", "127.0.0.1", "6380", "2");
        assertThat(epoch()).isZero();
    }

    private long epoch() {
        return alone.core().realm().watches().named("m").orElseThrow().master().configEpoch();
    }

    @Test
    void aMasterIsMonitoredFromNowOnAndAnsweredWhenSaved() {
        Batch asked = alone.ask("SENTINEL", "MONITOR", "n", "FD00::1", "0", "1");
        assertThat(Told.events(asked)).containsExactly("+monitor master n fd00::1 0 quorum 1");
        assertThat(Told.answers(asked)).isEmpty();
        assertThat(Told.answers(alone.save(asked))).containsExactly(Resp.OK);
        assertThat(alone.core().state().masters()).extracting(m -> m.name()).containsExactly("m", "n");
    }

    @Test
    void namesDifferInCase() {
        assertThat(alone.answer("SENTINEL", "MONITOR", "M", "127.0.0.1", "6380", "2"))
                .isEqualTo(Resp.OK);
        assertThat(alone.says("SENTINEL REMOVE x")).isEqualTo(NO_MASTER);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SENTINEL MONITOR n 127.0.0.1 6380 1",
                "SENTINEL SET m quorum 3",
                "SENTINEL REMOVE m",
                "SENTINEL FLUSHCONFIG"
            })
    void aChangeThatCannotBeSavedIsAnsweredWithAnErrorButStays(String line) {
        Batch asked = alone.ask(line.split(" "));
        Batch failed = alone.failToSave(asked);

        assertThat(Told.answers(failed)).containsExactly(new Resp.Error(NOT_SAVED));
        assertThat(Told.events(failed)).containsExactly("+save-failing #no space");
        assertThat(Told.answers(alone.save(asked))).isEmpty();
    }

    @Test
    void removingTellsFirstAndAnswersWhenSaved() {
        Batch asked = alone.ask("SENTINEL", "REMOVE", "m");

        assertThat(Told.events(asked)).containsExactly("-monitor master m 127.0.0.1 6379");
        assertThat(Told.answers(alone.save(asked))).containsExactly(Resp.OK);
        assertThat(alone.core().state().masters()).isEmpty();
        assertThat(alone.says("SENTINEL MASTER m")).isEqualTo(NO_MASTER);
    }

    @Test
    void resettingCountsAndIsAnsweredAtOnce() {
        alone.answer("SENTINEL", "MONITOR", "m2", "127.0.0.1", "6380", "2");
        Batch asked = alone.ask("SENTINEL", "RESET", "m*");

        assertThat(Told.answers(asked)).containsExactly(Resp.integer(2));
        assertThat(Told.events(asked))
                .containsExactly("+reset-master master m 127.0.0.1 6379", "+reset-master master m2 127.0.0.1 6380");
        assertThat(alone.answer("SENTINEL", "RESET", "M*")).isEqualTo(Resp.integer(0));
    }

    @Test
    void everyOptionIsAnnouncedWithItsValue() {
        Batch asked = alone.ask(
                "SENTINEL SET m quorum 3 auth-pass secret auth-user joe rename-command CONFIG hidden".split(" "));

        assertThat(Told.events(asked))
                .containsExactly(
                        "+set master m 127.0.0.1 6379 quorum 3",
                        "+set master m 127.0.0.1 6379 auth-pass ******",
                        "+set master m 127.0.0.1 6379 auth-user joe",
                        "+set master m 127.0.0.1 6379 rename-command CONFIG hidden");
        assertThat(Told.answers(alone.save(asked))).containsExactly(Resp.OK);
    }

    @Test
    void anErrorKeepsWhatWasAppliedBeforeIt() {
        Batch asked = alone.ask("SENTINEL SET m quorum 3 parallel-syncs 0 quorum 4".split(" "));

        assertThat(Told.answers(asked))
                .containsExactly(new Resp.Error("ERR Invalid argument '0' for SENTINEL SET 'parallel-syncs'"));
        assertThat(Told.events(asked)).containsExactly("+set master m 127.0.0.1 6379 quorum 3");
        assertThat(Told.answers(alone.save(asked))).isEmpty();
        assertThat(alone.core().state().masters().get(0).settings().quorum()).isEqualTo(3);
    }

    @Test
    void settingsOfAnUnknownMasterAreRefused() {
        assertThat(alone.says("SENTINEL SET x quorum 3")).isEqualTo(NO_MASTER);
    }

    @Test
    void anAnswerDoesNotWaitForAStateThatCameLater() {
        Batch first = alone.ask("SENTINEL", "SET", "m", "quorum", "3");
        Batch second = alone.ask("SENTINEL", "SET", "m", "quorum", "4");

        assertThat(Told.answers(alone.save(first))).hasSize(1);
        assertThat(Told.answers(alone.save(second))).hasSize(1);
    }
}
