package io.jsentinel.sim.storm;

import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** Runs the storms of many seeds on several threads, one storm on one thread at a time. */
public final class StormRunner {

    private static final long PROGRESS_NANOS = 60_000_000_000L;

    private final long firstSeed;
    private final long count;
    private final StormOptions options;
    private final int mostFailures;
    private final AtomicLong next = new AtomicLong();
    private final StormTally tally = new StormTally();

    /**
     * Storms with neighbouring seeds.
     *
     * @param firstSeed the first
     * @param count how many
     * @param mostFailures after how many failures no more begin
     */
    StormRunner(long firstSeed, long count, StormOptions options, int mostFailures) {
        this.mostFailures = mostFailures;
        this.firstSeed = firstSeed;
        this.count = count;
        this.options = options;
    }

    /** Storms with neighbouring seeds, up to the first failure. */
    public StormRunner(long firstSeed, long count, StormOptions options) {
        this(firstSeed, count, options, 1);
    }

    /** Runs them all, or until enough have failed. */
    public StormTally run(int threads) throws InterruptedException {
        Thread[] workers = new Thread[threads];
        for (int i = 0; i < threads; i++) {
            workers[i] = new Thread(this::work, "storm-" + i);
            workers[i].setDaemon(true);
            workers[i].start();
        }
        for (Thread worker : workers) {
            worker.join();
        }
        return tally;
    }

    private void work() {
        for (long i = next.getAndIncrement(); i < count && goesOn(); i = next.getAndIncrement()) {
            tally.add(Storm.run(StormPlan.of(firstSeed + i), options));
        }
    }

    private boolean goesOn() {
        return tally.failures().size() < mostFailures;
    }

    /** The program, see {@link StormCall}. Ends with 1 when a promise was broken, and with 2 when it was called in another way. */
    public static void main(String[] args) throws InterruptedException {
        List<String> words = List.of(args);
        if (words.contains("--help")) {
            System.out.println(StormCall.USAGE);
            return;
        }
        try {
            System.exit(run(StormCall.parse(words), System.out));
        } catch (IllegalArgumentException e) {
            System.err.println("jsentinel-sim: " + e.getMessage() + System.lineSeparator() + StormCall.USAGE);
            System.exit(2);
        }
    }

    private static int run(StormCall call, PrintStream out) throws InterruptedException {
        StormOptions options = StormOptions.USUAL.withQuietOneOf(call.quietOneOf());
        StormRunner runner = new StormRunner(call.firstSeed(), call.seeds(), options, call.failures());
        long began = System.nanoTime();
        Thread progress = new Thread(() -> runner.tellProgress(began), "progress");
        progress.setDaemon(true);
        progress.start();
        StormTally tally = runner.run(call.threads());
        out.printf(
                Locale.ROOT,
                "seeds: %d from %d, %.1f a second on %d threads%n",
                tally.storms(),
                call.firstSeed(),
                tally.storms() / secondsSince(began),
                call.threads());
        out.println(tally.summary());
        List<StormResult> failures = tally.failures();
        failures.forEach(failure ->
                out.println("FAILED: " + new Shrinker(options).shrunk(failure).report()));
        return failures.isEmpty() ? 0 : 1;
    }

    /** A line every minute, for whoever waits; failures are told whole at the end. */
    private void tellProgress(long began) {
        while (true) {
            LockSupport.parkNanos(PROGRESS_NANOS);
            System.err.printf(
                    Locale.ROOT,
                    "jsentinel-sim: %d of %d storms, %.1f a second%s%n",
                    tally.storms(),
                    count,
                    tally.storms() / secondsSince(began),
                    tally.failedSeeds().isEmpty() ? "" : "; failed: " + tally.failedSeeds());
        }
    }

    private static double secondsSince(long began) {
        return (System.nanoTime() - began) / 1e9;
    }
}
