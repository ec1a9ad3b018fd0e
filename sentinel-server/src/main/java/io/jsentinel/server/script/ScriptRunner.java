package io.jsentinel.server.script;

import io.jsentinel.event.EventType.Level;
import io.jsentinel.server.log.ServerLog;
import io.jsentinel.server.store.ByteText;
import io.jsentinel.step.Input.ScriptEnded;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Runs scripts as direct children of this process, without a shell. They have the daemon's environment, its standard
 * input, output and error and no other descriptor, and {@code dir} as their working directory. Scripts are started one
 * after the other by a thread of its own, since a start may have to wait for a disk; when this process ends they go on.
 */
public final class ScriptRunner {

    /** What Java adds to the number of a signal that ended a process. A script's own status there looks the same. */
    private static final int SIGNALLED = 128;

    /** The largest number of a signal. */
    private static final int LAST_SIGNAL = 64;

    private final Path dir;
    private final ServerLog log;
    private final Listener listener;
    private final Map<Long, Process> running = new ConcurrentHashMap<>();
    private final ExecutorService starter = Executors.newSingleThreadExecutor(ScriptRunner::thread);

    /** What hears of the scripts; called on foreign threads, so it must hop to its own and must not throw. */
    public interface Listener {

        /** A script runs in that process. */
        void scriptStarted(long job, long pid);

        /** A script ended, or could not be run; see {@link ScriptEnded}. */
        void scriptEnded(long job, int exitCode, int signal);
    }

    /**
     * A runner.
     *
     * @param dir the working directory of the scripts, from which their paths count
     * @param log where it is said why a script cannot be run
     * @param listener hears how scripts go
     */
    public ScriptRunner(Path dir, ServerLog log, Listener listener) {
        this.dir = dir;
        this.log = log;
        this.listener = listener;
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "scripts");
        thread.setDaemon(true);
        return thread;
    }

    /**
     * Starts a script and returns at once.
     *
     * @param job the number under which it is spoken of
     * @param argv its path, relative to {@code dir} or absolute, and its arguments; one char per byte
     */
    public void start(long job, List<String> argv) {
        starter.execute(() -> launch(job, argv));
    }

    private void launch(long job, List<String> argv) {
        Process process;
        try {
            ScriptFormat.check(dir.resolve(ByteText.toPath(argv.get(0))));
            process = builder(argv).start();
        } catch (IOException | RuntimeException | Error e) {
            // Also an Error must be told: the core waits for the end of each script, and runs only so many at a time.
            String reason = e instanceof IOException ? e.getMessage() : e.toString();
            log.write(Level.WARNING, "Script " + argv.get(0) + " cannot be executed: " + reason);
            listener.scriptEnded(job, ScriptEnded.CANNOT_EXECUTE, 0);
            return;
        }
        running.put(job, process);
        listener.scriptStarted(job, process.pid());
        process.onExit().thenAccept(ended -> {
            running.remove(job);
            int status = ended.exitValue();
            boolean signalled = status > SIGNALLED && status <= SIGNALLED + LAST_SIGNAL;
            listener.scriptEnded(job, signalled ? 0 : status, signalled ? status - SIGNALLED : 0);
        });
    }

    private ProcessBuilder builder(List<String> argv) {
        List<String> words = new ArrayList<>();
        argv.forEach(bytes -> words.add(word(bytes)));
        if (words.get(0).indexOf(File.separatorChar) < 0) {
            // A bare name would be looked for in the PATH.
            words.set(0, "." + File.separatorChar + words.get(0));
        }
        return new ProcessBuilder(words).directory(dir.toFile()).inheritIO();
    }

    /** A word as a C program gets it: it ends where the first NUL is. */
    private static String word(String bytes) {
        int nul = bytes.indexOf('\0');
        return ByteText.toUnicode(nul < 0 ? bytes : bytes.substring(0, nul));
    }

    /** Ends a running script at once; does nothing when it has ended. */
    public void kill(long job) {
        Process process = running.get(job);
        if (process != null) {
            process.destroyForcibly();
        }
    }

    /** Starts no script any more; those that run go on. */
    public void close() {
        starter.shutdownNow();
    }
}
