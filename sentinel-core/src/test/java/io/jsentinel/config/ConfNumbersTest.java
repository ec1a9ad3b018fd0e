package io.jsentinel.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfNumbersTest {

    @ParameterizedTest
    @CsvSource({
        "5000, 5000",
        "5000abc, 5000",
        "' \t7', 7",
        "+7, 7",
        "-7, -7",
        "007, 7",
        "abc, 0",
        "'', 0",
        "-, 0",
        "0x10, 0"
    })
    void sentinelLinesReadLeadingDigits(String text, long number) {
        assertThat(ConfNumbers.lenient(text)).isEqualTo(number);
    }

    @Test
    void aNumberThatDoesNotFitBecomesTheNearest() {
        assertThat(ConfNumbers.lenient("99999999999999999999")).isEqualTo(Long.MAX_VALUE);
        assertThat(ConfNumbers.lenient("-99999999999999999999")).isEqualTo(Long.MIN_VALUE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " 7", "7 ", "+7", "007", "7a", "-0", "99999999999999999999", "0x7"})
    void otherLinesTakeOnlyTheOneSpelling(String text) {
        assertThat(ConfNumbers.strict(text)).isEmpty();
    }

    @Test
    void otherLinesTakeNumbers() {
        assertThat(ConfNumbers.strict("0")).hasValue(0);
        assertThat(ConfNumbers.strict("-12")).hasValue(-12);
    }
}
