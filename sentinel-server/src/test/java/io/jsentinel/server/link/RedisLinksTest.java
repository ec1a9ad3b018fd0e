package io.jsentinel.server.link;

import static org.assertj.core.api.Assertions.assertThat;

import io.jsentinel.address.Endpoint;
import io.jsentinel.step.Request;
import io.jsentinel.step.Request.Kind;
import io.jsentinel.topology.LinkId;
import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RedisLinksTest {

    private static final LinkId ONE = new LinkId(1, 1);
    private static final LinkId TWO = new LinkId(2, 1);
    private static final Request PING = Request.of(Kind.PING, "PING");
    private static final Request SUBSCRIBE = Request.of(Kind.SUBSCRIBE, "SUBSCRIBE", "__sentinel__:hello");

    private final RecordingListener told = new RecordingListener();
    private MultiThreadIoEventLoopGroup group;
    private EventLoop loop;
    private RedisLinks links;
    private NodeServer server;

    @BeforeEach
    void start() throws IOException {
        group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
        loop = (EventLoop) group.next();
        links = new RedisLinks(loop, told);
        server = new NodeServer();
    }

    @AfterEach
    void stop() throws Exception {
        onLoop(links::closeAll);
        group.shutdownGracefully(0, 5, TimeUnit.SECONDS).awaitUninterruptibly();
        server.close();
    }

    @Test
    void connectionsComeFromTheAddressThatIsConfigured() throws Exception {
        InetAddress source = InetAddress.getByName("127.0.0.2");
        links.comeFrom(source);

        onLoop(() -> links.open(ONE, server.place(), Optional.empty()));

        try (Socket node = server.accept()) {
            assertThat(node.getInetAddress()).isEqualTo(source);
        }
        assertThat(told.next()).isEqualTo("1 up 127.0.0.2");
    }

    @Test
    void answersBelongToRequestsInTheirOrder() throws Exception {
        Socket node = connected(ONE);

        onLoop(() -> {
            links.send(ONE, PING);
            links.send(ONE, Request.of(Kind.INFO, "INFO"));
            links.flush();
        });
        assertThat(read(node, 28)).isEqualTo("*1\r\n$4\r\nPING\r\n*1\r\n$4\r\nINFO\r\n");
        write(node, "+PO");
        write(node, "NG\r\n$5\r\nrole:\r\n");

        assertThat(told.next()).isEqualTo("1 PING PONG");
        assertThat(told.next()).isEqualTo("1 INFO role:");
    }

    @Test
    void messagesOfASubscriptionAreHeardBetweenAnswers() throws Exception {
        Socket node = connected(ONE);

        send(ONE, SUBSCRIBE, PING);
        write(node, "*3\r\n$9\r\nsubscribe\r\n$18\r\n__sentinel__:hello\r\n:1\r\n");
        write(node, "*3\r\n$7\r\nmessage\r\n$18\r\n__sentinel__:hello\r\n$2\r\nhi\r\n*2\r\n$4\r\npong\r\n$0\r\n\r\n");

        assertThat(told.next()).isEqualTo("1 SUBSCRIBE confirmed");
        assertThat(told.next()).isEqualTo("1 heard __sentinel__:hello hi");
        assertThat(told.next()).isEqualTo("1 PING confirmed");
    }

    @Test
    void pushesOfVersion3AreUnderstood() throws Exception {
        Socket node = connected(ONE);

        send(ONE, SUBSCRIBE, PING);
        write(node, ">3\r\n$9\r\nsubscribe\r\n$18\r\n__sentinel__:hello\r\n:1\r\n>2\r\n+invalidate\r\n*0\r\n");
        write(node, ">3\r\n$7\r\nmessage\r\n$1\r\nc\r\n$2\r\nhi\r\n+PONG\r\n");

        assertThat(told.next()).isEqualTo("1 SUBSCRIBE confirmed");
        assertThat(told.next()).isEqualTo("1 heard c hi");
        assertThat(told.next()).isEqualTo("1 PING PONG");
    }

    @Test
    void aRefusedSubscriptionIsAnAnswerToo() throws Exception {
        Socket node = connected(ONE);

        send(ONE, SUBSCRIBE);
        write(node, "-NOPERM no\r\n");

        assertThat(told.next()).isEqualTo("1 SUBSCRIBE NOPERM no");
    }

    @Test
    void theEndOfAConnectionIsToldOnceWithItsReason() throws Exception {
        connected(ONE).close();
        assertThat(told.next()).isEqualTo("1 down closed by peer");

        write(connected(TWO), "?\r\n");
        assertThat(told.next()).isEqualTo("2 down protocol error: unknown type");
        assertThat(onLoopCount()).isZero();
    }

    @Test
    void anAnswerThatNobodyAskedForEndsTheConnection() throws Exception {
        write(connected(ONE), "+PONG\r\n");

        assertThat(told.next()).isEqualTo("1 down unsolicited answer");
    }

    @Test
    void whatCannotBeReachedIsToldAndNeverFromInsideOpen() throws Exception {
        server.close();
        onLoop(() -> {
            links.open(ONE, server.place(), Optional.empty());
            links.open(TWO, new Endpoint("redis.example", 6379), Optional.empty());
            links.open(new LinkId(3, 1), new Endpoint("127.0.0.1", 0), Optional.empty());
            assertThat(told.isEmpty()).isTrue();
        });

        assertThat(List.of(told.next(), told.next(), told.next()))
                .containsExactlyInAnyOrder("1 down connection refused", "2 down not an IP address", "3 down no port");
    }

    @Test
    void nothingIsToldAfterClose() throws Exception {
        Socket node = connected(ONE);
        onLoop(() -> {
            links.send(ONE, PING);
            links.flush();
        });
        assertThat(read(node, 14)).isEqualTo("*1\r\n$4\r\nPING\r\n");
        onLoop(() -> links.close(ONE));
        assertThat(node.getInputStream().read()).isEqualTo(-1);
        onLoop(() -> {
            links.open(TWO, server.place(), Optional.empty());
            links.close(TWO);
            links.send(TWO, PING);
            links.flush();
        });

        // The next connection's news come behind whatever would have been told of the first two.
        connected(new LinkId(3, 1));
        assertThat(told.isEmpty()).isTrue();
    }

    @Test
    void aThousandRequestsMayWaitAndNotOneMore() throws Exception {
        connected(ONE);
        onLoop(() -> {
            for (int i = 0; i < RedisLink.MAX_UNANSWERED; i++) {
                links.send(ONE, PING);
            }
            links.flush();
        });
        assertThat(onLoopCount()).isOne();
        onLoop(() -> links.send(ONE, PING));

        assertThat(told.next()).isEqualTo("1 down too many unanswered requests");
    }

    @Test
    void aWriteThatFailsIsToldAfterTheFlushAndDoesNotDisturbIt() throws Exception {
        Socket broken = connected(ONE);
        Socket healthy = connected(TWO);
        broken.setSoLinger(true, 0);

        onLoop(() -> {
            // The loop is busy here, so the reset is in the socket but nobody has read it yet.
            closeUnchecked(broken);
            links.send(ONE, PING);
            links.send(TWO, PING);
            links.flush();
            assertThat(told.isEmpty()).isTrue();
        });

        assertThat(told.next()).startsWith("1 down ");
        assertThat(read(healthy, 14)).isEqualTo("*1\r\n$4\r\nPING\r\n");
    }

    @Test
    void aValueWithoutEndEndsTheConnection() throws Exception {
        Socket node = connected(ONE);
        send(ONE, PING);

        write(node, "*100000\r\n" + ":1\r\n".repeat(200));
        write(node, "$4194304\r\n");

        assertThat(told.next()).isEqualTo("1 down protocol error: value too large");
    }

    private Socket connected(LinkId id) throws Exception {
        onLoop(() -> links.open(id, server.place(), Optional.empty()));
        String line = told.next();
        assertThat(line).isEqualTo(id.number() + " up 127.0.0.1");
        // Connections that a test gave up at once stand before it in the queue, ended by the other side.
        return server.accept();
    }

    private static void closeUnchecked(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void send(LinkId id, Request... requests) throws Exception {
        onLoop(() -> {
            for (Request request : requests) {
                links.send(id, request);
            }
            links.flush();
        });
    }

    private void onLoop(Runnable work) throws Exception {
        loop.submit(work).get(10, TimeUnit.SECONDS);
    }

    private int onLoopCount() throws Exception {
        return loop.submit(links::count).get(10, TimeUnit.SECONDS);
    }

    private static void write(Socket node, String bytes) throws IOException {
        node.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
        node.getOutputStream().flush();
    }

    private static String read(Socket node, int length) throws IOException {
        return new String(node.getInputStream().readNBytes(length), StandardCharsets.ISO_8859_1);
    }
}
