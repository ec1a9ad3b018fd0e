package io.jsentinel.server.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.jsentinel.testkit.CertificateAuthority;
import io.jsentinel.testkit.ScriptedApi;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests to an API that behaves well, badly, or not at all. */
class ApiClientTest {

    private static final ApiCall GET = new ApiCall("get", "pods", "/api/v1/namespaces/data/pods/redis-0", "");
    private static final ApiCall CREATE = new ApiCall("create", "events", "/api/v1/namespaces/data/events", "{}");
    private static final String POD = "{\"metadata\":{\"uid\":\"u-1\"}}";
    private static final long BOUND_SECONDS = 30;

    @TempDir
    private Path folder;

    private final EventLoopGroup group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final EventLoop loop = group.next();
    private final ApiCounters counters = new ApiCounters();
    private ApiClient client;

    private static ServiceAccount account(ScriptedApi api) {
        return new ServiceAccount("127.0.0.1", api.port(), api.folder());
    }

    @AfterEach
    void end() {
        if (client != null) {
            loop.submit(client::close).syncUninterruptibly();
        }
        group.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }

    private ApiAnswer call(ServiceAccount account, ApiCall call) throws Exception {
        if (client == null) {
            client = new ApiClient(loop, account, counters);
        }
        CompletableFuture<ApiAnswer> answer = new CompletableFuture<>();
        loop.execute(() -> client.call(call, answer::complete));
        return answer.get(BOUND_SECONDS, TimeUnit.SECONDS);
    }

    private ScriptedApi api(ScriptedApi.Script script) throws Exception {
        return new ScriptedApi(folder, script);
    }

    @Test
    void aRequestCarriesTheTokenAndItsConnectionIsKept() throws Exception {
        try (ScriptedApi api = api((request, wire) -> wire.answer(200, POD))) {
            ApiAnswer first = call(account(api), GET);
            assertThat(first.isOk()).isTrue();
            assertThat(first.text("metadata", "uid")).contains("u-1");
            assertThat(call(account(api), new ApiCall("patch", "pods", GET.path(), "{\"a\":1}"))
                            .isOk())
                    .isTrue();
            assertThat(api.connections()).isEqualTo(1);
            assertThat(api.requests().get(0).headers())
                    .containsEntry("authorization", "Bearer first-token")
                    .containsKey("host");
            assertThat(api.requests().get(1).method()).isEqualTo("PATCH");
            assertThat(api.requests().get(1).headers()).containsEntry("content-type", "application/merge-patch+json");
            assertThat(api.requests().get(1).body()).isEqualTo("{\"a\":1}");
            assertThat(counters.requests())
                    .isEqualTo(Map.of(
                            new ApiCounters.Kind("get", "pods", 200), 1L,
                            new ApiCounters.Kind("patch", "pods", 200), 1L));
        }
    }

    @Test
    void aTokenThatWasReplacedIsReadAgainWhenTheOldOneIsRefused() throws Exception {
        ScriptedApi[] self = new ScriptedApi[1];
        try (ScriptedApi api = api((request, wire) -> {
            boolean isNew = request.headers().get("authorization").equals("Bearer second-token");
            if (!isNew && self[0].requests().size() == 1) {
                self[0].token("second-token");
            }
            wire.answer(isNew ? 200 : 401, "{\"message\":\"Unauthorized\"}");
        })) {
            self[0] = api;
            assertThat(call(account(api), GET).isOk()).isTrue();
            assertThat(api.requests()).hasSize(2);
        }
    }

    @Test
    void aTokenThatIsRefusedAndNotReplacedIsTriedOnce() throws Exception {
        try (ScriptedApi api = api((request, wire) -> wire.answer(401, "{\"message\":\"Unauthorized\"}"))) {
            ApiAnswer answer = call(account(api), GET);
            assertThat(answer.code()).isEqualTo(401);
            assertThat(answer.reason()).isEqualTo("HTTP 401: Unauthorized");
            assertThat(api.requests()).hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 403, 404, 409, 410, 422, 429, 500, 503})
    void anErrorIsAnAnswerWithItsReason(int code) throws Exception {
        try (ScriptedApi api = api((request, wire) ->
                wire.answer(code, "{\"kind\":\"Status\",\"message\":\"that\\nis it\"}", "Retry-After: 7"))) {
            ApiAnswer answer = call(account(api), GET);
            assertThat(answer.isOk()).isFalse();
            assertThat(answer.code()).isEqualTo(code);
            assertThat(answer.reason()).isEqualTo("HTTP " + code + ": that is it");
            assertThat(answer.retryAfterMillis()).isEqualTo(7_000);
        }
    }

    @Test
    void aPageOfAProxyIsAnErrorByItsCode() throws Exception {
        try (ScriptedApi api = api((request, wire) -> wire.answer(502, "<html>Bad gateway</html>"))) {
            assertThat(call(account(api), GET).reason()).isEqualTo("HTTP 502");
        }
        client = null;
        try (ScriptedApi api = api((request, wire) -> wire.answer(200, "<html>log in here</html>"))) {
            assertThat(call(account(api), GET).reason()).startsWith("the answer is no JSON");
        }
    }

    @Test
    void aKeptConnectionThatWasClosedMeanwhileIsReplacedAtOnce() throws Exception {
        AtomicInteger count = new AtomicInteger();
        try (ScriptedApi api = api((request, wire) -> {
            if (count.incrementAndGet() == 2) {
                wire.close();
            } else {
                wire.answer(200, POD);
            }
        })) {
            assertThat(call(account(api), GET).isOk()).isTrue();
            assertThat(call(account(api), GET).isOk()).isTrue();
            assertThat(api.connections()).isEqualTo(2);
        }
    }

    @Test
    void whatCreatesSomethingIsNotRepeatedByItself() throws Exception {
        AtomicInteger count = new AtomicInteger();
        try (ScriptedApi api = api((request, wire) -> {
            if (count.incrementAndGet() == 2) {
                wire.close();
            } else {
                wire.answer(200, POD);
            }
        })) {
            assertThat(call(account(api), GET).isOk()).isTrue();
            assertThat(call(account(api), CREATE).isOk()).isFalse();
            assertThat(api.requests()).hasSize(2);
        }
    }

    @Test
    void anAnswerThatBreaksOffIsNone() throws Exception {
        try (ScriptedApi api = api((request, wire) -> {
            wire.raw("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n{\"meta");
            wire.close();
        })) {
            ApiAnswer answer = call(account(api), GET);
            assertThat(answer.code()).isEqualTo(ApiAnswer.NONE);
            assertThat(answer.isOk()).isFalse();
        }
    }

    @Test
    void aConnectionThatTheApiEndsAfterAnAnswerIsNotUsedAgain() throws Exception {
        try (ScriptedApi api = api((request, wire) -> {
            wire.answer(200, POD, "Connection: close");
            wire.close();
        })) {
            assertThat(call(account(api), GET).isOk()).isTrue();
            assertThat(call(account(api), CREATE).isOk()).isTrue();
            assertThat(api.connections()).isEqualTo(2);
        }
    }

    @Test
    void anAnswerHasOneMebibyteAndNoMore() throws Exception {
        int most = ApiConnection.MAX_ANSWER_BYTES;
        try (ScriptedApi api = api((request, wire) -> {
            int length = request.path().equals("/small") ? most : most + 1;
            wire.answer(200, "\"" + "x".repeat(length - 2) + "\"");
        })) {
            assertThat(call(account(api), new ApiCall("get", "pods", "/small", ""))
                            .isOk())
                    .isTrue();
            assertThat(call(account(api), new ApiCall("get", "pods", "/large", ""))
                            .reason())
                    .isEqualTo("the answer has more than 1048576 bytes");
        }
    }

    @Test
    void anApiThatHangsOrDribblesIsGivenUpAndTheNextRequestHasAnotherConnection() throws Exception {
        try (ScriptedApi api = api((request, wire) -> {
            switch (request.path()) {
                case "/hang" -> wire.hang();
                case "/dribble" -> {
                    wire.raw("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n");
                    wire.hang();
                }
                default -> wire.answer(200, POD);
            }
        })) {
            assertThat(call(account(api), new ApiCall("get", "pods", "/hang", ""))
                            .reason())
                    .isEqualTo("no answer within 5000 ms");
            assertThat(call(account(api), new ApiCall("get", "pods", "/dribble", ""))
                            .code())
                    .isEqualTo(ApiAnswer.NONE);
            assertThat(call(account(api), GET).isOk()).isTrue();
            assertThat(counters.requests()).containsEntry(new ApiCounters.Kind("get", "pods", 0), 2L);
        }
    }

    @Test
    void whatIsNoHttpIsNoAnswer() throws Exception {
        try (ScriptedApi api = api((request, wire) -> {
            wire.raw("-ERR unknown command\r\n\r\n");
            wire.close();
        })) {
            assertThat(call(account(api), GET).code()).isEqualTo(ApiAnswer.NONE);
        }
    }

    @Test
    void anApiThatIsAwayIsToldAtOnce() throws Exception {
        ServiceAccount account;
        try (ScriptedApi api = api((request, wire) -> wire.answer(200, POD))) {
            account = account(api);
        }
        ApiAnswer answer = call(account, GET);
        assertThat(answer.code()).isEqualTo(ApiAnswer.NONE);
        assertThat(answer.reason()).contains("refused");
    }

    @Test
    void aCertificateOfAnotherAuthorityIsNotTrusted() throws Exception {
        try (ScriptedApi api = api((request, wire) -> wire.answer(200, POD))) {
            Files.writeString(
                    folder.resolve("ca.crt"), CertificateAuthority.root("other").pem());
            ApiAnswer answer = call(account(api), GET);
            assertThat(answer.reason()).startsWith("TLS: ");
            assertThat(api.requests()).isEmpty();
        }
    }

    @Test
    void moreRequestsThanMayWaitAreRefused() throws Exception {
        try (ScriptedApi api = api((request, wire) -> wire.hang())) {
            client = new ApiClient(loop, account(api), counters);
            CompletableFuture<ApiAnswer> refused = new CompletableFuture<>();
            loop.execute(() -> {
                for (int i = 0; i < ApiClient.MAX_WAITING; i++) {
                    client.call(GET, answer -> {});
                }
                client.call(GET, refused::complete);
            });
            assertThat(refused.get(BOUND_SECONDS, TimeUnit.SECONDS).reason()).contains("more than 32 requests wait");
        }
    }

    @Test
    void withoutATokenNothingIsAsked() throws Exception {
        try (ScriptedApi api = api((request, wire) -> wire.answer(200, POD))) {
            api.token("with blank");
            assertThat(call(account(api), GET).reason()).contains("the file token holds no token");
            Files.delete(folder.resolve("token"));
            assertThat(call(account(api), GET).isOk()).isFalse();
            assertThat(api.requests()).isEmpty();
        }
    }
}
