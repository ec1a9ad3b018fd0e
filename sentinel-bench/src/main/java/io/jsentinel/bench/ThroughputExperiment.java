package io.jsentinel.bench;

import io.jsentinel.testkit.CommandRun;
import io.jsentinel.testkit.ProgramPath;
import io.jsentinel.testkit.RedisServer;
import io.jsentinel.testkit.SentinelProcess;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How often in a second one sentinel tells 50 clients the address of a master, one and 16 requests at a time. */
final class ThroughputExperiment implements Experiment {

    private static final Metric SINGLE = Metric.of("single", "`redis-benchmark -c 50`", "requests/s");
    private static final Metric PIPELINED = Metric.of("pipelined", "`redis-benchmark -c 50 -P 16`", "requests/s");
    private static final String PROGRAM = "redis-benchmark";
    private static final Pattern RATE = Pattern.compile("^\"SENTINEL[^\"]*\",\"([0-9.]+)\"", Pattern.MULTILINE);
    private static final Duration BOUND = Duration.ofSeconds(120);
    private static final int SINGLE_REQUESTS = 200_000;
    private static final int PIPELINED_REQUESTS = 1_000_000;
    private static final int USUAL_RUNS = 5;

    @Override
    public String name() {
        return "throughput";
    }

    @Override
    public String title() {
        return "SENTINEL GET-MASTER-ADDR-BY-NAME for 50 clients, after a round of warm-up";
    }

    @Override
    public List<Metric> metrics() {
        return List.of(SINGLE.with(Goal.atLeastOfStock(1)), PIPELINED.with(Goal.atLeastOfStock(0.7)));
    }

    @Override
    public int runs(Effort effort) {
        return effort.longRuns(USUAL_RUNS, 20);
    }

    @Override
    public Optional<String> obstacle() {
        return ProgramPath.find(PROGRAM).isPresent()
                ? Optional.empty()
                : Optional.of("there is no " + PROGRAM + " on the PATH");
    }

    @Override
    public Map<String, Double> measure(Contender contender) {
        Map<String, Double> seen = new LinkedHashMap<>();
        try (RedisServer master = RedisServer.start();
                SentinelProcess sentinel = SentinelProcess.command(contender.command())
                        .monitor(FailoverBed.MASTER, master.port(), 1)
                        .downAfterMillis(30_000)
                        .start()) {
            for (int round = 0; round < 2; round++) {
                seen.put(SINGLE.key(), rate(sentinel, 1, SINGLE_REQUESTS));
                seen.put(PIPELINED.key(), rate(sentinel, 16, PIPELINED_REQUESTS));
            }
        }
        return seen;
    }

    private static double rate(SentinelProcess sentinel, int pipeline, int requests) {
        List<String> command = new ArrayList<>(List.of(PROGRAM, "-p", Integer.toString(sentinel.port()), "-c", "50"));
        command.addAll(List.of("-P", Integer.toString(pipeline), "-n", Integer.toString(requests), "--csv"));
        command.addAll(List.of("SENTINEL", "GET-MASTER-ADDR-BY-NAME", FailoverBed.MASTER));
        try (CommandRun run = CommandRun.start(command)) {
            int status = run.awaitEnd(BOUND);
            Matcher rate = RATE.matcher(run.out());
            if (status != 0 || !rate.find()) {
                throw new IllegalStateException(PROGRAM + " ended with " + status + " and without a rate: "
                        + run.out().lines().reduce((first, last) -> last).orElse("")
                        + run.err());
            }
            return Double.parseDouble(rate.group(1));
        }
    }
}
