package io.jsentinel.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.jsentinel.resp.Resp;
import io.jsentinel.testkit.Await;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What others must not achieve by way of the pages. */
class HttpAbuseTest {

    private final TestPages pages = new TestPages();

    @AfterEach
    void close() {
        pages.close();
    }

    @Test
    void whoOnlyHoldsConnectionsDoesNotKeepProbesOut() throws Exception {
        List<Socket> open = new ArrayList<>();
        try {
            for (int i = 0; i < HttpServer.MAX_CONNECTIONS; i++) {
                open.add(pages.connect());
            }
            TestPages.send(open.get(0), "GET /quorum HTTP/1.1\r\nHost: x\r\n\r\n");
            assertThat(TestPages.answer(open.get(0))).first().isEqualTo("HTTP/1.1 200 OK");
            assertThat(pages.ask("GET /liveness")).startsWith("HTTP/1.1 200 ");
            assertThat(open.get(0).getInputStream().read()).isEqualTo(-1);
            TestPages.send(open.get(1), "GET /quorum HTTP/1.1\r\nHost: x\r\n\r\n");
            assertThat(TestPages.answer(open.get(1))).first().isEqualTo("HTTP/1.1 200 OK");
        } finally {
            for (Socket socket : open) {
                socket.close();
            }
        }
    }

    @Test
    void whatComesBehindTheLastRequestIsNotDone() {
        String two = "POST /pause HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
                + "POST /resume HTTP/1.1\r\nHost: x\r\n\r\n";
        pages.backstage.answer = Resp.integer(0);
        assertThat(pages.raw(two)).containsOnlyOnce("HTTP/1.1 ");
        assertThat(pages.backstage.commands).containsExactly(List.of("sentinel", "pause", "m"));
    }

    @Test
    void aPageThatABrowserHasOpenChangesNothing() {
        for (String mark : List.of(
                "Origin: http://evil.example",
                "Referer: http://evil.example/",
                "Sec-Fetch-Site: cross-site",
                "X-Forwarded-For: 127.0.0.1",
                "Forwarded: for=127.0.0.1",
                "User-Agent: Mozilla/5.0")) {
            for (String request : List.of("POST /pause", "GET /prestop")) {
                assertThat(pages.raw(request + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n" + mark + "\r\n\r\n"))
                        .as(mark)
                        .startsWith("HTTP/1.1 401 ")
                        .contains("by a browser or a proxy");
            }
        }
        assertThat(pages.backstage.commands).isEmpty();
    }

    @Test
    void aPictureThatCannotBeTakenIsNoHungLoop() {
        assertThat(pages.ask("GET /quorum")).startsWith("HTTP/1.1 200 ");
        pages.backstage.failing = true;
        Await.atMost(Duration.ofSeconds(30))
                .until(
                        "the last picture is too old",
                        () -> pages.ask("GET /quorum").startsWith("HTTP/1.1 503 "));
        pages.backstage.failing = false;
        Await.atMost(Duration.ofSeconds(10))
                .until(
                        "pictures are taken again",
                        () -> pages.ask("GET /quorum").startsWith("HTTP/1.1 200 "));
    }

    @Test
    @Timeout(60)
    void theEndDoesNotWaitForAThreadThatHangs() throws Exception {
        CountDownLatch hangs = new CountDownLatch(1);
        CountDownLatch over = new CountDownLatch(1);
        pages.close();
        try (TestPages hanging = new TestPages(new FakeBackstage(), "no-such-file", List.of(), line -> {
                    hangs.countDown();
                    awaitQuietly(over);
                });
                Socket socket = hanging.connect()) {
            TestPages.send(
                    socket, "POST /pause HTTP/1.1\r\nHost: x\r\nOrigin: http://x\r\nAuthorization: Bearer x\r\n\r\n");
            hangs.await();
        }
        assertThat(over.getCount()).isEqualTo(1);
        over.countDown();
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
