package io.jsentinel.server.http;

import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The newest picture of something that lives on the event loop, for readers on a loop of their own. A picture is taken
 * when somebody reads and the last one is too old, however many read: nobody who only looks can keep the daemon busy,
 * and while nobody looks nothing is taken.
 *
 * @param <T> what the picture is; it must never change
 */
final class StatusBoard<T> {

    /** How old a picture may be that is shown as the present. */
    static final long FRESH_MILLIS = 100;

    /** How long readers wait for a new one before they take what is there. */
    static final long PATIENCE_MILLIS = 500;

    private final EventLoop painters;
    private final EventLoop readers;
    private final Supplier<T> painter;
    private final List<Consumer<Optional<View<T>>>> waiting = new ArrayList<>();
    private Optional<View<T>> newest = Optional.empty();
    private long askedNanos;
    private boolean asked;

    /**
     * A picture with its age.
     *
     * @param picture what was seen
     * @param takenNanos when, by {@link System#nanoTime}
     */
    record View<T>(T picture, long takenNanos) {

        /** How old it is. */
        long ageMillis() {
            return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - takenNanos);
        }
    }

    /**
     * A board without a picture.
     *
     * @param painters the event loop on which pictures are taken
     * @param readers the loop on which everything here is called
     * @param painter takes a picture
     */
    StatusBoard(EventLoop painters, EventLoop readers, Supplier<T> painter) {
        this.painters = painters;
        this.readers = readers;
        this.painter = painter;
    }

    /** Hands over a picture of now, at once or soon; when none can be had in time the last one, if there is one. */
    void read(Consumer<Optional<View<T>>> reader) {
        if (newest.isPresent() && newest.get().ageMillis() <= FRESH_MILLIS) {
            reader.accept(newest);
            return;
        }
        waiting.add(reader);
        ask();
        if (waiting.size() == 1) {
            readers.schedule(this::serve, PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    /** For how long a picture has been asked for in vain, in milliseconds; 0 when none is being waited for. */
    long overdueMillis() {
        return asked ? TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - askedNanos) : 0;
    }

    private void ask() {
        if (asked) {
            return;
        }
        asked = true;
        askedNanos = System.nanoTime();
        try {
            painters.execute(this::paint);
        } catch (RejectedExecutionException e) {
            // The daemon has ended: readers get the last picture.
        }
    }

    /** On the loop of the painters. One that fails leaves the last picture, and is no sign that the loop hangs. */
    private void paint() {
        Optional<View<T>> view = Optional.empty();
        try {
            view = Optional.of(new View<>(painter.get(), System.nanoTime()));
        } finally {
            Optional<View<T>> painted = view;
            readers.execute(() -> painted(painted));
        }
    }

    private void painted(Optional<View<T>> view) {
        asked = false;
        newest = view.or(() -> newest);
        serve();
    }

    private void serve() {
        List<Consumer<Optional<View<T>>>> served = List.copyOf(waiting);
        waiting.clear();
        // Each by itself: what goes wrong with one answer must not cost the others theirs.
        served.forEach(reader -> readers.execute(() -> reader.accept(newest)));
    }
}
