package io.jsentinel.bench;

import io.jsentinel.testkit.SentinelProcess;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What a sentinel costs that watches one real master with two replicas, when nothing happens. */
final class OneMasterExperiment implements Experiment {

    private static final Metric RSS = Metric.of("rss", "RSS", "MiB").with(Goal.atMost(64));
    private static final Metric ANONYMOUS =
            Metric.of("anonymous", "of it anonymous", "MiB").with(Goal.atMost(40));
    private static final Metric CPU = Metric.of("cpu", "CPU of one core", "%");
    private static final Metric THREADS = Metric.of("threads", "threads", "");
    private static final long WARM_UP_MILLIS = 60_000;
    private static final long WINDOW_MILLIS = 30_000;

    @Override
    public String name() {
        return "one-master";
    }

    @Override
    public String title() {
        return "one master, 2 replicas, 3 sentinels, after a minute: per sentinel";
    }

    @Override
    public List<Metric> metrics() {
        return List.of(RSS, ANONYMOUS, CPU, THREADS);
    }

    @Override
    public int runs(Effort effort) {
        return effort.longRuns(1, 5);
    }

    @Override
    public Optional<String> obstacle() {
        return ProcessCost.obstacle();
    }

    @Override
    public Map<String, Double> measure(Contender contender) {
        Map<String, Double> seen = new LinkedHashMap<>();
        try (FailoverBed bed = FailoverBed.start(Collections.nCopies(FailoverBed.SENTINELS, contender), 1_000)) {
            Pause.millis(WARM_UP_MILLIS);
            List<ProcessCost> before = costs(bed);
            Pause.millis(WINDOW_MILLIS);
            List<ProcessCost> after = costs(bed);
            seen.put(RSS.key(), ScaleBed.mean(after.stream().mapToDouble(ProcessCost::rssMegabytes)));
            seen.put(ANONYMOUS.key(), ScaleBed.mean(after.stream().mapToDouble(ProcessCost::anonymousMegabytes)));
            seen.put(THREADS.key(), ScaleBed.mean(after.stream().mapToDouble(ProcessCost::threads)));
            seen.put(
                    CPU.key(),
                    ScaleBed.mean(IntStream.range(0, after.size())
                            .mapToDouble(i -> after.get(i).cpuPercentSince(before.get(i)))));
        }
        return seen;
    }

    private static List<ProcessCost> costs(FailoverBed bed) {
        return bed.sentinels().stream()
                .map(SentinelProcess::pid)
                .map(ProcessCost::of)
                .collect(Collectors.toList());
    }
}
