package io.jsentinel.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The files of one pod: its disk, which outlives it, and what is lost with it. */
final class PodFiles {

    private final Path folder;

    PodFiles(Path folder) {
        this.folder = folder;
        makeFolders();
    }

    private void makeFolders() {
        try {
            Files.createDirectories(disk());
            Files.createDirectories(roleFile().getParent());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The folder of the Redis server's data. */
    Path disk() {
        return folder.resolve("data");
    }

    /** What redis.conf includes. */
    Path roleFile() {
        return folder.resolve("run/role.conf");
    }

    /** The path of a file, given from the pod's folder. */
    String path(String file) {
        return folder.resolve(file).toString();
    }

    void write(String file, String text) {
        try {
            Files.writeString(folder.resolve(file), text, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The content of a file; empty when there is none. */
    String read(String file) {
        return LogFiles.read(folder.resolve(file));
    }

    /** What an init step does: a server that starts before anything is decided follows itself, so nobody. */
    void safeRole(String address, int port) {
        if (!Files.exists(roleFile())) {
            write("run/role.conf", "replicaof " + address + " " + port + "\n");
        }
    }

    void loseAllButDisk() {
        try {
            Files.deleteIfExists(roleFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void emptyDisk() {
        try {
            ScratchFolder.removeTree(disk());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        makeFolders();
    }

    /** A process whose output goes to files of that name. */
    ProcessBuilder builder(List<String> command, String name) {
        return new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        folder.resolve(name + ".log").toFile()))
                .redirectError(ProcessBuilder.Redirect.appendTo(
                        folder.resolve(name + ".err").toFile()));
    }

    LogFiles logs(String name) {
        return new LogFiles(folder.resolve(name + ".log"), folder.resolve(name + ".err"));
    }
}
