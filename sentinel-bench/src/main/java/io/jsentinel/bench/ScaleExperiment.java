package io.jsentinel.bench;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Many masters with one replica each, watched by three sentinels: what it takes to find all, what it costs when nothing
 * happens, and how late promotions are when masters die at once.
 *
 * @param masters how many
 * @param victims how many of them die
 * @param timing how long is waited, and how often it is measured
 */
record ScaleExperiment(int masters, int victims, Timing timing) implements Experiment {

    /** From the start of the sentinels until each knows all replicas and sentinels. */
    static final Metric DISCOVERY = Metric.of("discovery", "start → everything discovered", "s");

    /** The share of one processor, per sentinel. */
    static final Metric CPU = Metric.of("cpu", "idle: CPU of one core, per sentinel", "%");

    /** Memory without files behind it, per sentinel. */
    static final Metric ANONYMOUS = Metric.of("anonymous", "anonymous RSS, per sentinel", "MiB");

    /** The middle one of the promotions. */
    static final Metric MEDIAN = Metric.of("median", "promotion, less down-after: median of the dead masters", "ms");

    /** The last one of the promotions. */
    static final Metric LAST = Metric.of("last", "promotion, less down-after: the last one", "ms");

    private static final Metric RSS = Metric.of("rss", "RSS, per sentinel", "MiB");
    private static final Metric THREADS = Metric.of("threads", "threads of a sentinel", "");
    private static final Metric CONNECTIONS =
            Metric.of("connections", "connections to servers, per sentinel and master", "");
    private static final Metric REQUESTS =
            Metric.of("requests", "requests to servers, per sentinel, master and minute", "");

    private static final int MANY = 1_000;
    private static final int SENTINELS = 3;

    /**
     * How long is waited, and how often it is measured.
     *
     * @param warmUpMillis from the discovery to the look at the cost
     * @param windowMillis how long the cost is looked at; 0 when it is not
     * @param usualRuns how often all of it is done
     */
    record Timing(long warmUpMillis, long windowMillis, int usualRuns) {}

    /** The experiment with what a machine has time for. */
    static ScaleExperiment of(int masters) {
        boolean many = masters >= MANY;
        return new ScaleExperiment(
                masters, Math.max(1, masters / 20), new Timing(many ? 60_000 : 20_000, many ? 30_000 : 20_000, 1));
    }

    /** The experiment in which every master dies, and nothing else is measured. */
    static ScaleExperiment allDie(int masters) {
        return new ScaleExperiment(masters, masters, new Timing(15_000, 0, 1));
    }

    @Override
    public String name() {
        return measuresCost() ? "masters-" + masters : "all-die";
    }

    private boolean measuresCost() {
        return timing.windowMillis > 0;
    }

    @Override
    public String title() {
        String dead = victims == masters ? "all die" : victims == 1 ? "one dies" : victims + " die";
        return (masters == 1 ? "one master" : masters + " masters")
                + " with one replica each, 3 sentinels, down-after 5000 ms; " + dead
                + (victims > 1 ? " at once" : "")
                + (measuresCost() ? "; cost after " + timing.warmUpMillis / 1_000 + " s of warm-up" : "");
    }

    @Override
    public List<Metric> metrics() {
        if (!measuresCost()) {
            return List.of(MEDIAN, LAST.with(Goal.worstAtMost(3_000)));
        }
        if (masters < MANY) {
            return List.of(DISCOVERY, CPU, ANONYMOUS, RSS, THREADS, CONNECTIONS, REQUESTS, MEDIAN, LAST);
        }
        return List.of(
                DISCOVERY.with(Goal.atMost(3)),
                CPU.with(Goal.atMostOfStock(1)),
                ANONYMOUS.with(Goal.atMost(160)),
                RSS,
                THREADS,
                CONNECTIONS,
                REQUESTS,
                MEDIAN.with(Goal.atMost(100)),
                LAST.with(Goal.worstAtMost(300)));
    }

    @Override
    public int runs(Effort effort) {
        return effort.longRuns(timing.usualRuns, 5);
    }

    @Override
    public boolean isQuick() {
        return masters < MANY;
    }

    @Override
    public Optional<String> obstacle() {
        return ProcessCost.obstacle();
    }

    @Override
    public Map<String, Double> measure(Contender contender) {
        Map<String, Double> seen = new LinkedHashMap<>();
        try (ScaleBed bed = ScaleBed.start(contender, masters)) {
            seen.put(DISCOVERY.key(), bed.discoverySeconds());
            Pause.millis(timing.warmUpMillis);
            if (measuresCost()) {
                lookAtCost(bed, seen);
            }
            List<Double> late = bed.kill(victims);
            if (late.size() < victims) {
                throw new IllegalStateException(
                        "only " + late.size() + " of " + victims + " dead masters were replaced within the bound");
            }
            Samples promotions = new Samples(late);
            seen.put(MEDIAN.key(), promotions.median());
            seen.put(LAST.key(), promotions.max());
        }
        return seen;
    }

    private void lookAtCost(ScaleBed bed, Map<String, Double> seen) {
        List<ProcessCost> before = bed.costs();
        long servedBefore = bed.fleet().served();
        Pause.millis(timing.windowMillis);
        List<ProcessCost> after = bed.costs();
        double served = bed.fleet().served() - servedBefore;
        double masterMinutes = SENTINELS * masters * timing.windowMillis / 60_000.0;
        seen.put(
                CPU.key(),
                ScaleBed.mean(IntStream.range(0, after.size())
                        .mapToDouble(i -> after.get(i).cpuPercentSince(before.get(i)))));
        seen.put(ANONYMOUS.key(), ScaleBed.mean(after.stream().mapToDouble(ProcessCost::anonymousMegabytes)));
        seen.put(RSS.key(), ScaleBed.mean(after.stream().mapToDouble(ProcessCost::rssMegabytes)));
        seen.put(THREADS.key(), ScaleBed.mean(after.stream().mapToDouble(ProcessCost::threads)));
        seen.put(CONNECTIONS.key(), bed.fleet().open() / (double) (SENTINELS * masters));
        seen.put(REQUESTS.key(), served / masterMinutes);
    }
}
