package io.jsentinel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class OverridesTest {

    @Test
    void eachOptionBecomesALine() {
        assertThat(Overrides.lines(List.of("--port", "5000", "--sentinel", "monitor", "m", "127.0.0.1", "6379", "2")))
                .containsExactly("port 5000", "sentinel monitor m 127.0.0.1 6379 2");
    }

    @Test
    void theOptionThatMakesARedisServerASentinelSaysNothingNew() {
        assertThat(Overrides.lines(List.of("--sentinel", "--port", "5000"))).containsExactly("port 5000");
    }

    @Test
    void aValueWithBlanksStaysOneWord() {
        assertThat(Overrides.lines(List.of("--requirepass", "two words"))).containsExactly("requirepass \"two words\"");
    }

    @Test
    void noOptionsAreNoLines() {
        assertThat(Overrides.lines(List.of())).isEmpty();
    }
}
