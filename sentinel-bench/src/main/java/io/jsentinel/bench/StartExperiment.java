package io.jsentinel.bench;

import io.jsentinel.testkit.RedisServer;
import io.jsentinel.testkit.SentinelProcess;
import java.util.List;
import java.util.Map;

/** The time from the start of a sentinel's process to its first answer. */
final class StartExperiment implements Experiment {

    private static final Metric PONG =
            Metric.of("pong", "start → first PONG", "ms").with(Goal.atMost(350));
    private static final int USUAL_RUNS = 10;

    @Override
    public String name() {
        return "start";
    }

    @Override
    public String title() {
        return "start of a sentinel with one master, asked every five milliseconds";
    }

    @Override
    public List<Metric> metrics() {
        return List.of(PONG);
    }

    @Override
    public int runs(Effort effort) {
        return effort.failoverRuns(USUAL_RUNS);
    }

    @Override
    public Map<String, Double> measure(Contender contender) {
        try (RedisServer master = RedisServer.start()) {
            long startNanos = System.nanoTime();
            try (SentinelProcess sentinel = SentinelProcess.command(contender.command())
                    .monitor(FailoverBed.MASTER, master.port(), 1)
                    .start()) {
                double millis = (System.nanoTime() - startNanos) / 1e6;
                check(sentinel);
                return Map.of(PONG.key(), millis);
            }
        }
    }

    private static void check(SentinelProcess sentinel) {
        if (!sentinel.isAlive()) {
            throw new IllegalStateException(sentinel + " has ended after its first answer");
        }
    }
}
