package io.jsentinel.bench.micro;

import io.jsentinel.address.Endpoint;
import io.jsentinel.resp.Resp;
import io.jsentinel.server.resp.AnswerDecoder;
import io.jsentinel.server.resp.ProtocolFault;
import io.jsentinel.server.resp.RequestDecoder;
import io.jsentinel.server.resp.RespEncoder;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.List;
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

/** Bytes to requests and answers, and back. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class CodecBenchmark {

    private static final List<String> WORDS = List.of("SENTINEL", "GET-MASTER-ADDR-BY-NAME", "mymaster");
    private static final Resp ADDRESS = Resp.array(Resp.bulk("127.0.0.1"), Resp.bulk("6379"));
    private static final String INFO = Texts.masterInfo(new Endpoint("10.2.0.1", 6379));

    private final ByteBuf request =
            bytes("*3\r\n$8\r\nSENTINEL\r\n$23\r\nGET-MASTER-ADDR-BY-NAME\r\n$8\r\nmymaster\r\n");
    private final ByteBuf pong = bytes("+PONG\r\n");
    private final ByteBuf info = bytes("$" + INFO.length() + "\r\n" + INFO + "\r\n");
    private final ByteBuf out = Unpooled.buffer(8_192);
    private final RequestDecoder requests = new RequestDecoder();
    private final AnswerDecoder answers = new AnswerDecoder();

    private static ByteBuf bytes(String text) {
        return Unpooled.copiedBuffer(text, StandardCharsets.ISO_8859_1);
    }

    /** A request for the address of a master is read. */
    @Benchmark
    public Optional<List<String>> readRequest() throws ProtocolFault {
        return requests.next(request.readerIndex(0), true);
    }

    /** The answer to PING is read. */
    @Benchmark
    public Optional<Resp> readPong() throws ProtocolFault {
        return answers.next(pong.readerIndex(0));
    }

    /** The answer to INFO is read, without its meaning. */
    @Benchmark
    public Optional<Resp> readInfo() throws ProtocolFault {
        return answers.next(info.readerIndex(0));
    }

    /** The address of a master is written. */
    @Benchmark
    public ByteBuf writeAnswer() {
        RespEncoder.write(ADDRESS, false, out.clear());
        return out;
    }

    /** A request is written. */
    @Benchmark
    public ByteBuf writeRequest() {
        RespEncoder.writeRequest(WORDS, out.clear());
        return out;
    }
}
