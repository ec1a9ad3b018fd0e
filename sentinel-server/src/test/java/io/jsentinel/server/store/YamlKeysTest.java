package io.jsentinel.server.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.jsentinel.config.ConfLine;
import io.jsentinel.config.ConfReader;
import io.jsentinel.config.ConfText;
import io.jsentinel.config.ConfigException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The table of the YAML form. */
class YamlKeysTest {

    @TempDir
    Path folder;

    @Test
    void everyKeyIsADirectiveThatTheReaderKnows() throws Exception {
        for (YamlKey key : YamlKeys.TOP) {
            boolean isMap = key.kind() == YamlKey.Kind.TEXT_MAP || key.kind() == YamlKey.Kind.WORDS_MAP;
            assertThat(refusal(key.directive() + (isMap ? " x y" : " x")))
                    .as(key.name())
                    .doesNotStartWith("Bad directive or wrong number");
        }
        assertThat(refusal("no-such-directive x")).startsWith("Bad directive or wrong number");
    }

    @Test
    void linesThatHaveNoKeyAreTakenAsTheyAre() throws Exception {
        assertThat(texts(scan("directives:\n  - save 900 1\n  - \"masterauth 'a  b'\"\n  - [loadmodule, a b]\n")))
                .containsExactly("save 900 1", "masterauth \"a  b\"", "loadmodule \"a b\"");
    }

    @Test
    void stateStandsInTheStateFileOnly() throws Exception {
        assertThat(scan("directives: [sentinel MyId x, sentinel config-epoch m 1]")
                        .errors())
                .extracting(Throwable::getMessage)
                .containsExactly(
                        "column 14: 'sentinel MyId' is state and belongs into the state file",
                        "column 31: 'sentinel config-epoch' is state and belongs into the state file");
    }

    @Test
    void mapsBecomeALineForEachEntry() throws Exception {
        assertThat(texts(scan("""
                client-output-buffer-limit: {pubsub: 32mb 8mb 60, normal: [0, 0, 0]}
                rename-command: {CONFIG: "", DEBUG: "a b"}
                user: {bob: "on >'p w' ~*"}
                """)))
                .containsExactly(
                        "client-output-buffer-limit pubsub 32mb 8mb 60",
                        "client-output-buffer-limit normal 0 0 0",
                        "rename-command CONFIG \"\"",
                        "rename-command DEBUG \"a b\"",
                        "user bob on \">p w\" ~*");
    }

    @Test
    void allErrorsAreFoundAtOnce() throws Exception {
        assertThat(scan("""
                prot: 1
                port: x
                sentinel: {anounce-ip: 1, announce-port: y}
                masters:
                  a: 1
                  b: {quorum: z, adress: 1, down-after-milliseconds: no}
                """).errors())
                .extracting(error -> error.line() + " " + error.getMessage()
                        + error.nearest().orElse(""))
                .containsExactly(
                        "1 column 1: unknown key 'prot'port",
                        "2 column 7: expected a whole number, found 'x'",
                        "3 column 12: unknown key 'anounce-ip'announce-ip",
                        "3 column 42: expected a whole number, found 'y'",
                        "5 column 6: expected a map of keys and values, found '1'",
                        "6 column 18: unknown key 'adress'address",
                        "6 column 15: expected a whole number, found 'z'",
                        "6 column 54: expected a whole number, found 'no'");
    }

    private static String refusal(String line) {
        try {
            ConfReader.read(List.of(new ConfLine("f", 1, line)), new DiskFiles());
            return "";
        } catch (ConfigException e) {
            return e.getMessage();
        }
    }

    private static List<String> texts(YamlFile file) {
        assertThat(file.errors()).isEmpty();
        return file.lines().stream().map(ConfLine::text).toList();
    }

    private YamlFile scan(String yaml) throws Exception {
        Files.createDirectories(folder);
        return YamlFile.scan(new ConfText("s.yaml", yaml), folder, Map.of());
    }
}
