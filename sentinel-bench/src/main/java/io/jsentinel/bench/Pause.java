package io.jsentinel.bench;

import java.util.concurrent.locks.LockSupport;

/** Time that passes while nothing is done. */
final class Pause {

    private Pause() {}

    /** Waits for that long. @throws IllegalStateException when the thread is interrupted */
    static void millis(long millis) {
        long endNanos = System.nanoTime() + millis * 1_000_000;
        for (long left = endNanos - System.nanoTime(); left > 0; left = endNanos - System.nanoTime()) {
            LockSupport.parkNanos(left);
            if (Thread.currentThread().isInterrupted()) {
                throw new IllegalStateException("interrupted");
            }
        }
    }
}
