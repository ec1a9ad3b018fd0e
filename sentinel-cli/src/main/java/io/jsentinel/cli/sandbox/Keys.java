package io.jsentinel.cli.sandbox;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/** The keys that a person presses, read by a daemon thread; line ends and spaces are none. */
final class Keys {

    /** What the end of the input counts as. */
    static final char QUIT = 'q';

    private static final int MAX_WAITING = 64;
    private static final int END_OF_INPUT = -1;
    private static final int CONTROL_D = 4;

    private final BlockingQueue<Character> waiting = new ArrayBlockingQueue<>(MAX_WAITING);

    private Keys() {}

    /** The keys that come from a stream. */
    static Keys from(InputStream in) {
        Keys keys = new Keys();
        Thread reader = new Thread(() -> keys.read(in), "sandbox-keys");
        reader.setDaemon(true);
        reader.start();
        return keys;
    }

    private void read(InputStream in) {
        try {
            int key = in.read();
            while (key != END_OF_INPUT && key != CONTROL_D) {
                if (key > ' ') {
                    // More keys than anybody can have meant are dropped.
                    waiting.offer((char) key);
                }
                key = in.read();
            }
        } catch (IOException e) {
            // No more keys can come: the same as their end.
        }
        waiting.clear();
        waiting.offer(QUIT);
    }

    /** The next key, or nothing when none is pressed for so long. */
    Optional<Character> next(Duration bound) {
        try {
            return Optional.ofNullable(waiting.poll(bound.toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of(QUIT);
        }
    }
}
