package io.jsentinel.it;

import static io.jsentinel.it.Runs.HEAL_BOUND;
import static org.assertj.core.api.Assertions.assertThat;

import io.jsentinel.testkit.Await;
import io.jsentinel.testkit.CertificateAuthority;
import io.jsentinel.testkit.FreePort;
import io.jsentinel.testkit.RespClient;
import io.jsentinel.testkit.SentinelProcess;
import io.jsentinel.testkit.SentinelSetup;
import io.jsentinel.testkit.TlsMaterial;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A client that misbehaves harms itself only: the others are answered all the while, with a heap of 64 MiB. */
class HostileClientIT {

    private static final Duration ANSWER_BOUND = Duration.ofSeconds(2);

    /** Together below maxclients, so that there is room for those who have something to say. */
    private static final int IDLE = 9_600;

    private static final int SILENT_OVER_TLS = 300;

    /** How often an ordinary client is answered while all the others stand. */
    private static final int ANSWERS_MEANWHILE = 200;

    /** Far above what a machine needs that is busy with other things, far below what people would notice. */
    private static final Duration USUAL_BOUND = Duration.ofMillis(100);

    /** The heap has 64 MiB, and so may what is outside of it for buffers; the rest is code and threads. */
    private static final long RESIDENT_BOUND_MIB = 256;

    private static final int PIPELINED = 100_000;

    @TempDir
    private static Path folder;

    private static SentinelProcess sentinel;
    private static int tlsPort;

    @BeforeAll
    static void start() {
        CertificateAuthority authority = CertificateAuthority.root("authority");
        TlsMaterial files = new TlsMaterial(folder, authority, authority.issue("server"));
        tlsPort = FreePort.next();
        SentinelSetup setup = SentinelProcess.jsentinel().line("tls-port " + tlsPort);
        files.lines().forEach(setup::line);
        sentinel = setup.monitor(Cluster.NAME, FreePort.next(), 2)
                .downAfterMillis(60_000)
                .start();
    }

    @AfterAll
    static void end() {
        if (sentinel != null) {
            sentinel.close();
        }
    }

    @AfterEach
    void othersAreStillServedAndNothingBroke() {
        assertServed();
        assertThat(sentinel.isAlive()).isTrue();
        assertThat(sentinel.errorText()).isEmpty();
        assertThat(sentinel.logText()).doesNotContain("FAULT", "Exception", "OutOfMemory");
    }

    private static void assertServed() {
        try (RespClient client = sentinel.client(ANSWER_BOUND)) {
            assertThat(client.call("PING").asText()).isEqualTo("PONG");
            assertThat(client.call("SENTINEL", "MASTER", Cluster.NAME).asTextMap())
                    .containsEntry("name", Cluster.NAME);
        }
    }

    @Test
    void clientsThatNeverFinishTheirRequestsWaitAlone() {
        List<RespClient> waiting = new ArrayList<>();
        try {
            for (int i = 0; i < 200; i++) {
                RespClient client = RespClient.connect(sentinel.port());
                waiting.add(client);
                client.raw("*3\r\n$8\r\nSENTINEL\r\n$100\r\nhalf of it");
            }
            assertServed();
            RespClient last = waiting.get(waiting.size() - 1);
            last.raw("x".repeat(90) + "\r\n$1\r\nx\r\n");
            assertThat(last.read(ANSWER_BOUND).isError()).isTrue();
            assertThat(waiting.get(0).tryRead(Duration.ofMillis(50))).isEmpty();
        } finally {
            waiting.forEach(RespClient::close);
        }
    }

    @Test
    void tenThousandClientsThatSayNothingOrHalfAWordHoldUpNobody() throws IOException {
        List<SocketChannel> idle = new ArrayList<>();
        try (PingSampler ordinary = new PingSampler(sentinel)) {
            for (int i = 0; i < IDLE; i++) {
                SocketChannel client = SocketChannel.open(new InetSocketAddress("127.0.0.1", sentinel.port()));
                idle.add(client);
                if (i % 2 == 0) {
                    client.write(ByteBuffer.wrap("*2\r\n$8\r\nSENTI".getBytes(StandardCharsets.US_ASCII)));
                }
                if (i % (IDLE / SILENT_OVER_TLS) == 0) {
                    idle.add(SocketChannel.open(new InetSocketAddress("127.0.0.1", tlsPort)));
                }
            }
            // Accepted in order, so that this one is served shows that the others are in.
            assertServed();
            assertThat(connectedClients()).isGreaterThanOrEqualTo(IDLE);
            int before = ordinary.count();
            Await.atMost(HEAL_BOUND)
                    .showing(ordinary::toString)
                    .until("others are answered", () -> ordinary.count() >= before + ANSWERS_MEANWHILE);
            long resident = residentMib(sentinel.pid());
            System.out.println("Among 10,000 idle clients: " + ordinary + ", " + before
                    + " of them while the idle ones came; " + resident + " MiB resident");

            assertThat(ordinary.failures()).isEmpty();
            assertThat(ordinary.quantile(0.5)).as(ordinary.toString()).isLessThan(USUAL_BOUND);
            assertThat(ordinary.quantile(1)).as(ordinary.toString()).isLessThan(ANSWER_BOUND);
            assertThat(resident).isLessThan(RESIDENT_BOUND_MIB);
        } finally {
            for (SocketChannel client : idle) {
                client.close();
            }
        }
        Await.atMost(HEAL_BOUND).until("the idle clients are gone", () -> connectedClients() < 100);
    }

    /** What the daemon has in memory, heap and all; 0 where the system does not tell. */
    private static long residentMib(long pid) throws IOException {
        Path status = Path.of("/proc", Long.toString(pid), "status");
        if (!Files.exists(status)) {
            return 0;
        }
        return Files.readAllLines(status).stream()
                        .filter(line -> line.startsWith("VmRSS:"))
                        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                        .sum()
                >> 10;
    }

    private static int connectedClients() {
        try (RespClient client = RespClient.connect(sentinel.port())) {
            String info = client.call("INFO", "clients").asText();
            return Integer.parseInt(info.replaceAll("(?s).*connected_clients:(\\d+).*", "$1"));
        }
    }

    @Test
    void whoAnnouncesAGigabyteIsRefused() {
        for (String announced : List.of("*1\r\n$1073741824\r\n", "*2\r\n$4\r\nPING\r\n$1073741824\r\n")) {
            try (RespClient client = RespClient.connect(sentinel.port(), ANSWER_BOUND)) {
                client.raw(announced);
                assertThat(client.readRawToEnd()).isEqualTo("-ERR Protocol error: invalid bulk length\r\n");
            }
        }
    }

    @Test
    void whoSendsWordsWithoutEndIsCutOff() {
        try (RespClient client = RespClient.connect(sentinel.port(), ANSWER_BOUND)) {
            String words = "$10\r\n0123456789\r\n".repeat(1_000);
            client.raw("*1000000\r\n");
            AtomicInteger sent = new AtomicInteger();
            Await.atMost(HEAL_BOUND)
                    .until("it is cut off", () -> sent.incrementAndGet() > 1_000 || isRefused(client, words));
            assertThat(sent.get()).isLessThan(200);
        }
    }

    private static boolean isRefused(RespClient client, String words) {
        try {
            client.raw(words);
            return client.tryRead(Duration.ofMillis(1))
                    .filter(answer -> answer.isError())
                    .isPresent();
        } catch (UncheckedIOException e) {
            return true;
        }
    }

    @Test
    void whoAsksWithoutReadingIsNotReadAnyMoreAndHoldsUpNobody() throws InterruptedException {
        AtomicInteger sent = new AtomicInteger();
        AtomicBoolean allSent = new AtomicBoolean();
        Thread asking;
        try (RespClient client = RespClient.connect(sentinel.port(), ANSWER_BOUND)) {
            asking = new Thread(() -> askWithoutReading(client, sent, allSent), "pipelining-client");
            asking.setDaemon(true);
            asking.start();
            int[] before = {-1};
            Await.atMost(HEAL_BOUND).until("nothing more is taken from it", () -> {
                assertServed();
                boolean stands = allSent.get() || sent.get() > 0 && sent.get() == before[0];
                before[0] = sent.get();
                return stands;
            });
            assertServed();
            assertThat(client.read(ANSWER_BOUND).asList()).hasSize(1);
        }
        asking.join(HEAL_BOUND.toMillis());
        assertThat(asking.isAlive()).isFalse();
    }

    private static void askWithoutReading(RespClient client, AtomicInteger sent, AtomicBoolean allSent) {
        String hundred = RespClient.command("SENTINEL", "MASTERS").repeat(100);
        try {
            while (sent.get() < PIPELINED) {
                client.raw(hundred);
                sent.addAndGet(100);
            }
            allSent.set(true);
        } catch (UncheckedIOException e) {
            // The test has closed the connection: that ends a write that nobody reads.
        }
    }

    @Test
    void aHundredThousandPipelinedCommandsAreAllAnsweredOnceTheyAreRead() {
        try (RespClient client = sentinel.client(ANSWER_BOUND)) {
            client.raw("PING\r\n".repeat(PIPELINED));
            assertServed();
            assertThat(client.readRaw(PIPELINED * "+PONG\r\n".length())).isEqualTo("+PONG\r\n".repeat(PIPELINED));
        }
    }
}
