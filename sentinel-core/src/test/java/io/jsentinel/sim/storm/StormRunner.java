package io.jsentinel.sim.storm;

import java.io.PrintStream;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;

/** Runs the storms of many seeds on several threads, one storm on one thread at a time. */
public final class StormRunner {

    private final long firstSeed;
    private final long count;
    private final StormOptions options;
    private final AtomicLong next = new AtomicLong();
    private final StormTally tally = new StormTally();

    /**
     * Storms with neighbouring seeds.
     *
     * @param firstSeed the first
     * @param count how many
     */
    public StormRunner(long firstSeed, long count, StormOptions options) {
        this.firstSeed = firstSeed;
        this.count = count;
        this.options = options;
    }

    /** Runs them all, or until one fails. */
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
        for (long i = next.getAndIncrement(); i < count && !tally.hasFailure(); i = next.getAndIncrement()) {
            tally.add(Storm.run(StormPlan.of(firstSeed + i), options));
        }
    }

    /**
     * The program: {@code [--seeds N] [--seed S] [--threads T] [--quiet-one-of Q]}. Ends with 1 when a promise was broken,
     * and with 2 when it was called in another way.
     */
    public static void main(String[] args) throws InterruptedException {
        Map<String, Long> given =
                new TreeMap<>(Map.of("--seeds", 1_000L, "--seed", 1L, "--quiet-one-of", 1L, "--threads", (long)
                        Runtime.getRuntime().availableProcessors()));
        for (int i = 0; i < args.length; i += 2) {
            boolean isWell = given.containsKey(args[i]) && i + 1 < args.length && args[i + 1].matches("[0-9]{1,18}");
            if (!isWell) {
                System.err.println("usage: jsentinel-sim [--seeds N] [--seed S] [--threads T] [--quiet-one-of Q]");
                System.exit(2);
            }
            given.put(args[i], Long.valueOf(args[i + 1]));
        }
        System.exit(run(given, System.out));
    }

    private static int run(Map<String, Long> given, PrintStream out) throws InterruptedException {
        StormOptions options = StormOptions.USUAL.withQuietOneOf(
                (int) Math.max(1, Math.min(Integer.MAX_VALUE, given.get("--quiet-one-of"))));
        int threads = (int) Math.max(1, Math.min(1_000, given.get("--threads")));
        long began = System.nanoTime();
        StormTally tally = new StormRunner(given.get("--seed"), given.get("--seeds"), options).run(threads);
        double seconds = (System.nanoTime() - began) / 1e9;
        out.printf(
                Locale.ROOT,
                "seeds: %d from %d, %.1f a second on %d threads%n",
                tally.storms(),
                given.get("--seed"),
                tally.storms() / seconds,
                threads);
        out.println(tally.summary());
        tally.firstFailure()
                .ifPresent(failure -> out.println(
                        "FAILED: " + new Shrinker(options).shrunk(failure).report()));
        return tally.hasFailure() ? 1 : 0;
    }
}
