package io.jsentinel.testkit;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A command that was started with an empty standard input, and what it prints. Closing it kills it if it runs. */
public final class CommandRun implements AutoCloseable {

    private final ScratchFolder folder;
    private final ChildProcess process;

    private CommandRun(ScratchFolder folder, ChildProcess process) {
        this.folder = folder;
        this.process = process;
    }

    /** The command, started. */
    public static CommandRun start(List<String> command) {
        ScratchFolder folder = ScratchFolder.create("jsentinel-command-");
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectOutput(folder.path().resolve("out").toFile())
                .redirectError(folder.path().resolve("err").toFile());
        try {
            return new CommandRun(folder, ChildProcess.start(builder));
        } catch (RuntimeException e) {
            folder.close();
            throw e;
        }
    }

    /** The id of its process. */
    public long pid() {
        return process.pid();
    }

    /** What it has printed to its standard output, in Latin-1. */
    public String out() {
        return read("out");
    }

    /** What it has printed to its standard error, in Latin-1. */
    public String err() {
        return read("err");
    }

    private String read(String name) {
        Path file = folder.path().resolve(name);
        return LogFiles.read(file);
    }

    /** Sends it the signal of that name, without {@code SIG}. */
    public void signal(String name) {
        process.signal(name);
    }

    /** Waits for its end and returns its exit code. @throws Await.TimedOut with what it printed when it runs too long */
    public int awaitEnd(Duration bound) {
        if (!process.awaitEnd(bound)) {
            throw new Await.TimedOut("the command still runs after " + bound.toSeconds() + " s" + System.lineSeparator()
                    + out() + System.lineSeparator() + err());
        }
        return process.exitCode();
    }

    @Override
    public void close() {
        process.kill();
        folder.close();
    }
}
