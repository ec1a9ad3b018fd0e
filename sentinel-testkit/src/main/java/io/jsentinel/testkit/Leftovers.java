package io.jsentinel.testkit;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Everything that must not outlive this JVM: the processes and temporary folders of the testkit. A shutdown hook
 * ends the processes, by their ids, and then removes the folders. Once it has begun nothing new is started.
 */
final class Leftovers {

    private static final long END_BOUND_SECONDS = 5;

    private static final Set<Process> PROCESSES = new HashSet<>();
    private static final Set<ScratchFolder> FOLDERS = new HashSet<>();
    private static OrphanGuard guard;
    private static boolean closed;

    private Leftovers() {}

    /** Starts a process that ends with this JVM. */
    static synchronized Process start(ProcessBuilder builder) throws IOException {
        open();
        Process process = builder.start();
        PROCESSES.add(process);
        guard.add(process.pid());
        process.onExit().thenAccept(Leftovers::ended);
        return process;
    }

    /** Has a folder removed with this JVM. */
    static synchronized void add(ScratchFolder folder) {
        open();
        FOLDERS.add(folder);
    }

    /** Leaves a folder to whoever wants it. */
    static synchronized void forget(ScratchFolder folder) {
        FOLDERS.remove(folder);
    }

    private static synchronized void ended(Process process) {
        if (PROCESSES.remove(process)) {
            guard.remove(process.pid());
        }
    }

    private static void open() {
        if (closed) {
            throw new IllegalStateException("the JVM is ending, nothing is started any more");
        }
        if (guard == null) {
            Runtime.getRuntime().addShutdownHook(new Thread(Leftovers::clear, "testkit-clear"));
            guard = OrphanGuard.start();
        }
    }

    private static void clear() {
        Set<Process> processes;
        Set<ScratchFolder> folders;
        synchronized (Leftovers.class) {
            closed = true;
            processes = Set.copyOf(PROCESSES);
            folders = Set.copyOf(FOLDERS);
        }
        processes.forEach(Process::destroyForcibly);
        processes.forEach(Leftovers::awaitEnd);
        folders.stream().map(ScratchFolder::path).forEach(Leftovers::remove);
    }

    private static void awaitEnd(Process process) {
        try {
            process.waitFor(END_BOUND_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void remove(Path folder) {
        try {
            ScratchFolder.removeTree(folder);
        } catch (IOException e) {
            // The JVM is ending: a folder that cannot be removed stays, and there is nobody left to tell.
        }
    }
}
