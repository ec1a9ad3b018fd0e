package io.jsentinel.cli.archive;

import io.jsentinel.testkit.CommandRun;
import io.jsentinel.testkit.ScratchFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes the archive of classes for the Java that runs this: starts the daemon of a jar, has it live through what daemons
 * live through, and writes what it loaded into a file from which the next start takes it. Such an archive fits that Java
 * and that very file of the jar alone; where it does not fit, the daemon starts without it, only slower. So a build
 * that cannot make one says so, and goes on.
 */
public final class ArchiveBuild {

    private static final Duration MAKING_BOUND = Duration.ofSeconds(120);

    /** What the archive depends on has to be the same whenever it is used: the launcher gives these, too. */
    private static final List<String> SAME = List.of("-XX:+UseSerialGC", "-XX:-UsePerfData", "-Xss512k");

    private static final List<String> SAME_SINCE_25 = List.of(
            "-XX:+UseCompactObjectHeaders",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow");

    private ArchiveBuild() {}

    /**
     * Makes an archive.
     *
     * @param args the jar, in the place where it will be started from, and the folder for the archive
     */
    public static void main(String[] args) {
        if (args.length != 2) {
            System.err.println("usage: ArchiveBuild JAR FOLDER");
            System.exit(2);
        }
        Path folder = Path.of(args[1]);
        try {
            for (ArchiveKind kind : ArchiveKind.values()) {
                Files.deleteIfExists(folder.resolve(kind.fileName()));
            }
            make(Path.of(args[0]).toRealPath(), Files.createDirectories(folder).toRealPath());
        } catch (IOException | RuntimeException e) {
            System.err.println("No archive of classes was made, so that daemons start slower: " + e);
        }
        System.exit(0);
    }

    private static void make(Path jar, Path folder) throws IOException {
        int version = Runtime.version().feature();
        ArchiveKind kind = ArchiveKind.of(version);
        List<String> same = new ArrayList<>(SAME);
        if (kind == ArchiveKind.AHEAD_OF_TIME) {
            same.addAll(SAME_SINCE_25);
        }
        try (ScratchFolder scratch = ScratchFolder.create("jsentinel-archive-")) {
            Path record = scratch.path().resolve("record");
            List<String> recording = new ArrayList<>(same);
            recording.addAll(kind.recording(record));
            new Training(scratch.path()).run(ArchiveKind.java(recording, List.of("-jar", jar.toString())));

            Path made = folder.resolve(kind.fileName() + ".new");
            List<String> making = new ArrayList<>(same);
            making.addAll(kind.making(record, made));
            complete(ArchiveKind.java(making, List.of("-cp", jar.toString())));
            // Whole or not at all: a daemon may be starting meanwhile.
            Files.move(made, folder.resolve(kind.fileName()), StandardCopyOption.ATOMIC_MOVE);
        }
    }

    private static void complete(List<String> command) {
        try (CommandRun run = CommandRun.start(command)) {
            int code = run.awaitEnd(MAKING_BOUND);
            if (code != 0) {
                throw new IllegalStateException("java ended with " + code + ": " + run.out() + run.err());
            }
        }
    }
}
