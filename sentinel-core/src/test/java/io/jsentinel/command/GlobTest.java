package io.jsentinel.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GlobTest {

    /** The answers are those of a stock server, asked by COMMAND LIST FILTERBY PATTERN. */
    @ParameterizedTest
    @CsvSource({
        "ping, ping, true",
        "PING, ping, false",
        "p[ij]ng, ping, true",
        "p[^a]ng, ping, true",
        "p[^i]ng, ping, false",
        "p[a-z]ng, ping, true",
        "p[z-a]ng, ping, true",
        "p[i, ping, false",
        "p[i-, ping, false",
        "pin[g-, ping, true",
        "pin[g, ping, true",
        "pin[^, ping, true",
        "pin[, ping, false",
        "pin\\g, ping, true",
        "ping\\, ping, false",
        "p[\\i]ng, ping, true",
        "[]p]ing, ping, false",
        "[^]ping, ping, false",
        "p?ng, ping, true",
        "p**g, ping, true",
        "*, ping, true",
        "*, '', true",
        "'', '', true",
        "'', ping, false",
        "?, '', false",
        "ping[, ping, false",
        "*[, ping, false",
        "pin[g\\, ping, true",
        "*i*g, ping, true",
        "\\*, *, true",
        "\\*, ping, false",
        "+*, +sdown, true"
    })
    void aPatternMeansWhatItMeansToRedis(String pattern, String text, boolean matches) {
        assertThat(Glob.matches(pattern, text)).isEqualTo(matches);
    }

    @Test
    void aHostilePatternCostsNoMoreThanTheProductOfTheLengths() {
        String pattern = "*a".repeat(2_000) + "b";
        String text = "a".repeat(20_000);

        assertTimeoutPreemptively(
                Duration.ofSeconds(10),
                () -> assertThat(Glob.matches(pattern, text)).isFalse());
    }

    @Test
    void everyPatternIsJudgedAsByTryingAllPossibilities() {
        Random random = new Random(1);
        for (int i = 0; i < 20_000; i++) {
            String pattern = draw(random, "ab*?[]^-\\", 8);
            String text = draw(random, "ab*]-", 6);
            assertThat(Glob.matches(pattern, text)).as(pattern + " on " + text).isEqualTo(naive(pattern, text));
        }
    }

    private static String draw(Random random, String alphabet, int maxLength) {
        StringBuilder drawn = new StringBuilder();
        for (int i = random.nextInt(maxLength + 1); i > 0; i--) {
            drawn.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
        return drawn.toString();
    }

    /** Tries every length of every star; the elements between the stars are judged by the pattern without stars. */
    private static boolean naive(String pattern, String text) {
        if (pattern.isEmpty()) {
            return text.isEmpty();
        }
        if (pattern.charAt(0) == '*') {
            String rest = pattern.substring(1);
            for (int skip = 0; skip <= text.length(); skip++) {
                if (naive(rest, text.substring(skip))) {
                    return true;
                }
            }
            return false;
        }
        int end = elementEnd(pattern);
        return !text.isEmpty()
                && Glob.matches(pattern.substring(0, end), text.substring(0, 1))
                && naive(pattern.substring(end), text.substring(1));
    }

    private static int elementEnd(String pattern) {
        if (pattern.charAt(0) == '\\') {
            return Math.min(2, pattern.length());
        }
        if (pattern.charAt(0) != '[') {
            return 1;
        }
        int at = pattern.startsWith("[^") ? 2 : 1;
        while (at < pattern.length() && pattern.charAt(at) != ']') {
            if (pattern.charAt(at) == '\\' && at + 1 < pattern.length()) {
                at += 2;
            } else if (at + 2 < pattern.length() && pattern.charAt(at + 1) == '-') {
                at += 3;
            } else {
                at++;
            }
        }
        return Math.min(at + 1, pattern.length());
    }
}
