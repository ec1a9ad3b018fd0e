package io.jsentinel.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The folder of one process, with its configuration and logs. It is ours to remove unless the caller gave it. */
final class ProcessHome implements AutoCloseable {

    private final Path path;
    private final Optional<ScratchFolder> scratch;

    private ProcessHome(Path path, Optional<ScratchFolder> scratch) {
        this.path = path;
        this.scratch = scratch;
    }

    /** The folder that was given, or else a temporary one. */
    static ProcessHome in(Optional<Path> given, String prefix) {
        if (given.isPresent()) {
            return new ProcessHome(given.get().toAbsolutePath(), Optional.empty());
        }
        ScratchFolder scratch = ScratchFolder.create(prefix);
        return new ProcessHome(scratch.path(), Optional.of(scratch));
    }

    Path path() {
        return path;
    }

    Path file(String name) {
        return path.resolve(name);
    }

    void write(String name, String text) {
        try {
            Files.createDirectories(path);
            Files.writeString(file(name), text, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file(name), e);
        }
    }

    String read(String name) {
        return LogFiles.read(file(name));
    }

    @Override
    public void close() {
        scratch.ifPresent(ScratchFolder::close);
    }
}
