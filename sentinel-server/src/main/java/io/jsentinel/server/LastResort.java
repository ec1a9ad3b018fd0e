package io.jsentinel.server;

import io.jsentinel.event.EventType.Level;
import io.jsentinel.server.log.ServerLog;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends a process that cannot do its work any more, so that whoever started it starts it again: one that lives on without
 * its event loop, or without anybody who saves, answers nobody and votes for nobody, and looks well from outside. It is
 * not stopped in order, for which the broken parts would be needed; what others were told is on disk before they are told.
 */
final class LastResort {

    /** What supervisors take for a failure. */
    static final int STATUS = 1;

    private static final Logger LOG = LoggerFactory.getLogger(LastResort.class);

    private final ServerLog log;
    private final IntConsumer end;
    private final AtomicBoolean ending = new AtomicBoolean();
    private volatile Runnable first = () -> {};

    /**
     * A way out that nobody takes yet.
     *
     * @param end ends the process with a status, at once
     */
    LastResort(ServerLog log, IntConsumer end) {
        this.log = log;
        this.end = end;
    }

    /** Something short is done before the end, such as to wait for a file that is being written. */
    void doFirst(Runnable work) {
        first = work;
    }

    /**
     * Says why, and ends the process; from any thread. Only the first reason counts.
     *
     * @param what what cannot go on
     */
    void failed(String what, Throwable cause) {
        if (!ending.compareAndSet(false, true)) {
            return;
        }
        try {
            log.write(
                    Level.WARNING,
                    "FAULT: " + what + ": " + cause + place(cause) + ". " + hint(cause)
                            + "This process ends with status " + STATUS + " (please report this)");
            LOG.error("{}", what, cause);
            first.run();
        } catch (RuntimeException | Error further) {
            // Whatever is broken, memory or classes, may be missing here, too. The end must come all the same.
        } finally {
            end.accept(STATUS);
        }
    }

    /** The same work; when an Error cuts it off, the process ends. Netty keeps what its tasks throw to itself. */
    Runnable guarded(String what, Runnable work) {
        return () -> {
            try {
                work.run();
            } catch (Error cause) {
                failed(what, cause);
                throw cause;
            }
        };
    }

    private static String place(Throwable cause) {
        StackTraceElement[] trace = cause.getStackTrace();
        return trace.length == 0 ? "" : " at " + trace[0];
    }

    private static String hint(Throwable cause) {
        return cause instanceof LinkageError ? "Was the jar replaced while it was in use? " : "";
    }
}
