package io.jsentinel.it;

import static io.jsentinel.it.Runs.HEAL_BOUND;

import io.jsentinel.testkit.Await;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.function.Predicate;

/** Scripts for daemons, and what they write down. */
final class ScriptFiles {

    private ScriptFiles() {}

    /** An executable file. */
    static Path script(Path folder, String name, String text) {
        try {
            Path file = Files.writeString(folder.resolve(name), text);
            return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The lines of a file, none when it is not there yet. */
    static List<String> lines(Path file) {
        try {
            return Files.exists(file) ? Files.readAllLines(file, StandardCharsets.ISO_8859_1) : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The lines of a file when there are enough. */
    static List<String> awaitLines(Path file, Predicate<List<String>> enough) {
        return Await.atMost(HEAL_BOUND).until("the scripts have written " + file, () -> lines(file), enough);
    }
}
