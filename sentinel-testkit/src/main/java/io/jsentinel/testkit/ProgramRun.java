package io.jsentinel.testkit;

import java.time.Duration;
import java.util.List;

/**
 * One run of any program, with what it prints kept apart by stream, in a folder of its own that goes with it. It ends
 * with this JVM, or when it is closed.
 */
public final class ProgramRun implements AutoCloseable {

    private final ScratchFolder folder = ScratchFolder.create("jsentinel-run-");
    private final List<String> command;
    private final ChildProcess process;

    private ProgramRun(List<String> command) {
        this.command = List.copyOf(command);
        this.process = ChildProcess.start(
                command,
                folder.path(),
                folder.path().resolve("output.log"),
                folder.path().resolve("error.log"));
    }

    /** A program that has begun. @throws java.io.UncheckedIOException when it cannot be started */
    public static ProgramRun start(List<String> command) {
        return new ProgramRun(command);
    }

    /** Runs a program to its end and tells what it printed and how it ended. Past the bound it is killed. */
    public static Outcome of(List<String> command, Duration bound) {
        try (ProgramRun run = start(command)) {
            return run.awaitEnd(bound);
        }
    }

    /** How a program ended. */
    public record Outcome(int exitCode, String output, String errors) {}

    /** The id of the process. */
    public long pid() {
        return process.pid();
    }

    /** Whether it still runs. */
    public boolean isAlive() {
        return process.isAlive();
    }

    /** Standard output so far. */
    public String output() {
        return LogFiles.read(folder.path().resolve("output.log"));
    }

    /** Standard error so far. */
    public String errors() {
        return LogFiles.read(folder.path().resolve("error.log"));
    }

    /** Sends it a signal, as in {@code INT}. */
    public void signal(String name) {
        process.signal(name);
    }

    /** Waits for its end. @throws IllegalStateException past the bound, with what it printed; it is killed then */
    public Outcome awaitEnd(Duration bound) {
        if (!process.awaitEnd(bound)) {
            process.kill();
            throw new IllegalStateException(String.join(" ", command) + " did not end within " + bound.toMillis()
                    + " ms; it printed:\n" + output() + errors());
        }
        return new Outcome(process.exitCode(), output(), errors());
    }

    @Override
    public void close() {
        process.kill();
        folder.close();
    }
}
