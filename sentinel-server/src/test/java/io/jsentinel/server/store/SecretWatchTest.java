package io.jsentinel.server.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretWatchTest {

    private static final List<String> SETTING = List.of("sentinel", "auth-pass", "m");

    @TempDir
    Path folder;

    private final List<SecretFile> changes = new ArrayList<>();
    private final List<String> complaints = new ArrayList<>();

    @Test
    void aNewSecretIsToldOnce() throws Exception {
        Path file = Files.writeString(folder.resolve("p"), "one\n");
        try (SecretWatch watch = watch(file)) {
            watch.look();
            assertThat(changes).isEmpty();

            Files.writeString(file, "other\n");
            watch.look();
            watch.look();
            assertThat(changes).containsExactly(new SecretFile(file, SETTING, "other"));
            assertThat(changes.toString()).doesNotContain("other");
        }
    }

    @Test
    void aLinkThatLeadsElsewhereIsSeen() throws Exception {
        Files.writeString(folder.resolve("a"), "one");
        Files.writeString(folder.resolve("b"), "two");
        Path link = Files.createSymbolicLink(folder.resolve("p"), Path.of("a"));
        try (SecretWatch watch = watch(link)) {
            watch.look();
            Files.delete(link);
            Files.createSymbolicLink(link, Path.of("b"));
            watch.look();
        }
        assertThat(changes).extracting(SecretFile::secret).containsExactly("two");
    }

    @Test
    void aFileThatCannotBeUsedKeepsTheOldSecretAndIsNamedOnce() throws Exception {
        Path file = Files.writeString(folder.resolve("p"), "one");
        try (SecretWatch watch = watch(file)) {
            watch.look();
            Files.writeString(file, "");
            watch.look();
            watch.look();
            assertThat(changes).isEmpty();
            assertThat(complaints).singleElement().asString().contains("stays as it was", "is empty");

            Files.delete(file);
            watch.look();
            assertThat(complaints).hasSize(2).last().asString().contains("No such file");
        }
    }

    private SecretWatch watch(Path file) {
        return new SecretWatch(List.of(new SecretFile(file, SETTING, "one")), changes::add, complaints::add);
    }
}
