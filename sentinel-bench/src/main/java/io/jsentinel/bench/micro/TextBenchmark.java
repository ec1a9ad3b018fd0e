package io.jsentinel.bench.micro;

import io.jsentinel.address.Endpoint;
import io.jsentinel.gossip.HelloMessage;
import io.jsentinel.info.InfoText;
import io.jsentinel.topology.InfoReport;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** The texts that come most often: hellos and INFO. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class TextBenchmark {

    private static final Endpoint SERVER = new Endpoint("10.2.0.1", 6379);

    // Not final: constants would be folded into the result.
    private String hello = "10.9.0.2,26379,0123456789abcdef0123456789abcdef01234567,17,mymaster,10.1.0.1,6379,17";
    private HelloMessage message = HelloMessage.parse(hello).orElseThrow();
    private String masterInfo = Texts.masterInfo(SERVER);
    private String replicaInfo = Texts.replicaInfo(SERVER);

    /** A hello is read. */
    @Benchmark
    public Optional<HelloMessage> parseHello() {
        return HelloMessage.parse(hello);
    }

    /** A hello is written. */
    @Benchmark
    public String formatHello() {
        return message.format();
    }

    /** The INFO of a master with one replica is read. */
    @Benchmark
    public InfoReport parseMasterInfo() {
        return InfoText.parse(masterInfo);
    }

    /** The INFO of a replica is read. */
    @Benchmark
    public InfoReport parseReplicaInfo() {
        return InfoText.parse(replicaInfo);
    }
}
