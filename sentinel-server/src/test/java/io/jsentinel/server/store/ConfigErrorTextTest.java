package io.jsentinel.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.jsentinel.config.ConfigException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigErrorTextTest {

    @TempDir
    Path folder;

    @Test
    void theLinesAreThoseOfRedisAndAHint() throws Exception {
        Path file = Files.writeString(folder.resolve("s.conf"), "port 1\nsentinel monitr m 127.0.0.1 1 1\n");

        assertThat(errorText(file)).isEqualTo("""

                *** FATAL CONFIG FILE ERROR (Redis 7.2.4) ***
                Reading the configuration file, at line 2
                >>> 'sentinel monitr m 127.0.0.1 1 1'
                Unrecognized sentinel configuration statement.
                Did you mean 'monitor'?
                """);
    }

    @Test
    void theHeaderIsThatOfTheVersionThatIsImitatedWhereverTheFileSaysSo() throws Exception {
        Path old = Files.writeString(folder.resolve("s.conf"), "port x\ncompat-version redis-7.0\n");
        Path valkey = Files.writeString(folder.resolve("v.conf"), "compat-version valkey-8\nport x\n");

        assertThat(errorText(old)).startsWith("\n*** FATAL CONFIG FILE ERROR (Redis 7.0.15) ***\n");
        assertThat(errorText(valkey)).startsWith("\n*** FATAL CONFIG FILE ERROR (Version 8.");
    }

    @Test
    void anErrorInAnIncludedFileNamesTheFile() throws Exception {
        Path more = Files.writeString(folder.resolve("more.conf"), "port x\n");
        Path file = Files.writeString(folder.resolve("s.conf"), "# main\ntimeout 1\ninclude " + more + "\n");

        assertThat(errorText(file)).contains("at line 1 of " + more + "\n>>> 'port x'\n");
    }

    @Test
    void aSecretIsNotShown() throws Exception {
        Path file = Files.writeString(folder.resolve("s.conf"), "sentinel auth-pass m hush\n");

        assertThat(errorText(file))
                .contains(">>> 'sentinel auth-pass m ***'\nNo such master with specified name.\n")
                .doesNotContain("hush");
    }

    @Test
    void anOptionOfTheCommandLineIsNamedAsSuch() throws Exception {
        Path file = Files.writeString(folder.resolve("s.conf"), "");

        assertThat(errorText(file, "port x")).contains("Reading the options of the command line\n>>> 'port x'\n");
    }

    @Test
    void aMissingFileHasNoLine() {
        Path file = folder.resolve("none.conf");

        assertThat(errorText(file)).isEqualTo("""

                *** FATAL CONFIG FILE ERROR (Redis 7.2.4) ***
                Fatal error, can't open config file '%s': No such file or directory
                """.formatted(file));
    }

    @Test
    void aFolderIsNoFile() {
        assertThat(errorText(folder)).endsWith("Is a directory\n");
    }

    @Test
    void lettersOfAllLanguagesAreShownAsTheyAre() throws Exception {
        Path file = Files.writeString(folder.resolve("s.conf"), "pört 1\n");

        assertThat(errorText(file)).contains(">>> 'pört 1'\n", "Did you mean 'port'?");
    }

    private static String errorText(Path file, String... overrides) {
        ConfigException error =
                catchThrowableOfType(ConfigException.class, () -> LoadedConfig.load(file, List.of(overrides)));
        return ConfigErrorText.of(error);
    }
}
