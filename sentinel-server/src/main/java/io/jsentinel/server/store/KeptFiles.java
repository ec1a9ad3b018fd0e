package io.jsentinel.server.store;

import io.jsentinel.step.KeptFile;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * Writes the files beside the Redis server of our pod, on a thread of its own: all or nothing, and brought to the disk
 * before that is told. Of several texts for one file that wait, the newest is written.
 */
public final class KeptFiles implements AutoCloseable {

    private static final Duration CLOSE_BOUND = Duration.ofSeconds(5);

    /** Who hears what became of a file; called on the thread of the files. */
    public interface Listener {

        /**
         * A text was written, or could not be.
         *
         * @param fault why not; empty when it was
         */
        void kept(KeptFile file, String fault);
    }

    private final Map<KeptFile, AtomicFile> files = new EnumMap<>(KeptFile.class);
    private final Map<KeptFile, String> waiting = new EnumMap<>(KeptFile.class);
    private final Listener listener;
    private final Object lock = new Object();
    private Optional<Thread> thread = Optional.empty();
    private boolean closed;

    /**
     * Files of which none is written yet.
     *
     * @param role the role file, which a server of another user must be able to read; it has no secrets
     * @param record the record file
     */
    public KeptFiles(Path role, Path record, Listener listener) {
        files.put(KeptFile.ROLE, AtomicFile.readableByAll(role));
        files.put(KeptFile.RECORD, new AtomicFile(record));
        this.listener = listener;
    }

    /**
     * The text of a record file; empty when there is none.
     *
     * @throws IOException when it cannot be read
     */
    public static String read(Path record) throws IOException {
        return new AtomicFile(record).read().orElse("");
    }

    /** Why a file cannot be read, for people. */
    public static String reason(IOException trouble) {
        return DiskFiles.reason(trouble);
    }

    /** Hands a text in; returns at once. Any thread may call it. */
    public void keep(KeptFile file, String text) {
        synchronized (lock) {
            if (closed) {
                return;
            }
            waiting.put(file, text);
            if (thread.isEmpty()) {
                thread = Optional.of(new Thread(this::run, "kept-files"));
                thread.get().start();
            }
            lock.notifyAll();
        }
    }

    private void run() {
        for (Optional<KeptFile> next = take(); next.isPresent(); next = take()) {
            String text;
            synchronized (lock) {
                text = waiting.remove(next.get());
            }
            listener.kept(next.get(), write(files.get(next.get()), text));
        }
    }

    private Optional<KeptFile> take() {
        synchronized (lock) {
            while (waiting.isEmpty() && !closed) {
                try {
                    lock.wait();
                } catch (InterruptedException e) {
                    // Nobody but a foreigner interrupts this thread; what was handed in is written all the same.
                    closed = true;
                }
            }
            return waiting.keySet().stream().findFirst();
        }
    }

    private static String write(AtomicFile file, String text) {
        try {
            file.replace(text);
            return "";
        } catch (IOException e) {
            return DiskFiles.reason(e);
        } catch (RuntimeException | Error e) {
            // A fault of ours must not end the thread in silence.
            return e.toString();
        }
    }

    /** Writes what was handed in and ends the thread; waits five seconds at most. */
    @Override
    public void close() {
        Optional<Thread> running;
        synchronized (lock) {
            closed = true;
            running = thread;
            lock.notifyAll();
        }
        try {
            if (running.isPresent()) {
                running.get().join(CLOSE_BOUND.toMillis());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
