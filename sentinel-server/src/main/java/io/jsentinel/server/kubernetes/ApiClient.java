package io.jsentinel.server.kubernetes;

import io.jsentinel.server.json.Json;
import io.jsentinel.server.json.JsonException;
import io.netty.buffer.Unpooled;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpVersion;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Sends requests to the API, one after the other on one connection that is kept. Every request is answered, within
 * {@link #ANSWER_MILLIS} of its turn. All on its event loop.
 */
final class ApiClient {

    /** How long one request may take, with a new connection and a new token if it needs them. */
    static final long ANSWER_MILLIS = 5_000;

    /** The most requests that wait for their turn. */
    static final int MAX_WAITING = 32;

    private static final long SECOND_MILLIS = 1_000;

    private final EventLoop loop;
    private final ServiceAccount account;
    private final ApiCounters counters;
    private final ArrayDeque<Pending> waiting = new ArrayDeque<>();
    private ApiConnection connection;
    private Pending current;
    private ScheduledFuture<?> deadline;
    private boolean isClosed;

    /** A request that is not answered yet. */
    private static final class Pending {
        private final ApiCall call;
        private final Consumer<ApiAnswer> done;
        private String token = "";
        private boolean isOnNewConnection;
        private boolean isRepeated;

        private Pending(ApiCall call, Consumer<ApiAnswer> done) {
            this.call = call;
            this.done = done;
        }
    }

    /**
     * A client without a connection; the first request makes one.
     *
     * @param loop the event loop
     * @param account where the API is and by what it may be used
     * @param counters counts the requests
     */
    ApiClient(EventLoop loop, ServiceAccount account, ApiCounters counters) {
        this.loop = loop;
        this.account = account;
        this.counters = counters;
    }

    /**
     * Sends a request when those before it are answered.
     *
     * @param done hears what came of it, on the event loop; never before this returns, and not after {@link #close}
     */
    void call(ApiCall call, Consumer<ApiAnswer> done) {
        if (waiting.size() >= MAX_WAITING) {
            loop.execute(() -> done.accept(ApiAnswer.none("more than " + MAX_WAITING + " requests wait")));
            return;
        }
        waiting.add(new Pending(call, done));
        loop.execute(this::next);
    }

    /** Ends the connection; nobody hears of what is under way. */
    void close() {
        isClosed = true;
        waiting.clear();
        current = null;
        dropConnection();
        if (deadline != null) {
            deadline.cancel(false);
        }
    }

    private void next() {
        if (isClosed || current != null || waiting.isEmpty()) {
            return;
        }
        current = waiting.poll();
        Pending begun = current;
        deadline = loop.schedule(() -> tooLate(begun), ANSWER_MILLIS, TimeUnit.MILLISECONDS);
        begin();
    }

    private void tooLate(Pending late) {
        if (current == late) {
            dropConnection();
            counters.count(late.call, ApiAnswer.NONE);
            finish(ApiAnswer.none("no answer within " + ANSWER_MILLIS + " ms"));
        }
    }

    private void begin() {
        if (connection != null && connection.isUsable()) {
            send();
            return;
        }
        dropConnection();
        current.isOnNewConnection = true;
        try {
            connection = ApiConnection.open(loop, account, new Ears());
        } catch (IOException e) {
            finish(ApiAnswer.none(String.valueOf(e.getMessage())));
        }
    }

    private void send() {
        try {
            current.token = account.token();
        } catch (IOException e) {
            finish(ApiAnswer.none("the token of the service account cannot be read: " + e.getMessage()));
            return;
        }
        connection.send(request(current.call, current.token));
    }

    private FullHttpRequest request(ApiCall call, String token) {
        byte[] body = call.body().getBytes(StandardCharsets.UTF_8);
        FullHttpRequest request = new DefaultFullHttpRequest(
                HttpVersion.HTTP_1_1, HttpMethod.valueOf(call.method()), call.path(), Unpooled.wrappedBuffer(body));
        HttpHeaders headers = request.headers();
        headers.set(HttpHeaderNames.HOST, account.authority());
        headers.set(HttpHeaderNames.AUTHORIZATION, "Bearer " + token);
        headers.set(HttpHeaderNames.ACCEPT, "application/json");
        headers.set(HttpHeaderNames.USER_AGENT, "jsentinel");
        if (body.length > 0) {
            headers.set(HttpHeaderNames.CONTENT_TYPE, call.contentType());
            headers.set(HttpHeaderNames.CONTENT_LENGTH, body.length);
        }
        return request;
    }

    private void heard(FullHttpResponse response) {
        if (current == null) {
            return;
        }
        int code = response.status().code();
        counters.count(current.call, code);
        if (code == ApiAnswer.UNAUTHORIZED && hasNewToken()) {
            begin();
            return;
        }
        finish(answer(code, response));
    }

    /** Whether the token was replaced since the request was made; each request asks once. */
    private boolean hasNewToken() {
        if (current.isRepeated) {
            return false;
        }
        current.isRepeated = true;
        account.doubtToken();
        try {
            return !account.token().equals(current.token);
        } catch (IOException e) {
            return false;
        }
    }

    private static ApiAnswer answer(int code, FullHttpResponse response) {
        String text = response.content().toString(StandardCharsets.UTF_8);
        boolean ok = code >= 200 && code < 300;
        try {
            return ApiAnswer.of(code, text.isBlank() ? null : Json.parse(text), retryAfterMillis(response));
        } catch (JsonException e) {
            // A proxy on the way answers with pages of its own; their code says enough.
            return ok
                    ? ApiAnswer.none("the answer is no JSON: " + e.getMessage())
                    : ApiAnswer.of(code, null, retryAfterMillis(response));
        }
    }

    private static long retryAfterMillis(FullHttpResponse response) {
        String seconds = response.headers().get(HttpHeaderNames.RETRY_AFTER, "");
        return seconds.matches("\\d{1,6}") ? SECOND_MILLIS * Long.parseLong(seconds) : 0;
    }

    private void lost(String reason) {
        connection = null;
        if (current == null) {
            return;
        }
        counters.count(current.call, ApiAnswer.NONE);
        // A connection that was kept may have been closed on the other side just then: that says nothing.
        if (!current.isOnNewConnection && current.call.isRepeatable()) {
            begin();
        } else {
            finish(ApiAnswer.none(reason));
        }
    }

    private void finish(ApiAnswer answer) {
        Pending finished = current;
        current = null;
        deadline.cancel(false);
        loop.execute(this::next);
        finished.done.accept(answer);
    }

    private void dropConnection() {
        if (connection != null) {
            connection.close();
            connection = null;
        }
    }

    /** What the connection tells; one that was dropped tells nothing. */
    private final class Ears implements ApiConnection.Listener {

        @Override
        public void open() {
            if (current != null) {
                send();
            }
        }

        @Override
        public void answered(FullHttpResponse answer) {
            heard(answer);
        }

        @Override
        public void closed(String reason) {
            lost(reason);
        }
    }
}
