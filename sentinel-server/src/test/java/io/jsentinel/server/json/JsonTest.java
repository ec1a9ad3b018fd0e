package io.jsentinel.server.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** JSON texts, read and written. */
class JsonTest {

    @Test
    void everyKindOfValueIsRead() throws Exception {
        Object read = Json.parse(
                " {\"a\": [1, -2.5e1, true, false, null, \"x\\n\\u00e9\\\"\\/\"], \"b\": {}, \"c\": [ ] , \"d\":1e400}\n");
        assertThat(Json.at(read, "a").orElseThrow())
                .isEqualTo(java.util.Arrays.asList(1L, -25.0, true, false, null, "x\n\u00e9\"/"));
        assertThat(Json.at(read, "b")).contains(Map.of());
        assertThat(Json.at(read, "c")).contains(List.of());
        assertThat(Json.at(Json.parse("123456789012345678901"))).contains(1.2345678901234568E20);
    }

    @Test
    void whatIsNotThereOrOfAnotherKindIsAbsent() throws Exception {
        Object read = Json.parse("{\"a\":{\"b\":\"text\",\"n\":3,\"l\":{\"k\":\"v\",\"z\":1}}}");
        assertThat(Json.textAt(read, "a", "b")).contains("text");
        assertThat(Json.textAt(read, "a", "n")).isEmpty();
        assertThat(Json.textAt(read, "a", "b", "c")).isEmpty();
        assertThat(Json.numberAt(read, "a", "n")).contains(3L);
        assertThat(Json.numberAt(read, "x")).isEmpty();
        assertThat(Json.textsAt(read, "a", "l")).isEqualTo(Map.of("k", "v"));
        assertThat(Json.textsAt(null, "a")).isEmpty();
    }

    @Test
    void whatIsWrittenReadsTheSame() throws Exception {
        Map<String, Object> value = Json.object(
                "text",
                "\" \\ \n \u0001 \u00e9 \ud83d\ude00",
                "none",
                null,
                "list",
                List.of(1L, true),
                "map",
                Map.of());
        assertThat(Json.parse(Json.text(value))).isEqualTo(value);
        assertThat(Json.text(value)).doesNotContain("none").doesNotContain("\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[1,]",
                "{\"a\":}",
                "{a:1}",
                "01",
                "1.",
                "+1",
                "nul",
                "\"\\x\"",
                "\"\\u12\"",
                "\"\n\"",
                "\"a",
                "1 2",
                "[1}",
                "--1",
                "'a'",
                "{\"a\" 1}"
            })
    void whatIsNoJsonIsRefused(String text) {
        assertThatThrownBy(() -> Json.parse(text))
                .isInstanceOf(JsonException.class)
                .hasMessageContaining("expected");
    }

    @ParameterizedTest
    @CsvSource({"64,true", "65,false"})
    void aTextIsNestedSoDeepAndNoDeeper(int depth, boolean isRead) {
        String text = "[".repeat(depth) + "]".repeat(depth);
        boolean read = true;
        try {
            Json.parse(text);
        } catch (JsonException e) {
            read = false;
        }
        assertThat(read).isEqualTo(isRead);
    }
}
