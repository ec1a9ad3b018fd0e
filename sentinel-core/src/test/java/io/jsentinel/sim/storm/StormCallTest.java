package io.jsentinel.sim.storm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StormCallTest {

    @Test
    void whatIsNotGivenIsAsUsual() {
        StormCall call = StormCall.parse(List.of("--seed", "83", "--quiet-one-of", "100"));
        assertThat(call).isEqualTo(new StormCall(83, 1_000, Runtime.getRuntime().availableProcessors(), 100, 1));
    }

    @ParameterizedTest
    @CsvSource({
        "--seeds, '--seeds takes a whole number from 1 to 1000000000'",
        "--seeds x, '--seeds takes a whole number from 1 to 1000000000, not \"x\"'",
        "--threads 0, '--threads takes a whole number from 1 to 1000, not \"0\"'",
        "--seed -1, '--seed takes a whole number from 0 to 999999999999999, not \"-1\"'",
        "--foo 1, '\"--foo\" is none of --failures, --quiet-one-of, --seed, --seeds, --threads'"
    })
    void whatIsWrongIsSaid(String words, String fault) {
        assertThatThrownBy(() -> StormCall.parse(List.of(words.split(" "))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(fault);
    }
}
