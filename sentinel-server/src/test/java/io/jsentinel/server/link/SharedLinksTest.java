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
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two links to a server: on one connection when it speaks version 3 of the protocol, on two otherwise. */
class SharedLinksTest {

    private static final LinkId COMMANDS = new LinkId(1, 1);
    private static final LinkId EVENTS = new LinkId(2, 1);
    private static final Request AUTH = Request.of(Kind.AUTH, "AUTH", "pw");
    private static final Request NAME = Request.of(Kind.SETNAME, "CLIENT", "SETNAME", "s-cmd");
    private static final Request PING = Request.of(Kind.PING, "PING");
    private static final Request SUBSCRIBE = Request.of(Kind.SUBSCRIBE, "SUBSCRIBE", "c");

    private static final String SPEAKS_3 = "%2\r\n$6\r\nserver\r\n$5\r\nredis\r\n$5\r\nproto\r\n:3\r\n";
    private static final String CONFIRMED = ">3\r\n$9\r\nsubscribe\r\n$1\r\nc\r\n:1\r\n";
    private static final String MESSAGE = ">3\r\n$7\r\nmessage\r\n$1\r\nc\r\n$2\r\nhi\r\n";

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
    void theQuestionForVersion3StandsBehindTheNameAndHoldsNoPassword() throws Exception {
        Socket node = commandsWithEvents();

        send(COMMANDS, AUTH, NAME, PING);

        expect(node, AUTH.args());
        expect(node, NAME.args());
        expect(node, List.of("HELLO", "3"));
        expect(node, PING.args());
    }

    @Test
    void messagesGoToTheEventsAndAnswersToTheCommandsInTheirOrder() throws Exception {
        Socket node = shared();

        send(COMMANDS, PING);
        send(EVENTS, SUBSCRIBE);
        send(COMMANDS, Request.of(Kind.INFO, "INFO"));
        expect(node, PING.args());
        expect(node, SUBSCRIBE.args());
        expect(node, List.of("INFO"));
        write(node, "+PONG\r\n" + CONFIRMED + MESSAGE + "=8\r\ntxt:role\r\n" + MESSAGE);

        assertThat(told.next()).isEqualTo("1 PING PONG");
        assertThat(told.next()).isEqualTo("2 SUBSCRIBE confirmed");
        assertThat(told.next()).isEqualTo("2 heard c hi");
        assertThat(told.next()).isEqualTo("1 INFO role");
        assertThat(told.next()).isEqualTo("2 heard c hi");
    }

    @Test
    void aRefusedSubscriptionIsToldToTheEvents() throws Exception {
        Socket node = shared();

        send(EVENTS, SUBSCRIBE);
        send(COMMANDS, PING);
        write(node, "-NOPERM no\r\n+PONG\r\n");

        assertThat(told.next()).isEqualTo("2 SUBSCRIBE NOPERM no");
        assertThat(told.next()).isEqualTo("1 PING PONG");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-ERR unknown command 'HELLO'",
                "-NOPROTO unsupported protocol version",
                "-NOAUTH HELLO must be called with the client already authenticated",
                "-NOPERM this user has no permissions to run the 'hello' command",
                "-ERR wrong number of arguments for 'hello' command",
                "*2|$5|proto|:2",
                "%1|$4|role|$6|master",
                "+OK",
                "$-1"
            })
    void aServerThatDoesNotSpeakVersion3GetsASecondConnectionAndNobodyIsTold(String answer) throws Exception {
        Socket node = commandsWithEvents();
        send(COMMANDS, NAME, PING);

        write(node, "+OK\r\n" + answer.replace("|", "\r\n") + "\r\n");

        assertThat(told.next()).isEqualTo("1 SETNAME OK");
        assertThat(told.next()).isEqualTo("2 up 127.0.0.1");
        try (Socket second = server.accept()) {
            send(EVENTS, SUBSCRIBE);
            expect(second, SUBSCRIBE.args());
            write(second, "*3\r\n$7\r\nmessage\r\n$1\r\nc\r\n$2\r\nhi\r\n");
            assertThat(told.next()).isEqualTo("2 heard c hi");
            write(node, "+PONG\r\n");
            assertThat(told.next()).isEqualTo("1 PING PONG");
        }
    }

    @Test
    void theEndOfTheConnectionIsToldOfBothTheCommandsFirst() throws Exception {
        shared().close();

        assertThat(told.next()).isEqualTo("1 down closed by peer");
        assertThat(told.next()).isEqualTo("2 down closed by peer");
        assertThat(onLoopCount()).isZero();
    }

    @Test
    void aRefusedConnectionIsToldOfBoth() throws Exception {
        Endpoint place = server.place();
        server.close();
        onLoop(() -> {
            links.open(COMMANDS, place, Optional.empty());
            links.open(EVENTS, place, Optional.of(COMMANDS));
        });

        assertThat(told.next()).isEqualTo("1 down connection refused");
        assertThat(told.next()).isEqualTo("2 down connection refused");
    }

    @Test
    void eventsThatComeLaterShareTheConnectionToo() throws Exception {
        onLoop(() -> links.open(COMMANDS, server.place(), Optional.empty()));
        assertThat(told.next()).isEqualTo("1 up 127.0.0.1");
        Socket node = server.accept();
        send(COMMANDS, NAME);
        expect(node, NAME.args());

        open(EVENTS, Optional.of(COMMANDS));
        expect(node, List.of("HELLO", "3"));
        write(node, "+OK\r\n" + SPEAKS_3);
        assertThat(told.next()).isEqualTo("1 SETNAME OK");
        assertThat(told.next()).isEqualTo("2 up, shared, 127.0.0.1");
    }

    @Test
    void eventsThatWereGivenUpWhileTheyWaitedShareTheConnectionTheNextTime() throws Exception {
        Socket node = commandsWithEvents();
        send(COMMANDS, NAME);
        onLoop(() -> links.close(EVENTS));
        write(node, "+OK\r\n" + SPEAKS_3 + "");
        assertThat(told.next()).isEqualTo("1 SETNAME OK");

        open(new LinkId(2, 2), Optional.of(COMMANDS));
        assertThat(told.next()).isEqualTo("2 up, shared, 127.0.0.1");
    }

    @Test
    void eventsThatAreGivenUpLeaveTheConnectionAndComeBackOnTheirOwn() throws Exception {
        Socket node = subscribed();
        onLoop(() -> {
            links.close(EVENTS);
            links.flush();
        });
        expect(node, List.of("UNSUBSCRIBE", "c"));
        send(COMMANDS, PING);
        write(node, MESSAGE + ">3\r\n$11\r\nunsubscribe\r\n$1\r\nc\r\n:0\r\n" + MESSAGE + "+PONG\r\n");
        assertThat(told.next()).isEqualTo("1 PING PONG");

        open(new LinkId(2, 2), Optional.of(COMMANDS));
        assertThat(told.next()).isEqualTo("2 up 127.0.0.1");
        server.accept().close();
    }

    @Test
    void theEndOfASubscriptionMayBeRefused() throws Exception {
        Socket node = subscribed();
        onLoop(() -> links.close(EVENTS));
        send(COMMANDS, PING);

        write(node, "-NOPERM no\r\n" + MESSAGE + "+PONG\r\n");

        assertThat(told.next()).isEqualTo("1 PING PONG");
    }

    @Test
    void eventsEndWithTheirConnectionWhenItIsGivenUp() throws Exception {
        Socket node = subscribed();

        onLoop(() -> links.close(COMMANDS));

        assertThat(told.next()).isEqualTo("2 down the connection that it shared was given up");
        assertThat(node.getInputStream().read()).isEqualTo(-1);
    }

    @Test
    void nothingIsToldWhenBothAreGivenUp() throws Exception {
        subscribed();
        onLoop(() -> {
            links.close(COMMANDS);
            links.close(EVENTS);
        });
        assertThat(onLoopCount()).isZero();
        assertThat(told.isEmpty()).isTrue();
    }

    @Test
    void eventsThatWaitForAConnectionThatIsGivenUpGetTheirOwn() throws Exception {
        commandsWithEvents();

        onLoop(() -> links.close(COMMANDS));

        assertThat(told.next()).isEqualTo("2 up 127.0.0.1");
        server.accept().close();
    }

    @Test
    void aConnectionToAnotherPlaceIsNotShared() throws Exception {
        onLoop(() -> {
            links.open(COMMANDS, new Endpoint("127.0.0.2", 0), Optional.empty());
            links.open(EVENTS, server.place(), Optional.of(COMMANDS));
        });

        assertThat(List.of(told.next(), told.next())).containsExactlyInAnyOrder("1 down no port", "2 up 127.0.0.1");
        server.accept().close();
    }

    @Test
    void aFloodOfMessagesBetweenAnswersEndsTheConnectionAndIsNotWaitedForTwice() throws Exception {
        Socket node = subscribed();
        String large = ">3\r\n$7\r\nmessage\r\n$1\r\nc\r\n$1048576\r\n" + "x".repeat(1_048_576) + "\r\n";
        for (int i = 0; i < 7; i++) {
            write(node, large);
            assertThat(told.next()).startsWith("2 heard c xxx");
        }
        write(node, large);
        assertThat(told.next()).isEqualTo("1 down too many messages");
        assertThat(told.next()).isEqualTo("2 down too many messages");

        LinkId again = new LinkId(1, 2);
        open(again, Optional.empty());
        open(new LinkId(2, 2), Optional.of(again));
        assertThat(List.of(told.next(), told.next())).containsExactlyInAnyOrder("1 up 127.0.0.1", "2 up 127.0.0.1");
    }

    @Test
    void messagesWithAnswersBetweenThemAreNoFlood() throws Exception {
        Socket node = subscribed();
        String large = ">3\r\n$7\r\nmessage\r\n$1\r\nc\r\n$1048576\r\n" + "x".repeat(1_048_576) + "\r\n";
        for (int i = 0; i < 9; i++) {
            send(COMMANDS, PING);
            write(node, large + "+PONG\r\n");
            assertThat(told.next()).startsWith("2 heard c xxx");
            assertThat(told.next()).isEqualTo("1 PING PONG");
        }
    }

    /** The commands stand, the events wait for what the server says of version 3. */
    private Socket commandsWithEvents() throws Exception {
        onLoop(() -> {
            links.open(COMMANDS, server.place(), Optional.empty());
            links.open(EVENTS, server.place(), Optional.of(COMMANDS));
        });
        assertThat(told.next()).isEqualTo("1 up 127.0.0.1");
        return server.accept();
    }

    /** Both stand on one connection. */
    private Socket shared() throws Exception {
        Socket node = commandsWithEvents();
        send(COMMANDS, NAME);
        expect(node, NAME.args());
        expect(node, List.of("HELLO", "3"));
        write(node, "+OK\r\n" + SPEAKS_3);
        assertThat(told.next()).isEqualTo("1 SETNAME OK");
        assertThat(told.next()).isEqualTo("2 up, shared, 127.0.0.1");
        return node;
    }

    private Socket subscribed() throws Exception {
        Socket node = shared();
        send(EVENTS, SUBSCRIBE);
        expect(node, SUBSCRIBE.args());
        write(node, CONFIRMED);
        assertThat(told.next()).isEqualTo("2 SUBSCRIBE confirmed");
        return node;
    }

    private void open(LinkId id, Optional<LinkId> beside) throws Exception {
        onLoop(() -> {
            links.open(id, server.place(), beside);
            links.flush();
        });
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

    private static void expect(Socket node, List<String> words) throws IOException {
        StringBuilder bytes = new StringBuilder("*" + words.size() + "\r\n");
        words.forEach(word -> bytes.append("$" + word.length() + "\r\n" + word + "\r\n"));
        byte[] read = node.getInputStream().readNBytes(bytes.length());
        assertThat(new String(read, StandardCharsets.ISO_8859_1)).isEqualTo(bytes.toString());
    }
}
