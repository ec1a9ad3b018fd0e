package io.jsentinel.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A temporary folder that is removed with all that is in it, at the latest with the JVM, unless it is kept. */
public final class ScratchFolder implements AutoCloseable {

    /** How often a folder is looked through at most that does not become empty. */
    private static final int MOST_ATTEMPTS = 100;

    private final Path path;
    private boolean kept;

    private ScratchFolder(Path path) {
        this.path = path;
    }

    /** A new folder in the system's folder for temporary files. */
    public static ScratchFolder create(String prefix) {
        try {
            ScratchFolder folder = new ScratchFolder(Files.createTempDirectory(prefix));
            Leftovers.add(folder);
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot create a temporary folder: " + e, e);
        }
    }

    /** Where it is. */
    public Path path() {
        return path;
    }

    /** Makes it stay when it is closed and when the JVM ends. */
    public void keep() {
        kept = true;
        Leftovers.forget(this);
    }

    @Override
    public void close() {
        if (kept) {
            return;
        }
        try {
            removeTree(path);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot remove " + path, e);
        }
        Leftovers.forget(this);
    }

    /** Removes a folder with all that is in it, also while a process that ends, a saving Redis, puts its last file there. */
    static void removeTree(Path folder) throws IOException {
        for (int attempt = 1; attempt < MOST_ATTEMPTS; attempt++) {
            try {
                removeAll(folder);
                return;
            } catch (DirectoryNotEmptyException e) {
                // Something was put there since it was looked through: once more.
                Thread.onSpinWait();
            }
        }
        removeAll(folder);
    }

    private static void removeAll(Path folder) throws IOException {
        List<Path> deepestFirst;
        try (Stream<Path> tree = Files.walk(folder)) {
            deepestFirst = tree.sorted(Comparator.reverseOrder()).collect(Collectors.toList());
        } catch (NoSuchFileException e) {
            return;
        }
        for (Path file : deepestFirst) {
            Files.deleteIfExists(file);
        }
    }
}
