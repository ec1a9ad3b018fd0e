package io.jsentinel.server.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.jsentinel.config.ConfText;
import io.jsentinel.config.Configuration;
import io.jsentinel.config.MasterConfig;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is said about a configuration before it is used. */
class ConfigCheckTest {

    @TempDir
    Path folder;

    @Test
    void everyErrorOfAFileIsNamedWithItsLine() {
        assertThat(errors("""
                prot 1
                port x
                requirpass hush
                sentinel monitor a 127.0.0.1 1 0
                sentinel auth-pass a hush
                sentinel monitor b 127.0.0.1 1 1
                sentinel down-after-miliseconds b 5
                sentinel failover-timeout c 5
                """))
                .containsExactly(
                        "1 prot 1: Bad directive or wrong number of arguments (port)",
                        "2 port x: argument couldn't be parsed into an integer",
                        "3 requirpass ***: Bad directive or wrong number of arguments (requirepass)",
                        "4 sentinel monitor a 127.0.0.1 1 0: Quorum must be 1 or greater.",
                        "7 sentinel down-after-miliseconds b 5: Unrecognized sentinel configuration statement."
                                + " (down-after-milliseconds)",
                        "8 sentinel failover-timeout c 5: No such master with specified name.");
    }

    @Test
    void formAndValuesOfAYamlFileAreLookedAtInOneGo() {
        assertThat(errors("""
                prot: 1
                port: 70000
                masters:
                  m: {address: '127.0.0.1:1', quorum: 0, down-after-milliseconds: 5}
                """))
                .containsExactly(
                        "1 : column 1: unknown key 'prot' (port)",
                        "2 port 70000: argument must be between 0 and 65535 inclusive",
                        "4 sentinel monitor m 127.0.0.1 1 0: Quorum must be 1 or greater.");
    }

    @Test
    void aValidFileSaysWhatItWatchesAndIsLeftAlone() throws Exception {
        Path conf = Files.writeString(folder.resolve("s.conf"), "port 1\nsentinel monitor m 127.0.0.1 1 2\n");

        ConfigCheck check = ConfigCheck.of(input(conf.toString(), ""), List.of("port 2"));

        Configuration valid = check.configuration().orElseThrow();
        assertThat(valid.server().port()).isEqualTo(2);
        assertThat(valid.sentinel().masters()).extracting(MasterConfig::name).containsExactly("m");
        assertThat(conf).hasContent("port 1\nsentinel monitor m 127.0.0.1 1 2\n");
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactly(conf);
        }
    }

    @Test
    void theStateOfAYamlFileCounts() throws Exception {
        Path yaml = Files.writeString(folder.resolve("s.yaml"), "masters: {m: {address: '127.0.0.1:1', quorum: 1}}\n");
        Path state = Files.writeString(
                folder.resolve("s.state.conf"),
                "sentinel myid 0123456789abcdef0123456789abcdef01234567\nsentinel monitor m 127.0.0.1 9 1\n");

        ConfigCheck moved = ConfigCheck.of(input(yaml.toString(), ""), List.of());
        assertThat(moved.configuration()
                        .orElseThrow()
                        .sentinel()
                        .masters()
                        .get(0)
                        .address())
                .hasToString("127.0.0.1:9");

        Files.writeString(state, "");
        assertThat(ConfigCheck.of(input(yaml.toString(), ""), List.of()).errors())
                .singleElement()
                .satisfies(error -> assertThat(error).hasMessageContaining("is damaged"));
    }

    @Test
    void standardInputMayBeOfEitherForm() throws Exception {
        assertThat(ConfigCheck.of(input("-", "port: 5\n"), List.of())
                        .configuration()
                        .orElseThrow()
                        .server()
                        .port())
                .isEqualTo(5);
        assertThat(ConfigCheck.of(input("-", "port 6\n"), List.of())
                        .configuration()
                        .orElseThrow()
                        .server()
                        .port())
                .isEqualTo(6);
    }

    @Test
    void atMostAHundredErrorsAreNamed() {
        assertThat(errors("x\n".repeat(200))).hasSize(ConfigCheck.MAX_ERRORS);
    }

    private static List<String> errors(String text) {
        ConfigCheck check = ConfigCheck.of(new ConfigInput(new ConfText("f", text), Optional.empty()), List.of());
        assertThat(check.configuration()).isEmpty();
        return check.errors().stream()
                .map(error -> error.line() + " " + error.text() + ": " + error.getMessage()
                        + error.nearest().map(name -> " (" + name + ")").orElse(""))
                .toList();
    }

    private static ConfigInput input(String name, String text) throws Exception {
        InputStream in = new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
        return ConfigInput.read(name, in);
    }
}
