package io.jsentinel.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The start and a failover with every sentinel in a control group as small as sidecars get: some seconds after the last of
 * them has started, while it still rehearses its first failover, or when all are at rest.
 */
final class SmallGroupExperiment implements Experiment {

    private static final long DOWN_AFTER_MILLIS = 1_000;
    private static final Metric READY =
            Metric.of("ready", "start → first PONG, the slowest of 3", "s").with(Goal.worstAtMost(5));
    private static final Metric WRITE = FailoverProbe.WRITE.with(Goal.worstAtMost(300));
    private static final Metric KILLED =
            Metric.of("killed", "processes killed for want of memory", "").with(Goal.worstAtMost(0));
    private static final Metric PEAK = Metric.of("peak", "most memory of a group, files included", "MiB");

    /** By when a daemon of ours has rehearsed, which ends ten seconds after it began at the latest. */
    private static final int REST_SECONDS = 20;

    private final String name;
    private final int restSeconds;

    private SmallGroupExperiment(String name, int restSeconds) {
        this.name = name;
        this.restSeconds = restSeconds;
    }

    /** As soon as all know each other. */
    static SmallGroupExperiment young() {
        return new SmallGroupExperiment("small-cgroup", 0);
    }

    /** When they have run for a while. */
    static SmallGroupExperiment rested() {
        return new SmallGroupExperiment("small-cgroup-rested", REST_SECONDS);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String title() {
        return "each of 3 sentinels in a control group of 100m CPU and 64 MiB; start, then"
                + (restSeconds == 0 ? "" : " " + restSeconds + " s later")
                + " kill -9 of the master, down-after " + DOWN_AFTER_MILLIS + " ms";
    }

    @Override
    public List<Metric> metrics() {
        return List.of(READY, WRITE, KILLED, PEAK);
    }

    @Override
    public boolean isQuick() {
        return restSeconds == 0;
    }

    @Override
    public int runs(Effort effort) {
        return effort.longRuns(3, 50);
    }

    @Override
    public Optional<String> obstacle() {
        return SmallGroup.obstacle();
    }

    @Override
    public Map<String, Double> measure(Contender contender) {
        List<SmallGroup> groups = new ArrayList<>();
        try {
            for (int i = 0; i < FailoverBed.SENTINELS; i++) {
                groups.add(SmallGroup.create());
            }
            List<Contender> sentinels = groups.stream()
                    .map(group -> contender.within(group.entry()))
                    .collect(Collectors.toList());
            return measure(sentinels, groups);
        } catch (RuntimeException e) {
            long killed = groups.stream().mapToLong(SmallGroup::killed).sum();
            throw killed == 0
                    ? e
                    : new IllegalStateException(killed + " killed for want of memory; " + e.getMessage(), e);
        } finally {
            groups.forEach(SmallGroup::close);
        }
    }

    private Map<String, Double> measure(List<Contender> sentinels, List<SmallGroup> groups) {
        try (FailoverBed bed = FailoverBed.start(sentinels, DOWN_AFTER_MILLIS)) {
            Map<String, Double> seen = new LinkedHashMap<>();
            seen.put(READY.key(), bed.slowestStartSeconds());
            Pause.millis(restSeconds * 1_000L);
            seen.putAll(FailoverExperiment.watch(bed, Fault.KILL, DOWN_AFTER_MILLIS));
            seen.put(KILLED.key(), (double)
                    groups.stream().mapToLong(SmallGroup::killed).sum());
            seen.put(
                    PEAK.key(),
                    groups.stream().mapToDouble(SmallGroup::peakMegabytes).max().orElse(0));
            return seen;
        }
    }
}
