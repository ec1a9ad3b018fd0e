package io.jsentinel.server.store;

import io.jsentinel.config.SentinelConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * The keeper of the state file: one thread that saves the newest state handed to it. While a save runs, whatever is
 * handed in collapses into the newest, so a slow disk makes saves rarer and never a queue longer. A state that could
 * not be saved is not tried again by itself: hand it, or a newer one, in again.
 */
public final class StateStore implements AutoCloseable {

    private static final Duration CLOSE_BOUND = Duration.ofSeconds(5);

    /** What hears how saves went; called on the store's thread, so it must hop to its own and must not throw. */
    public interface Listener {

        /** A state is on disk, and with it all with smaller numbers. */
        void saved(long stateNumber);

        /**
         * A state is not on disk; the file is as it was.
         *
         * @param reason why, for people
         */
        void failed(long stateNumber, String reason);

        /** Told once, when the file can be saved but not safely. */
        void endangered(String reason);

        /** The thread ends by a fault: nothing that is handed in gets to disk any more. */
        void died(Throwable cause);
    }

    /** How a state becomes the text of a file. */
    @FunctionalInterface
    public interface Rewriter {

        /**
         * The new text.
         *
         * @param previous the file's text now, one char per byte; empty when there is none
         * @param now the state to save
         */
        String rewrite(String previous, SentinelConfig now);
    }

    private record Pending(long stateNumber, SentinelConfig state) {}

    private final AtomicFile file;
    private final Path path;
    private final Rewriter rewriter;
    private final Listener listener;
    private final Thread thread = new Thread(this::run, "store");
    private final Object lock = new Object();
    private Pending pending;
    private boolean closed;

    /** The last text that the file is known to have had. Only the store's thread uses this and the next one. */
    private String lastText;

    private boolean dangerTold;

    /**
     * Starts the thread and removes temporary files that a crash left.
     *
     * @param path the state file
     * @param initialText its text as it was read, one char per byte: when the file vanishes it is made from this again
     * @param rewriter makes the texts
     * @param listener hears how saves went
     */
    public StateStore(Path path, String initialText, Rewriter rewriter, Listener listener) {
        this.path = path;
        this.file = new AtomicFile(path);
        this.lastText = initialText;
        this.rewriter = rewriter;
        this.listener = listener;
        thread.start();
    }

    /**
     * Hands a state in; returns at once. Any thread may call it.
     *
     * @param stateNumber grows from call to call; told to the listener
     * @param state what must be on disk
     */
    public void save(long stateNumber, SentinelConfig state) {
        synchronized (lock) {
            if (!closed) {
                pending = new Pending(stateNumber, state);
                lock.notifyAll();
                return;
            }
        }
        listener.failed(stateNumber, "the store is closed");
    }

    /** Saves what was handed in and ends the thread; waits five seconds at most. */
    @Override
    public void close() {
        close(CLOSE_BOUND);
    }

    /**
     * Saves what was handed in and ends the thread.
     *
     * @param bound how long to wait for a slow disk
     * @return false when the disk was slower than that, or when the calling thread was interrupted or is the store's own
     */
    public boolean close(Duration bound) {
        synchronized (lock) {
            closed = true;
            lock.notifyAll();
        }
        if (Thread.currentThread() == thread) {
            return false;
        }
        try {
            thread.join(Math.max(1, bound.toMillis()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return !thread.isAlive();
    }

    private void run() {
        try {
            saveAll();
        } catch (RuntimeException | Error cause) {
            synchronized (lock) {
                if (closed) {
                    // Who listened may have gone before a slow disk was done.
                    return;
                }
            }
            listener.died(cause);
        }
    }

    private void saveAll() {
        try {
            file.removeLeftovers();
        } catch (IOException e) {
            // They only take room. What keeps the folder from being read will be told by the first save.
        }
        for (Optional<Pending> next = take(); next.isPresent(); next = take()) {
            save(next.get());
        }
    }

    /** Waits for the next state; nothing when the store is closed and all is saved. */
    private Optional<Pending> take() {
        synchronized (lock) {
            while (pending == null && !closed) {
                try {
                    lock.wait();
                } catch (InterruptedException e) {
                    // Nobody but a foreigner interrupts this thread; a state that was handed in is saved all the same.
                    closed = true;
                }
            }
            Optional<Pending> taken = Optional.ofNullable(pending);
            pending = null;
            return taken;
        }
    }

    private void save(Pending next) {
        try {
            String text = rewriter.rewrite(file.read().orElse(lastText), next.state());
            boolean safe = file.replace(text);
            lastText = text;
            if (!safe && !dangerTold) {
                dangerTold = true;
                listener.endangered(
                        path + " cannot be replaced, only overwritten: a loss of power while it is saved may"
                                + " damage it. Put it into a folder that this process may write to");
            }
        } catch (IOException e) {
            listener.failed(next.stateNumber(), DiskFiles.reason(e));
            return;
        } catch (RuntimeException | Error e) {
            // A fault of ours, or no memory, must not end the thread in silence: every later vote waits for it.
            listener.failed(next.stateNumber(), e.toString());
            return;
        }
        listener.saved(next.stateNumber());
    }
}
