package io.jsentinel.server.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.jsentinel.config.ClientLimits;
import io.jsentinel.event.Event;
import io.jsentinel.event.EventType;
import io.jsentinel.testkit.Await;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Clients that break the protocol, or keep to it in order to harm. */
class HostileClientTest {

    private TestServer server;

    @BeforeEach
    void start() throws IOException {
        server = new TestServer();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "\"PING~; unbalanced quotes in request",
                "*1~!4~; expected '$', got '!'",
                "*x~; invalid multibulk length",
                "*1~$x~; invalid bulk length",
                "*1~$1073741824~; invalid bulk length",
                "*2147483648~; invalid multibulk length"
            })
    void aBrokenRequestIsToldAndEndsTheConnectionAfterTheAnswersBeforeIt(String bytes, String reason)
            throws IOException {
        try (RawClient client = server.connect()) {
            client.send(("PING~" + bytes + "PING~").replace("~", "\r\n"))
                    .expect("+PONG~-ERR Protocol error: " + reason + "~")
                    .expectEnd();
        }
    }

    @Test
    void anErrorIsToldAndAnExceptionEndsOnlyItsClient() throws Exception {
        try (TestServer server = new TestServer();
                RawClient other = server.connect()) {
            server.backend.accident = () -> {
                throw new IllegalStateException("for one client");
            };
            try (RawClient client = server.connect()) {
                client.send("ROLE\r\n");
                client.expectEnd();
            }
            assertThat(server.backend.broken).isEmpty();

            NoClassDefFoundError missing = new NoClassDefFoundError("io/jsentinel/Missing");
            server.backend.accident = () -> {
                throw missing;
            };
            try (RawClient client = server.connect()) {
                client.send("ROLE\r\n");
                client.expectEnd();
            }
            Await.atMost(Duration.ofSeconds(10))
                    .until("it is told", () -> server.backend.broken.equals(List.of(missing)));

            other.send("PING\r\n");
            other.expect("+PONG~");
        }
    }

    @Test
    void theReasonArrivesAlthoughTheClientIsStillSending() throws IOException {
        try (RawClient client = server.connect()) {
            client.send("A".repeat(200_000))
                    .expect("-ERR Protocol error: too big inline request~")
                    .expectEnd();
        }
    }

    @ParameterizedTest
    @CsvSource({"POST / HTTP/1.1", "post x", "Host: example.org", "hOsT: x"})
    void aBrowserGetsNothingNotEvenTheAnswersThatAreReady(String line) throws IOException {
        try (RawClient client = server.connect()) {
            client.send("PING\r\n" + line + "\r\nPING\r\n").expectEnd();
        }
    }

    @Test
    void aStrangerMaySendLessThanOneWhoIsLoggedIn() throws IOException {
        try (TestServer locked = new TestServer(TestServer.config(Optional.of("secret"), 10, 0));
                RawClient wide = locked.connect();
                RawClient fat = locked.connect();
                RawClient known = locked.connect()) {
            wide.send("*11\r\n")
                    .expect("-ERR Protocol error: unauthenticated multibulk length~")
                    .expectEnd();
            fat.send("*1\r\n$16385\r\n")
                    .expect("-ERR Protocol error: unauthenticated bulk length~")
                    .expectEnd();
            known.ask("AUTH secret", "+OK~")
                    .send("*11\r\n" + "$4\r\nPING\r\n".repeat(11))
                    .expect("-ERR wrong number of arguments for 'ping' command~");
        }
    }

    @Test
    void aRequestByteByByteIsServed() throws IOException {
        try (RawClient client = server.connect()) {
            for (char c : "*2\r\n$4\r\nPING\r\n$2\r\nhi\r\n".toCharArray()) {
                client.send(String.valueOf(c));
            }
            client.expect("$2~hi~");
        }
    }

    @Test
    void aHundredThousandCommandsInOneGoAreAllAnsweredInOrder() throws Exception {
        int count = 100_000;
        StringBuilder requests = new StringBuilder();
        StringBuilder answers = new StringBuilder();
        for (int i = 0; i < count; i++) {
            boolean core = i % 10 == 0;
            requests.append(core ? "SENTINEL MYID\r\n" : "PING " + i + "\r\n");
            String text = core ? TestBackend.MY_ID : Integer.toString(i);
            answers.append('$').append(text.length()).append('~').append(text).append('~');
        }
        try (RawClient client = server.connect()) {
            CompletableFuture<Void> sent = CompletableFuture.runAsync(() -> {
                try {
                    client.send(requests.toString());
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            client.expect(answers.toString());
            sent.get(10, TimeUnit.SECONDS);
        }
    }

    @Test
    void aClientThatDoesNotReadIsNotReadFromWhileOthersAreServed() throws Exception {
        try (RawClient deaf = server.connect();
                RawClient other = server.connect()) {
            String commands = "COMMAND DOCS\r\n".repeat(100_000);
            CompletableFuture<Void> stuck = CompletableFuture.runAsync(() -> {
                try {
                    deaf.send(commands);
                } catch (IOException endOfTest) {
                    // The test closes the connection while this still writes.
                    assertThat(endOfTest).hasNoCause();
                }
            });
            long kept = 0;
            for (int i = 0; i < 2_000; i++) {
                other.ask("PING", "+PONG~");
                kept = Math.max(kept, server.onLoop(() -> waitingBytes()));
            }
            assertThat(kept).isLessThan(2 * 1024 * 1024);
            deaf.hangUp();
            stuck.get(10, TimeUnit.SECONDS);
        }
    }

    @Test
    void aSubscriberThatDoesNotReadIsGivenUp() throws Exception {
        try (RawClient deaf = server.connect();
                RawClient other = server.connect()) {
            deaf.ask("PSUBSCRIBE *", "*3~$10~psubscribe~$1~*~:1~");
            Event event = new Event(EventType.SDOWN, "x".repeat(Event.MAX_PAYLOAD));
            // Enough for the limit and for all that the system's own buffers take.
            for (int i = 0; i < 100 && server.sessions.count() == 2; i++) {
                server.onLoop(() -> {
                    for (int k = 0; k < 1_000; k++) {
                        server.sessions.publish(event);
                    }
                    assertThat(waitingBytes())
                            .isLessThan(ClientLimits.DEFAULT.pubsub().hardBytes() + 2_000);
                    return null;
                });
                other.ask("PING", "+PONG~");
            }
            Await.atMost(Duration.ofSeconds(10)).until("the subscriber is gone", () -> server.sessions.count() == 1);
            assertThat(listeners()).isZero();
        }
    }

    @Test
    void subscriptionsAreBounded() throws Exception {
        try (RawClient client = server.connect()) {
            for (int i = 1; i <= Subscriptions.Own.MAX; i++) {
                String name = "c" + i;
                client.ask("SUBSCRIBE " + name, "*3~$9~subscribe~$" + name.length() + "~" + name + "~:" + i + "~");
            }
            client.ask("SUBSCRIBE more", "-ERR too many subscriptions~");
            client.ask("UNSUBSCRIBE c1", "*3~$11~unsubscribe~$2~c1~:999~");
            client.ask("PSUBSCRIBE " + "x".repeat(1025), "-ERR channel name too long~");
            client.ask("PSUBSCRIBE " + "x".repeat(1024), "*3~$10~psubscribe~$1024~" + "x".repeat(1024) + "~:1000~");
        }
        Await.atMost(Duration.ofSeconds(10)).until("nobody listens any more", () -> listeners() == 0);
    }

    @Test
    void namesAreBounded() throws IOException {
        try (RawClient client = server.connect()) {
            client.ask("CLIENT SETNAME " + "n".repeat(1024), "+OK~")
                    .ask(
                            "CLIENT SETNAME " + "n".repeat(1025),
                            "-ERR Client names cannot contain spaces, newlines or special characters.~");
        }
    }

    @Test
    void oneClientTooManyIsRefused() throws IOException {
        try (TestServer small = new TestServer(TestServer.config(Optional.empty(), 2, 0));
                RawClient first = small.connect();
                RawClient second = small.connect()) {
            first.ask("PING", "+PONG~");
            second.ask("PING", "+PONG~");
            try (RawClient third = small.connect()) {
                third.expect("-ERR max number of clients reached~").expectEnd();
            }
            first.ask("PING", "+PONG~");
        }
    }

    @Test
    void anIdleClientIsClosedAndASubscriberIsNot() throws IOException {
        try (TestServer impatient = new TestServer(TestServer.config(Optional.empty(), 10, 1));
                RawClient subscriber = impatient.connect();
                RawClient idle = impatient.connect()) {
            subscriber.ask("SUBSCRIBE +sdown", "*3~$9~subscribe~$6~+sdown~:1~");
            idle.ask("PING", "+PONG~").expectEnd();
            subscriber.ask("PING", "*2~$4~pong~$0~~");
        }
    }

    @Test
    void randomBytesNeverHarmTheServer() throws Exception {
        Random random = new Random(3);
        List<RawClient> clients = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            byte[] bytes = new byte[random.nextInt(500)];
            random.nextBytes(bytes);
            RawClient client = server.connect();
            client.send((i % 2 == 0 ? "*" + random.nextInt(5) + "\r\n$" : "")
                    + new String(bytes, StandardCharsets.ISO_8859_1));
            clients.add(client);
        }
        try (RawClient other = server.connect()) {
            other.ask("PING", "+PONG~");
        }
        for (RawClient client : clients) {
            client.close();
        }
        Await.atMost(Duration.ofSeconds(10)).until("all are gone", () -> server.sessions.count() == 0);
    }

    private int listeners() {
        return server.sessions.subscriptions().patterns()
                + server.sessions.subscriptions().channels();
    }

    private long waitingBytes() {
        return server.sessions.all().stream()
                .mapToLong(ClientSession::pendingBytes)
                .max()
                .orElse(0);
    }
}
