package io.jsentinel.bench.micro;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** The steps of the core while nothing happens: pings, INFO, hellos of two other sentinels. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class StepBenchmark {

    private static final long DISCOVERY_MILLIS = 30_000;
    private static final long SECOND_MILLIS = 1_000;

    /** How many masters there are. */
    @Param({"1", "100", "1000"})
    public int masters;

    private QuietCluster cluster;

    /** Everything is discovered. */
    @Setup
    public void discover() {
        cluster = new QuietCluster(masters);
        cluster.passes(DISCOVERY_MILLIS);
        if (!cluster.isDiscovered()) {
            throw new IllegalStateException("not everything was discovered");
        }
    }

    /** All steps of one second. */
    @Benchmark
    public long oneSecond() {
        cluster.passes(SECOND_MILLIS);
        return cluster.steps();
    }
}
