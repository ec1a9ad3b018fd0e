package io.jsentinel.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * One process that we started and that ends with this JVM. Its output and its errors go to files; its standard
 * input is empty. Signals go to its id, never to a name.
 */
final class ChildProcess {

    private static final Duration END_BOUND = Duration.ofSeconds(10);

    private final Process process;
    private volatile boolean endWanted;
    private volatile boolean frozen;

    private ChildProcess(Process process) {
        this.process = process;
    }

    /** Starts a command in a folder, with its standard output and its standard error appended to files. */
    static ChildProcess start(List<String> command, Path folder, Path output, Path errors) {
        return start(new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()))
                .redirectError(ProcessBuilder.Redirect.appendTo(errors.toFile())));
    }

    /** Starts what is described, with an empty standard input. */
    static ChildProcess start(ProcessBuilder builder) {
        try {
            Process process = Leftovers.start(builder);
            process.getOutputStream().close();
            return new ChildProcess(process);
        } catch (IOException e) {
            String command = String.join(" ", builder.command());
            throw new UncheckedIOException("cannot start " + command + ": " + e.getMessage(), e);
        }
    }

    long pid() {
        return process.pid();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    boolean isFrozen() {
        return frozen && isAlive();
    }

    /** Whether it has ended although nobody here asked for that. */
    boolean endedByItself() {
        return !isAlive() && !endWanted;
    }

    /** Its exit code. @throws IllegalThreadStateException while it runs */
    int exitCode() {
        return process.exitValue();
    }

    /** How it ended, in words. */
    String end() {
        return isAlive() ? "still runs" : "ended with exit code " + process.exitValue();
    }

    /** Ends it at once (SIGKILL), frozen or not, and waits for that. */
    void kill() {
        endWanted = true;
        process.destroyForcibly();
        awaitEnd(END_BOUND);
    }

    /** Asks it to end (SIGTERM) and waits; past the bound it is killed. Returns its exit code. */
    int terminate(Duration bound) {
        endWanted = true;
        thaw();
        process.destroy();
        if (!awaitEnd(bound)) {
            kill();
        }
        return process.exitValue();
    }

    /** Stops it (SIGSTOP): it keeps its sockets, and the system accepts connections for it, but it does nothing. */
    void freeze() {
        signal("STOP");
        frozen = true;
    }

    /** Lets it go on (SIGCONT). */
    void thaw() {
        if (isFrozen()) {
            signal("CONT");
            frozen = false;
        }
    }

    /** Waits for its end, whoever caused it; false past the bound. */
    boolean awaitEnd(Duration bound) {
        try {
            return process.waitFor(bound.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Sends the signal of that name, without {@code SIG}. */
    void signal(String name) {
        if (!isAlive()) {
            throw new IllegalStateException("process " + pid() + " does not run, so SIG" + name + " is pointless");
        }
        try {
            Process kill = new ProcessBuilder("sh", "-c", "kill -" + name + " " + pid())
                    .redirectErrorStream(true)
                    .start();
            kill.getOutputStream().close();
            String output = new String(kill.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (kill.waitFor() != 0) {
                throw new IllegalStateException("kill -" + name + " " + pid() + " failed: " + output);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while signalling process " + pid(), e);
        }
    }
}
