package io.jsentinel.cli.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScriptTest {

    @Test
    void wordsBecomeStepsInTheirOrder() {
        assertThat(Script.parse("kill,wait,restart").steps()).isEqualTo(List.of(Step.KILL, Step.WAIT, Step.RESTART));
    }

    @Test
    void everyStepHasAWord() {
        String all = Arrays.stream(Step.values()).map(Step::word).collect(Collectors.joining(","));
        assertThat(Script.parse(all).steps()).containsExactly(Step.values());
    }

    @Test
    void spacesAndCapitalsDoNotMatter() {
        assertThat(Script.parse(" Freeze , THAW ").steps()).isEqualTo(List.of(Step.FREEZE, Step.THAW));
    }

    @Test
    void theDefaultScriptIsOne() {
        assertThat(Script.parse(Script.DEFAULT).steps()).contains(Step.KILL, Step.RESTART);
    }

    @ParameterizedTest
    @CsvSource({
        "'kll', 1, 'kll'",
        "'kill,wait,stop', 3, 'stop'",
        "'', 1, ''",
        "'kill,', 2, ''",
        "'kill wait', 1, 'kill wait'",
    })
    void aWrongWordIsNamedWithItsPositionAndTheRightOnes(String text, int position, String word) {
        assertThatThrownBy(() -> Script.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("step " + position + " of the script, \"" + word
                        + "\", is none of: kill, freeze, failover, restart, thaw, sentinel, wait, topology, writes");
    }
}
