package io.jsentinel.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConfWordsTest {

    @Test
    void aLineIsCutAtBlanks() {
        assertThat(ConfWords.split(" port \t 26379\u000b ")).contains(List.of("port", "26379"));
        assertThat(ConfWords.split("")).contains(List.of());
        assertThat(ConfWords.split(" \t")).contains(List.of());
    }

    @Test
    void aByteAbove127IsNeverABlank() {
        assertThat(ConfWords.split("a\u0085b\u00a0c")).contains(List.of("a\u0085b\u00a0c"));
    }

    @Test
    void doubleQuotesMayHoldEscapes() {
        assertThat(ConfWords.split("\"\\n\\r\\t\\b\\a\\\\\\\"\\x41\\q\\xg1\""))
                .contains(List.of("\n\r\t\b\u0007\\\"Aqxg1"));
    }

    @Test
    void singleQuotesMayHoldOnlyAnEscapedQuote() {
        assertThat(ConfWords.split("'it\\'s \\n'")).contains(List.of("it's \\n"));
    }

    @Test
    void aQuotedWordMayBeEmptyOrBeginInsideAWord() {
        assertThat(ConfWords.split("\"\" '' a\"b c\"")).contains(List.of("", "", "ab c"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"", "'", "a \"b", "\"a\"b", "'a'b", "\"a\\", "\"a\\\"", "'a\\'", "\"a\"'b'"})
    void unbalancedQuotesGiveNothing(String line) {
        assertThat(ConfWords.split(line)).isEmpty();
    }

    @Test
    void onlyWordsThatNeedItAreQuoted() {
        assertThat(ConfWords.join(List.of("sentinel", "auth-pass", "m", "p\u00e4ss!$%")))
                .isEqualTo("sentinel auth-pass m p\u00e4ss!$%");
        assertThat(ConfWords.join(List.of("a b", "", "#c", "d'e", "f\\g", "\u0001\u007f\u0000")))
                .isEqualTo("\"a b\" \"\" \"#c\" \"d'e\" \"f\\\\g\" \"\\x01\\x7f\\x00\"");
    }

    @Test
    void joinedWordsAreCutIntoTheSameWords() {
        Random random = new Random(5);
        for (int i = 0; i < 2000; i++) {
            List<String> words = new ArrayList<>();
            for (int w = random.nextInt(1, 5); w > 0; w--) {
                StringBuilder word = new StringBuilder();
                random.ints(random.nextInt(6), 0, 256).forEach(c -> word.append((char) c));
                words.add(word.toString());
            }
            String line = ConfWords.join(words);
            assertThat(ConfWords.split(line)).as(line).contains(words);
            assertThat(line).doesNotContain("\n", "\r").isEqualTo(ConfWords.trim(line));
        }
    }
}
