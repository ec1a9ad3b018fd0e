package io.jsentinel.server.rehearsal;

import io.jsentinel.rehearsal.Rehearsal;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Rehearses a failover once in the life of the process, soon after its start, beside the work: a Java program runs slowly
 * where it has not run before, and the first failover would meet all of its code for the first time, while clients wait.
 * It rests often, so that the event loop does not wait for a processor because of it.
 */
public final class RehearsalThread {

    /** For the start itself, which needs all processors: a second, and what each master adds to it. */
    private static final Duration DELAY = Duration.ofSeconds(1);

    private static final Duration DELAY_PER_MASTER = Duration.ofMillis(10);

    /** However few processors there are. */
    private static final Duration BOUND = Duration.ofSeconds(10);

    /** How many times all is played: the first time loads the code, the others make it fast. */
    static final int ROUNDS = 3;

    private static final long WORK_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    /** Two fifths of the work before: where that took long, the processors are scarce, and are left to others longer. */
    private static final long REST_PERCENT = 40;

    private static final long MAX_REST_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    /** What is warm stays warm as long as the process lives: another daemon in it has nothing to rehearse. */
    private static final AtomicBoolean REHEARSED = new AtomicBoolean();

    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread;
    private final Times times;
    private final BooleanSupplier isNeeded;
    private final Consumer<String> faults;
    private long beganNanos;
    private long restedNanos;

    /**
     * When a rehearsal takes place.
     *
     * @param delay how long after the start it begins
     * @param bound how long after that it ends at the latest, however far it is
     */
    record Times(Duration delay, Duration bound) {}

    /** What is played. */
    @FunctionalInterface
    interface Play {

        /**
         * Plays to the end, or until there is no time for it.
         *
         * @param goesOn whether there is time; asked again and again
         */
        void run(BooleanSupplier goesOn);
    }

    private RehearsalThread(Times times, Play play, BooleanSupplier isNeeded, Consumer<String> faults) {
        this.times = times;
        this.isNeeded = isNeeded;
        this.faults = faults;
        this.thread = new Thread(() -> run(play), "rehearsal");
        thread.setDaemon(true);
        thread.setPriority(Thread.MIN_PRIORITY);
    }

    /**
     * Begins to rehearse a while from now, unless this process has done so already.
     *
     * @param masters how many are watched
     * @param isNeeded asked again and again, from a thread of its own; where it says no, the rehearsal ends: a failover
     *     that has begun is its own rehearsal, and needs the processors itself
     * @param faults told, from a thread of its own, when the rehearsal fails; at most once
     */
    public static RehearsalThread start(int masters, BooleanSupplier isNeeded, Consumer<String> faults) {
        Times times = new Times(DELAY.plus(DELAY_PER_MASTER.multipliedBy(masters)), BOUND);
        return start(times, RehearsalThread::rehearseOnce, isNeeded, faults);
    }

    static RehearsalThread start(Times times, Play play, BooleanSupplier isNeeded, Consumer<String> faults) {
        RehearsalThread rehearsal = new RehearsalThread(times, play, isNeeded, faults);
        rehearsal.thread.start();
        return rehearsal;
    }

    private static void rehearseOnce(BooleanSupplier goesOn) {
        if (REHEARSED.compareAndSet(false, true)) {
            Rehearsal.play(ROUNDS, goesOn, new ServerSurroundings(), new SplittableRandom(1));
        }
    }

    private void run(Play play) {
        try {
            if (!closed.await(times.delay().toMillis(), TimeUnit.MILLISECONDS)) {
                beganNanos = System.nanoTime();
                restedNanos = beganNanos;
                play.run(this::goesOn);
            }
        } catch (InterruptedException e) {
            // Nobody but a foreigner interrupts this thread; what is not rehearsed is slower the first time.
            Thread.currentThread().interrupt();
        } catch (RuntimeException | Error fault) {
            // A fault of ours. Nobody waits for the rehearsal, and the daemon does without.
            faults.accept("FAULT: the rehearsal of a failover failed: " + fault + " (please report this)");
        }
    }

    /** Whether there is time for more; rests when it is time to. */
    private boolean goesOn() {
        long nowNanos = System.nanoTime();
        long workedNanos = nowNanos - restedNanos;
        if (workedNanos > WORK_NANOS) {
            LockSupport.parkNanos(Math.min(MAX_REST_NANOS, workedNanos * REST_PERCENT / 100));
            restedNanos = System.nanoTime();
        }
        return closed.getCount() > 0
                && isNeeded.getAsBoolean()
                && nowNanos - beganNanos < times.bound().toNanos();
    }

    /**
     * Waits for the end.
     *
     * @return false when it has not ended by then
     */
    boolean awaitEnd(Duration bound) throws InterruptedException {
        thread.join(bound.toMillis());
        return !thread.isAlive();
    }

    /** Has it end soon; does not wait for that. */
    public void end() {
        closed.countDown();
    }
}
