package io.jsentinel.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {

    @TempDir
    Path folder;

    @Test
    void aMissingFileReadsAsNothing() throws Exception {
        assertThat(new AtomicFile(folder.resolve("none")).read()).isEmpty();
    }

    @Test
    void everyByteIsKept() throws Exception {
        StringBuilder bytes = new StringBuilder();
        for (char c = 0; c < 256; c++) {
            bytes.append(c);
        }
        AtomicFile file = new AtomicFile(folder.resolve("s.conf"));

        assertThat(file.replace(bytes.toString())).isTrue();

        assertThat(file.read()).contains(bytes.toString());
    }

    @Test
    void nothingElseIsLeftInTheFolder() throws Exception {
        new AtomicFile(folder.resolve("s.conf")).replace("a");
        new AtomicFile(folder.resolve("s.conf")).replace("b");

        assertThat(names()).containsExactly("s.conf");
    }

    @Test
    void aNewFileIsForItsOwnerOnly() throws Exception {
        new AtomicFile(folder.resolve("s.conf")).replace("a");

        assertThat(mode("s.conf")).isEqualTo("rw-------");
    }

    @Test
    void theModeOfTheOldFileIsKept() throws Exception {
        Path file = Files.writeString(folder.resolve("s.conf"), "old");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));

        new AtomicFile(file).replace("new");

        assertThat(file).hasContent("new");
        assertThat(mode("s.conf")).isEqualTo("rw-r-----");
    }

    @Test
    void aSymbolicLinkStaysOne() throws Exception {
        Path real = Files.createDirectory(folder.resolve("real"));
        Files.writeString(real.resolve("r.conf"), "old");
        Path link = Files.createSymbolicLink(folder.resolve("s.conf"), real.resolve("r.conf"));

        new AtomicFile(link).replace("new");

        assertThat(link).isSymbolicLink().hasContent("new");
        assertThat(real.resolve("r.conf")).hasContent("new");
    }

    @Test
    void aFileWhoseNameCannotBeTakenIsOverwrittenWhereItStands() throws Exception {
        // A name so long that no temporary file fits beside it: any user can have that, unlike a mount of its own.
        Path file = Files.writeString(folder.resolve("s".repeat(250)), "a longer old content\n");

        assertThat(new AtomicFile(file).replace("new\n")).isFalse();

        assertThat(file).hasContent("new\n");
        assertThat(Files.size(file)).isEqualTo(4);
        assertThat(new AtomicFile(file).replace("a longer content again\n")).isFalse();
        assertThat(file).hasContent("a longer content again\n");
    }

    @Test
    void aFolderThatVanishedIsAnError() throws Exception {
        Path gone = folder.resolve("gone");

        assertThatThrownBy(() -> new AtomicFile(gone.resolve("s.conf")).replace("a"))
                .isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void onlyOurOwnLeftoversAreRemoved() throws Exception {
        for (String name : new String[] {
            "s.conf", "s.conf.a1b2c3.tmp", "s.conf.backup", "s.conf.A1b2c3.tmp", "s.conf.a1b2c3", "t.conf.a1b2c3.tmp"
        }) {
            Files.writeString(folder.resolve(name), "");
        }

        new AtomicFile(folder.resolve("s.conf")).removeLeftovers();

        assertThat(names())
                .containsExactlyInAnyOrder(
                        "s.conf", "s.conf.backup", "s.conf.A1b2c3.tmp", "s.conf.a1b2c3", "t.conf.a1b2c3.tmp");
    }

    @Test
    void aHugeFileIsRefused() throws Exception {
        Path file = folder.resolve("s.conf");
        try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
            sparse.setLength(AtomicFile.MAX_BYTES);
            assertThat(AtomicFile.readText(file)).hasSize(AtomicFile.MAX_BYTES);
            sparse.setLength(AtomicFile.MAX_BYTES + 1);
        }

        assertThatThrownBy(() -> AtomicFile.readText(file))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("larger than 16 MiB");
    }

    private String mode(String name) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve(name)));
    }

    private Stream<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(path -> path.getFileName().toString()).toList().stream();
        }
    }
}
