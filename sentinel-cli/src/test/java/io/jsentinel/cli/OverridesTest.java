package io.jsentinel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What redis-sentinel 7.0 makes of the same words. */
class OverridesTest {

    @Test
    void eachOptionBecomesALineWithItsValuesInQuotes() {
        assertThat(lines("--port", "5000", "--sentinel", "monitor", "m", "127.0.0.1", "6379", "2"))
                .containsExactly("port \"5000\"", "sentinel \"monitor\" \"m\" \"127.0.0.1\" \"6379\" \"2\"");
    }

    @Test
    void theOptionThatMakesARedisServerASentinelSaysNothingNew() {
        assertThat(lines("--sentinel", "--port", "5000")).containsExactly("port \"5000\"");
        assertThat(lines("--port", "5000", "--sentinel")).containsExactly("port \"5000\"");
    }

    @Test
    void aValueWithBlanksStaysOneWord() {
        assertThat(lines("--requirepass", "two words", "--bind", ""))
                .containsExactly("requirepass \"two words\"", "bind \"\"");
    }

    @Test
    void oneWordMayHoldAWholeLine() {
        assertThat(lines("--port 5000", "--loglevel", "debug")).containsExactly("port 5000", "loglevel \"debug\"");
    }

    @Test
    void theWordBehindANameIsItsValueWhateverItLooksLike() {
        assertThat(lines("--requirepass", "--secret--", "--port", "1"))
                .containsExactly("requirepass \"--secret--\"", "port \"1\"");
        assertThat(lines("--save", "--port", "1")).containsExactly("save", "port \"1\"");
        assertThat(lines("--port")).containsExactly("port");
    }

    @Test
    void wordsBeforeTheFirstOptionAreALineToo() {
        assertThat(lines("-x", "y", "--port", "1")).containsExactly("-x \"y\"", "port \"1\"");
    }

    @Test
    void aDashAtTheEndStandsForStandardInputAndNowhereElse() {
        assertThat(Overrides.of(List.of("--port", "1", "-")).readsStandardInput())
                .isTrue();
        assertThat(Overrides.of(List.of("-", "--port", "1")).readsStandardInput())
                .isFalse();
        assertThat(lines("-", "--port", "1")).containsExactly("-", "port \"1\"");
    }

    @Test
    void theFolderForTheStateIsNoLine() {
        Overrides overrides = Overrides.of(List.of("--state-dir", "/var/lib/x", "--port", "1"));

        assertThat(overrides.stateDir()).contains("/var/lib/x");
        assertThat(overrides.lines()).containsExactly("port \"1\"");
    }

    @Test
    void noOptionsAreNoLines() {
        assertThat(lines()).isEmpty();
    }

    private static List<String> lines(String... words) {
        return Overrides.of(List.of(words)).lines();
    }
}
