package io.jsentinel.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.jsentinel.config.ConfLine;
import io.jsentinel.config.ConfText;
import io.jsentinel.config.ConfigException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a YAML file takes from the environment and from files with one secret each. */
class YamlReferencesTest {

    private static final Map<String, String> ENVIRONMENT =
            Map.of("PASS", "hush # \"x\"", "PORT", "7000", "ON", "yes", "EMPTY", "");

    private static final String MASTER = "masters: {m: {address: '127.0.0.1:1', quorum: 1, auth-pass-file: p}}";

    @TempDir
    Path folder;

    @Test
    void aVariableIsReplacedInValuesOfAllKinds() throws Exception {
        assertThat(lines("""
                port: ${PORT}
                protected-mode: ${ON}
                requirepass: a${PASS}b
                bind: ["${EMPTY}", "1${PORT}"]
                user: {alice: "on >${PASS} +@all"}
                directives: ["masterauth ${PASS}"]
                """))
                .containsExactly(
                        "port 7000",
                        "protected-mode yes",
                        "requirepass \"ahush # \\\"x\\\"b\"",
                        "bind \"\" 17000",
                        "user alice on \">hush # \\\"x\\\"\" +@all",
                        "masterauth \"hush # \\\"x\\\"\"");
    }

    @ParameterizedTest
    @CsvSource({"$${PASS}, ${PASS}", "$$${PORT}, $${PORT}", "a$b, a$b", "$, $", "$$, $$", "${PORT}$${, 7000${"})
    void aSecondSignMakesAReferenceText(String written, String meant) throws Exception {
        assertThat(lines("requirepass: '" + written + "'")).containsExactly("requirepass " + meant);
        assertThat(lines("requirepass: '" + References.escaped(meant) + "'")).containsExactly("requirepass " + meant);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "${NONE}| the environment variable NONE is not set",
                "${}| '${' must be followed by the name of a variable and '}'; write '$${' for '${' itself",
                "${a b}| '${' must be followed by the name of a variable and '}'; write '$${' for '${' itself",
                "${PASS| '${' must be followed by the name of a variable and '}'; write '$${' for '${' itself",
            })
    void aReferenceThatLeadsNowhereIsAnError(String written, String reason) throws Exception {
        ConfigException error = error("loglevel: notice\nrequirepass: '" + written + "'");

        assertThat(error).hasMessage("column 14: " + reason);
        assertThat(error.line()).isEqualTo(2);
        assertThat(error.text()).isEqualTo("requirepass");
    }

    @Test
    void aSecretIsReadFromAFileBesideTheYamlFile() throws Exception {
        Files.writeString(folder.resolve("p"), "hush\r\n");
        Files.writeString(folder.resolve("q"), "own");

        YamlFile yaml = scan("requirepass-file: q\nsentinel: {sentinel-pass-file: p}\n" + MASTER);

        assertThat(yaml.errors()).isEmpty();
        assertThat(texts(yaml))
                .containsExactly(
                        "requirepass own",
                        "sentinel sentinel-pass hush",
                        "sentinel monitor m 127.0.0.1 1 1",
                        "sentinel auth-pass m hush");
        assertThat(yaml.secretFiles())
                .containsExactly(
                        new SecretFile(folder.resolve("q"), List.of("requirepass"), "own"),
                        new SecretFile(folder.resolve("p"), List.of("sentinel", "sentinel-pass"), "hush"),
                        new SecretFile(folder.resolve("p"), List.of("sentinel", "auth-pass", "m"), "hush"));
    }

    @Test
    void aFileWithoutOneSecretIsAnError() throws Exception {
        assertThat(error(MASTER)).hasMessageContaining("can't open file").hasMessageContaining("No such file");
        Files.writeString(folder.resolve("p"), "\n");
        assertThat(error(MASTER)).hasMessageContaining("the file 'p' is empty");
        Files.writeString(folder.resolve("p"), "one\ntwo\n");
        assertThat(error(MASTER)).hasMessageContaining("must hold one line").hasMessageNotContaining("two");
        Files.writeString(folder.resolve("p"), "x".repeat(References.MAX_SECRET_BYTES + 1));
        assertThat(error(MASTER)).hasMessageContaining("at most 4096 bytes");
    }

    @Test
    void aSecretHasOneSource() throws Exception {
        Files.writeString(folder.resolve("p"), "hush");

        assertThat(error("requirepass: x\nrequirepass-file: p"))
                .hasMessage("column 19: 'requirepass-file' stands in place of 'requirepass'; only one can be used");
    }

    @Test
    void noErrorShowsWhatIsReferredTo() throws Exception {
        assertThat(error("port: ${PASS}").getMessage()).doesNotContain("hush");
        assertThat(error("masters: {m: {address: '${PASS}', quorum: 1}}").getMessage())
                .contains("${PASS}")
                .doesNotContain("hush");

        YamlFile yaml = scan("port: ${PORT}");
        ConfigException later = yaml.conceal(yaml.lines().get(0).error("7000 is too much"));
        assertThat(later.text() + later.getMessage()).isEqualTo("port ${PORT}${PORT} is too much");
    }

    private List<String> lines(String yaml) throws ConfigException {
        YamlFile file = scan(yaml);
        assertThat(file.errors()).isEmpty();
        return texts(file);
    }

    private static List<String> texts(YamlFile file) {
        return file.lines().stream().map(ConfLine::text).toList();
    }

    private ConfigException error(String yaml) throws Exception {
        Path file = Files.writeString(folder.resolve("s.yaml"), yaml);
        return catchThrowableOfType(ConfigException.class, () -> YamlFile.read(file, ENVIRONMENT));
    }

    private YamlFile scan(String yaml) throws ConfigException {
        return YamlFile.scan(new ConfText("s.yaml", yaml), folder, ENVIRONMENT);
    }
}
