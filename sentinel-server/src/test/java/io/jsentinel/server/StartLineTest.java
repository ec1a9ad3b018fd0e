package io.jsentinel.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.jsentinel.server.store.LoadedConfig;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StartLineTest {

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({"redis-7.0, Redis 7.0.15", "redis-7.2, Redis 7.2.4", "valkey-8, Valkey 8.1.4"})
    void theFirstLineOfTheLogNamesTheProgramThatIsImitated(String version, String program) throws Exception {
        Path file = Files.writeString(
                folder.resolve("s.conf"),
                "port 0\nunixsocket " + folder.resolve("s.sock") + "\ncompat-version " + version + "\n");
        ByteArrayOutputStream console = new ByteArrayOutputStream();

        SentinelServer.start(LoadedConfig.load(file, List.of()), "test", new PrintStream(console))
                .close();

        assertThat(console.toString(StandardCharsets.ISO_8859_1).lines().findFirst())
                .hasValueSatisfying(line -> assertThat(line)
                        .contains("jsentinel test is starting, compatible with " + program + ", Java "));
    }
}
