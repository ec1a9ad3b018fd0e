package io.jsentinel.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.jsentinel.config.ConfigException;
import io.jsentinel.config.ServerConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfFileTest {

    @TempDir
    Path folder;

    @Test
    void theFileItselfIsTheStateFile() throws Exception {
        Path file = write("s.conf", "port 5\n");

        LoadedConfig loaded = LoadedConfig.load(file, List.of());

        assertThat(loaded.configuration().server().port()).isEqualTo(5);
        assertThat(loaded.stateFile()).isEqualTo(file).isAbsolute();
        assertThat(loaded.stateText()).isEqualTo("port 5\n");
        assertThat(loaded.rewriter().rewrite("port 6\n", loaded.configuration().sentinel()))
                .startsWith("port 6\n");
    }

    @Test
    void optionsOfTheCommandLineWin() throws Exception {
        String password = ByteText.fromUnicode("pä ss");
        List<String> lines = List.of("port 7", "requirepass \"" + password + "\"", "sentinel");

        LoadedConfig loaded = LoadedConfig.load(write("s.conf", "port 5\n"), lines);

        assertThat(loaded.configuration().server().port()).isEqualTo(7);
        assertThat(loaded.configuration().server().requirePass()).contains(password);
    }

    @Test
    void filesAreIncludedInTheOrderOfTheirNames() throws Exception {
        Files.createDirectory(folder.resolve("conf.d"));
        write("conf.d/b.conf", "port 2\n");
        write("conf.d/a.conf", "port 1\nloglevel debug\n");
        write("conf.d/c.txt", "port 3\n");
        Path file = write(
                "s.conf",
                "dir " + folder + "\ninclude conf.d/*.conf\ninclude conf.d/none-*.conf\n" + "include nowhere/*.conf\n");

        LoadedConfig loaded = LoadedConfig.load(file, List.of());

        assertThat(loaded.configuration().server().port()).isEqualTo(2);
        assertThat(loaded.configuration().server().logLevel()).isEqualTo("debug");
    }

    @Test
    void anIncludedFileThatIsMissingIsAnError() throws Exception {
        Path file = write("s.conf", "include " + folder + "/none.conf\n");

        assertThatThrownBy(() -> LoadedConfig.load(file, List.of()))
                .isInstanceOf(ConfigException.class)
                .hasMessage(
                        "Fatal error, can't open config file '" + folder + "/none.conf': No such file or directory");
    }

    @Test
    void theWorkingDirectoryMustBeAFolder() throws Exception {
        Path file = write("s.conf", "");
        Files.writeString(file, "dir " + file + "\n");

        assertThatThrownBy(() -> LoadedConfig.load(file, List.of())).hasMessage("Not a directory");
    }

    @Test
    void aScriptMustBeExecutable() throws Exception {
        Path script = write("notify ü.sh", "#!/bin/sh\n");
        Path file = write(
                "s.conf",
                "dir \"" + folder + "\"\nsentinel monitor m 127.0.0.1 1 1\n"
                        + "sentinel notification-script m \"notify ü.sh\"\n");

        assertThatThrownBy(() -> LoadedConfig.load(file, List.of()))
                .hasMessage("Notification script seems non existing or non executable.");

        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
        assertThat(LoadedConfig.load(file, List.of()).configuration().notices()).isEmpty();
    }

    @Test
    void whatComesFromStandardInputWinsOverTheFileAndTheCommandLineOverBoth() throws Exception {
        ConfigSources sources = new ConfigSources(
                write("s.conf", "port 1\ntimeout 1\nmaxclients 1\n"),
                Optional.of("timeout 2\nmaxclients 2\n"),
                List.of("maxclients 3"),
                Optional.empty());

        ServerConfig server = LoadedConfig.load(sources).configuration().server();

        assertThat(List.of(server.port(), server.timeoutSeconds(), server.maxClients()))
                .containsExactly(1, 2, 3);
    }

    @Test
    void anErrorInStandardInputSaysThatItIsThere() throws Exception {
        ConfigSources sources =
                new ConfigSources(write("s.conf", ""), Optional.of("\nport x\n"), List.of(), Optional.empty());

        ConfigException error = catchThrowableOfType(ConfigException.class, () -> LoadedConfig.load(sources));

        assertThat(ConfigErrorText.of(error)).contains("Reading standard input, at line 2\n>>> 'port x'\n");
    }

    @Test
    void aLogThatCannotBeWrittenIsAnError() throws Exception {
        Path file = write("s.conf", "logfile " + folder + "/none/s.log\n");

        assertThatThrownBy(() -> LoadedConfig.load(file, List.of()))
                .hasMessage("Can't open the log file: No such file or directory");
    }

    private Path write(String name, String text) throws Exception {
        return Files.writeString(folder.resolve(name), text);
    }
}
