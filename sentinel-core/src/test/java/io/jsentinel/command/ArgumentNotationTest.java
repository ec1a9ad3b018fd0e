package io.jsentinel.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ArgumentNotationTest {

    @Test
    void everyMarkSaysWhatItIsFor() {
        List<Argument> arguments = ArgumentNotation.read("ip:port:string@ADDR^6.2.0~7.0.0?*! mode:oneof(ON OFF)");

        assertThat(arguments)
                .containsExactly(
                        new Argument(
                                "ip:port",
                                "string",
                                Optional.of("ADDR"),
                                Optional.of("6.2.0"),
                                Optional.of("7.0.0"),
                                List.of("optional", "multiple", "multiple_token"),
                                List.of()),
                        new Argument(
                                "mode",
                                "oneof",
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                List.of(),
                                List.of(fixed("ON"), fixed("OFF"))));
        assertThat(ArgumentNotation.read("")).isEmpty();
    }

    private static Argument fixed(String word) {
        return new Argument(
                word.toLowerCase(java.util.Locale.ROOT),
                "pure-token",
                Optional.of(word),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                List.of());
    }

    @ParameterizedTest
    @CsvSource({
        "master-name, <master-name>",
        "section?*, [<section> ...]",
        "x:oneof?(SAVE NOSAVE) NOW?, [SAVE|NOSAVE] [NOW]",
        "status:oneof(ON OFF) id:integer@REDIRECT?, <ON|OFF> [REDIRECT <id>]",
        "m p:block*(option value), <m> <option> <value> ..."
    })
    void theUsageForPeopleIsMadeOfIt(String notation, String usage) {
        assertThat(Argument.usage(ArgumentNotation.read(notation), " ")).isEqualTo(usage);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a)", "a(b", "a(b))", "?", "a@"})
    void aSlipInTheTableIsNoticed(String notation) {
        assertThatThrownBy(() -> ArgumentNotation.read(notation)).isInstanceOf(IllegalStateException.class);
    }
}
