package io.jsentinel.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RedisBinaryTest {

    @ParameterizedTest
    @CsvSource({
        "Linux, amd64, linux-amd64",
        "Linux, aarch64, linux-arm64",
        "Linux, i386, linux-386",
        "Mac OS X, x86_64, darwin-amd64",
        "Mac OS X, aarch64, darwin-arm64",
        "Windows 11, amd64, windows-amd64.exe",
        "Linux, riscv64, linux-riscv64",
    })
    void theNameEndsWithTheSystemAndTheProcessor(String os, String arch, String suffix) {
        assertThat(RedisBinary.systemSuffix(os, arch)).isEqualTo(suffix);
    }

    @Test
    void theProgramForThisSystemIsPickedAmongOthers(@TempDir Path folder) throws IOException {
        Files.createFile(folder.resolve("redis-server-6.2.7-linux-386"));
        Files.createFile(folder.resolve("redis-server-6.2.7-linux-arm64"));
        Path newer = Files.createFile(folder.resolve("redis-server-6.2.8-linux-arm64"));
        assertThat(RedisBinary.programIn(folder, "linux-arm64")).contains(newer);
        assertThat(RedisBinary.programIn(folder, "darwin-arm64")).isEmpty();
        assertThat(RedisBinary.programIn(folder.resolve("missing"), "linux-386"))
                .isEmpty();
    }

    @Test
    void aPathThatWasAskedForMustBeAProgram(@TempDir Path folder) throws IOException {
        Path missing = folder.resolve("missing");
        assertThatThrownBy(() -> RedisBinary.at(missing)).hasMessageContainingAll(missing.toString(), "not there");
        Path plain = Files.createFile(folder.resolve("plain"));
        assertThatThrownBy(() -> RedisBinary.at(plain)).hasMessageContainingAll(plain.toString(), "not an executable");
    }
}
