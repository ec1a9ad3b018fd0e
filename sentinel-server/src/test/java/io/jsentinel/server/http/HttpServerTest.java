package io.jsentinel.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.jsentinel.resp.Resp;
import io.jsentinel.testkit.Await;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the pages answer, and what they do not put up with. */
class HttpServerTest {

    private TestPages pages = new TestPages();

    @AfterEach
    void close() {
        pages.close();
    }

    @Test
    void aProbeSaysNoWithAReason() {
        assertThat(pages.ask("GET /master"))
                .startsWith("HTTP/1.1 503 Service Unavailable\r\n")
                .contains("content-type: application/json")
                .contains("\"ok\":false,\"reason\":\"no server of m on this machine")
                .contains("\"name\":\"m\",\"master\":\"127.0.0.1:6379\"");
    }

    @Test
    void everyNameOfAProbeIsAPage() {
        for (String name : List.of(
                "master", "primary", "read-write", "replica", "read-only", "health", "leader", "ready", "readiness")) {
            assertThat(pages.ask("GET /" + name)).as(name).startsWith("HTTP/1.1 503 ");
            assertThat(pages.ask("GET /" + name + "/m")).as(name).startsWith("HTTP/1.1 503 ");
            assertThat(pages.ask("GET /" + name + "/other")).as(name).startsWith("HTTP/1.1 404 ");
        }
        assertThat(pages.ask("GET /")).startsWith("HTTP/1.1 503 ");
        for (String name : List.of("quorum", "sentinel/m", "liveness", "livez", "startup", "sentinel-ready")) {
            assertThat(pages.ask("GET /" + name)).as(name).startsWith("HTTP/1.1 200 ");
        }
    }

    @Test
    void headAndOptionsAreTheStatusLineOnly() {
        for (String method : List.of("HEAD", "OPTIONS")) {
            assertThat(pages.ask(method + " /master"))
                    .isEqualTo("HTTP/1.1 503 Service Unavailable\r\ncontent-length: 0\r\nconnection: close\r\n\r\n");
            assertThat(pages.ask(method + " /quorum")).startsWith("HTTP/1.1 200 OK\r\ncontent-length: 0\r\n");
        }
    }

    @Test
    void pagesTellTheState() {
        assertThat(pages.ask("GET /cluster")).contains("\"scope\":\"m\"").contains("\"state\":\"disconnected\"");
        assertThat(pages.ask("GET /masters/m")).contains("\"scope\":\"m\"");
        assertThat(pages.ask("GET /masters/m/replicas")).endsWith("[]\n");
        assertThat(pages.ask("GET /masters")).startsWith("HTTP/1.1 404 ");
        assertThat(pages.ask("GET /history")).endsWith("[]\n");
        assertThat(pages.ask("GET /config")).contains("\"quorum\":1");
        assertThat(pages.ask("GET /status")).contains("\"version\":\"1.2.3\"");
    }

    @Test
    void whatIsNotThereIsSaidInJson() {
        assertThat(pages.ask("GET /nothing"))
                .startsWith("HTTP/1.1 404 Not Found\r\n")
                .endsWith("{\"error\":\"there is no page /nothing\"}\n");
        assertThat(pages.ask("DELETE /master")).startsWith("HTTP/1.1 405 ");
        assertThat(pages.ask("DELETE /nothing")).startsWith("HTTP/1.1 404 ");
        assertThat(pages.ask("GET /switchover")).startsWith("HTTP/1.1 405 ").contains("wants POST");
    }

    @Test
    void aLimitThatCannotBeReadIsAnError() {
        assertThat(pages.ask("GET /replica?lag=1XB"))
                .startsWith("HTTP/1.1 400 ")
                .contains("the parameter lag is '1XB', expected a number of bytes such as 1048576 or 1MB");
        assertThat(pages.ask("GET /replica?lag=1MB&max-link-down=5s")).startsWith("HTTP/1.1 503 ");
    }

    @Test
    void connectionsAreKeptAndRequestsAnsweredInTheirOrder() throws Exception {
        try (Socket socket = pages.connect()) {
            TestPages.send(
                    socket,
                    "GET /quorum HTTP/1.1\r\nHost: x\r\n\r\nOPTIONS /master HTTP/1.1\r\nHost: x\r\n\r\n"
                            + "GET /nothing HTTP/1.1\r\nHost: x\r\n\r\n");
            assertThat(TestPages.answer(socket)).first().isEqualTo("HTTP/1.1 200 OK");
            assertThat(TestPages.answer(socket)).first().isEqualTo("HTTP/1.1 503 Service Unavailable");
            assertThat(TestPages.answer(socket)).first().isEqualTo("HTTP/1.1 404 Not Found");
        }
    }

    @Test
    void anOldClientGetsItsAnswerAndTheEnd() {
        assertThat(pages.raw("OPTIONS /quorum HTTP/1.0\r\n\r\n"))
                .startsWith("HTTP/1.1 200 OK\r\ncontent-length: 0\r\n");
        assertThat(pages.raw("GET /quorum HTTP/1.0\r\n\r\n")).contains("\"ok\":true");
    }

    @Test
    void whatIsNoHttpIsRefused() {
        assertThat(pages.raw("*1\r\n$4\r\nPING\r\n\r\n")).startsWith("HTTP/1.1 400 ");
        assertThat(pages.ask("GET /master?lag=%zz")).startsWith("HTTP/1.1 400 ");
    }

    @Test
    void longLinesAndHeadersAndBodiesAreRefused() {
        assertThat(pages.ask("GET /" + "x".repeat(5_000))).startsWith("HTTP/1.1 4");
        assertThat(pages.raw("GET / HTTP/1.1\r\nX: " + "y".repeat(9_000) + "\r\n\r\n"))
                .startsWith("HTTP/1.1 4");
        assertThat(pages.raw(
                        "POST /switchover HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 16385\r\n\r\n"))
                .startsWith("HTTP/1.1 413 ");
    }

    @Test
    void manyReadersCostOnePicture() throws Exception {
        try (Socket socket = pages.connect()) {
            for (int i = 0; i < 16; i++) {
                TestPages.send(socket, "GET /quorum HTTP/1.1\r\nHost: x\r\n\r\n");
            }
            long began = System.nanoTime();
            for (int i = 0; i < 16; i++) {
                assertThat(TestPages.answer(socket)).first().isEqualTo("HTTP/1.1 200 OK");
            }
            long periods = 1 + (System.nanoTime() - began) / (StatusBoard.FRESH_MILLIS * 1_000_000);
            assertThat(pages.backstage.pictures.get()).isLessThanOrEqualTo((int) periods + 1);
        }
    }

    @Test
    void aHungEventLoopIsToldByProbesAndNeverWaitedForLong() {
        assertThat(pages.ask("GET /quorum")).startsWith("HTTP/1.1 200 ");
        CountDownLatch hung = new CountDownLatch(1);
        pages.core.next().execute(() -> {
            try {
                hung.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        try {
            Await.atMost(Duration.ofSeconds(30))
                    .until(
                            "probes say no",
                            () -> pages.ask("GET /quorum").contains("the event loop has not answered for"));
            assertThat(pages.ask("GET /liveness")).startsWith("HTTP/1.1 200 ");
            Await.atMost(Duration.ofSeconds(60))
                    .until("we count as dead", () -> pages.ask("GET /liveness").startsWith("HTTP/1.1 503 "));
        } finally {
            hung.countDown();
        }
        Await.atMost(Duration.ofSeconds(10))
                .until("all is well again", () -> pages.ask("GET /liveness").startsWith("HTTP/1.1 200 "));
    }

    @Test
    void severalMastersHaveToBeNamed() {
        pages.close();
        pages = new TestPages(
                new FakeBackstage("sentinel monitor a 127.0.0.1 1 1\nsentinel monitor b 127.0.0.1 2 1\n"),
                "",
                List.of());
        assertThat(pages.ask("GET /master")).startsWith("HTTP/1.1 404 ").contains("such as /master/a");
        assertThat(pages.ask("GET /master/b")).startsWith("HTTP/1.1 503 ");
        assertThat(pages.ask("GET /cluster")).startsWith("HTTP/1.1 404 ");
        assertThat(pages.ask("GET /quorum/b")).startsWith("HTTP/1.1 200 ");
    }

    @Test
    void refusalsOfASwitchoverHaveStatusCodesOfTheirOwn() {
        pages.backstage.answer = Resp.error("-INPROG Failover already in progress");
        assertThat(pages.ask("POST /failover")).startsWith("HTTP/1.1 409 ");
        pages.backstage.answer = Resp.error("-NOGOODSLAVE No suitable replica to promote");
        assertThat(pages.ask("POST /failover/m"))
                .startsWith("HTTP/1.1 412 ")
                .contains("NOGOODSLAVE No suitable replica to promote");
        assertThat(pages.ask("POST /failover/other")).startsWith("HTTP/1.1 404 ");
        assertThat(pages.backstage.commands)
                .containsExactly(List.of("sentinel", "failover", "m"), List.of("sentinel", "failover", "m"));
    }

    @Test
    void aSwitchoverThatDoesNotEndIsNotWaitedForForEver() {
        assertThat(pages.ask("POST /switchover?timeout=300ms"))
                .startsWith("HTTP/1.1 503 ")
                .contains("has begun and is not over yet");
        assertThat(pages.backstage.commands).containsExactly(List.of("sentinel", "failover", "m", "coordinated"));
    }

    @Test
    void wishesThatCannotBeFulfilledAreRefusedBeforeAnythingHappens() {
        assertThat(post("/switchover", "{\"leader\":\"10.0.0.9\"}"))
                .startsWith("HTTP/1.1 412 ")
                .contains("the master is 127.0.0.1:6379, not 10.0.0.9");
        assertThat(post("/switchover", "{\"candidate\":\"10.0.0.9\"}")).startsWith("HTTP/1.1 412 ");
        assertThat(post("/switchover", "{\"scheduled_at\":\"2026\"}")).startsWith("HTTP/1.1 400 ");
        assertThat(post("/switchover", "[1]")).startsWith("HTTP/1.1 400 ");
        assertThat(post("/switchover", "{\"leader\":{}}")).startsWith("HTTP/1.1 400 ");
        assertThat(post("/switchover", "{{{{{{")).startsWith("HTTP/1.1 400 ");
        assertThat(post("/switchover", "{\"leader\": !!int \"x\"}")).startsWith("HTTP/1.1 400 ");
        assertThat(post("/switchover", "{leader: x}")).startsWith("HTTP/1.1 400 ");
        assertThat(post("/switchover", "{\"timeout\":5}")).startsWith("HTTP/1.1 400 ");
        assertThat(pages.ask("POST /switchover?timeout=601s")).startsWith("HTTP/1.1 400 ");
        assertThat(pages.backstage.commands).isEmpty();
    }

    @Test
    void theHookBeforeTheEndWaitsUntilAllIsFinished() {
        for (String method : List.of("GET", "POST")) {
            assertThat(pages.ask(method + " /prestop?budget=25s"))
                    .startsWith("HTTP/1.1 200 ")
                    .contains("\"complete\":true,\"outcome\":\"nothing is left to do\"");
        }
        assertThat(pages.ask("GET /prestop?budget=x")).startsWith("HTTP/1.1 400 ");
        assertThat(pages.backstage.commands).containsExactly(List.of("drain", "25000"), List.of("drain", "25000"));
    }

    @Test
    void aPauseTellsHowManyOthersWereTold() {
        pages.backstage.answer = Resp.integer(2);
        assertThat(pages.ask("POST /pause"))
                .startsWith("HTTP/1.1 200 ")
                .contains("{\"name\":\"m\",\"pause\":true,\"others_told\":2,\"others\":0}");
        assertThat(pages.ask("POST /resume/m")).contains("\"pause\":false");
        assertThat(pages.ask("GET /pause")).startsWith("HTTP/1.1 405 ");
        assertThat(pages.backstage.commands)
                .containsExactly(List.of("sentinel", "pause", "m"), List.of("sentinel", "resume", "m"));
    }

    @Test
    void metricsComeInTheFormatThatIsAsked() {
        assertThat(pages.ask("GET /metrics"))
                .startsWith("HTTP/1.1 200 ")
                .contains("content-type: text/plain; version=0.0.4; charset=utf-8")
                .contains("\nredis_sentinel_masters 1.0\n");
        assertThat(pages.raw("GET /metrics HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
                        + "Accept: application/openmetrics-text;version=1.0.0,text/plain;q=0.5\r\n\r\n"))
                .contains("content-type: application/openmetrics-text; version=1.0.0; charset=utf-8")
                .endsWith("# EOF\n");
    }

    @Test
    void theAgentCheckIsOneLine() throws Exception {
        try (Socket socket = TestPages.connect(pages.agentPort)) {
            assertThat(TestPages.rest(socket)).isEqualTo("down\n");
        }
    }

    private String post(String path, String body) {
        return pages.raw("POST " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: "
                + body.length() + "\r\n\r\n" + body);
    }
}
