package io.jsentinel.server.http;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.netty.util.concurrent.Future;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** One connection by HTTP: requests are answered one after the other, in their order. */
final class HttpSession extends SimpleChannelInboundHandler<FullHttpRequest> {

    /** How long a client may take for a request, and be idle between two. */
    static final long PATIENCE_SECONDS = 30;

    /** The most requests that may wait for the answers to earlier ones. */
    static final int MAX_WAITING = 16;

    /** How long an answer may take: longer than the longest that a call may ask for. */
    private static final long ANSWER_SECONDS = Actions.MAX_WAIT_MILLIS / 1_000 + PATIENCE_SECONDS;

    /** What browsers and proxies add, and nobody who calls for himself. */
    private static final List<String> MARKS_OF_OTHERS =
            List.of("origin", "referer", "sec-fetch-site", "forwarded", "via", "x-forwarded-for", "x-real-ip");

    private static final int MAX_PARTS = 8;
    private static final String BEARER = "Bearer ";

    private final Endpoints endpoints;
    private final ArrayDeque<Asked> waiting = new ArrayDeque<>();
    private Future<?> deadline;
    private boolean busy;
    private boolean isEnding;

    HttpSession(Endpoints endpoints) {
        this.endpoints = endpoints;
    }

    /** A call, or why there is none, and how it wants to be answered. */
    private record Asked(Optional<Call> call, Answer mistake, boolean keepAlive, HttpVersion version) {

        boolean wantsNoBody() {
            return call.filter(Call::wantsNoBody).isPresent();
        }
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        awaitRequest(context.channel());
    }

    private void awaitRequest(Channel channel) {
        closeAfter(channel, PATIENCE_SECONDS);
    }

    private void closeAfter(Channel channel, long seconds) {
        if (deadline != null) {
            deadline.cancel(false);
        }
        deadline = channel.eventLoop().schedule(() -> channel.close(), seconds, TimeUnit.SECONDS);
    }

    /** Whether a request is being answered. */
    boolean isBusy() {
        return busy;
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        deadline.cancel(false);
        waiting.clear();
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
        if (isEnding) {
            // Whoever announces a last request makes no other: what comes behind it is not for us.
            return;
        }
        if (waiting.size() >= MAX_WAITING) {
            context.close();
            return;
        }
        waiting.add(asked(context.channel(), request));
        serve(context);
    }

    private void serve(ChannelHandlerContext context) {
        if (busy || waiting.isEmpty()) {
            return;
        }
        busy = true;
        closeAfter(context.channel(), ANSWER_SECONDS);
        Asked asked = waiting.remove();
        if (!asked.keepAlive()) {
            isEnding = true;
            waiting.clear();
        }
        if (asked.call().isEmpty()) {
            respond(context, asked, asked.mistake());
        } else {
            endpoints.answer(asked.call().get(), answer -> respond(context, asked, answer));
        }
    }

    private void respond(ChannelHandlerContext context, Asked asked, Answer answer) {
        byte[] body = asked.wantsNoBody() ? new byte[0] : answer.body().getBytes(StandardCharsets.UTF_8);
        FullHttpResponse response = new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(answer.status()), Unpooled.wrappedBuffer(body));
        HttpHeaders headers = response.headers();
        HttpUtil.setContentLength(response, body.length);
        if (body.length > 0) {
            headers.set(HttpHeaderNames.CONTENT_TYPE, answer.type());
        }
        if (answer.status() == 401) {
            headers.set(HttpHeaderNames.WWW_AUTHENTICATE, "Bearer");
        }
        HttpUtil.setKeepAlive(headers, asked.version(), asked.keepAlive());
        var written = context.writeAndFlush(response);
        busy = false;
        if (asked.keepAlive()) {
            awaitRequest(context.channel());
            serve(context);
        } else {
            awaitRequest(context.channel());
            written.addListener(ChannelFutureListener.CLOSE);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        // A client that breaks off, or speaks something else.
        context.close();
    }

    private static Asked asked(Channel channel, FullHttpRequest request) {
        HttpVersion version = request.protocolVersion();
        if (request.decoderResult().isFailure()) {
            Answer mistake = Answer.error(400, "this is no request that can be read");
            return new Asked(Optional.empty(), mistake, false, HttpVersion.HTTP_1_1);
        }
        boolean keepAlive = HttpUtil.isKeepAlive(request);
        try {
            return new Asked(Optional.of(call(channel, request)), Answer.error(500, ""), keepAlive, version);
        } catch (IllegalArgumentException e) {
            Answer mistake = Answer.error(400, "the address of the page cannot be read");
            return new Asked(Optional.empty(), mistake, keepAlive, version);
        }
    }

    private static Call call(Channel channel, FullHttpRequest request) {
        QueryStringDecoder uri = new QueryStringDecoder(request.uri(), StandardCharsets.ISO_8859_1, true, 32);
        List<String> path = new ArrayList<>();
        for (String part : uri.path().split("/", MAX_PARTS)) {
            if (!part.isEmpty()) {
                path.add(part);
            }
        }
        Map<String, String> query = new LinkedHashMap<>();
        uri.parameters().forEach((name, values) -> query.put(name, values.get(0)));
        InetSocketAddress remote = (InetSocketAddress) channel.remoteAddress();
        InetSocketAddress own = (InetSocketAddress) channel.localAddress();
        boolean local =
                remote.getAddress().isLoopbackAddress() || remote.getAddress().equals(own.getAddress());
        Call.Caller caller = new Call.Caller(
                remote.getAddress().getHostAddress(),
                local,
                isOnBehalf(request.headers()),
                token(request.headers()),
                request.headers().get(HttpHeaderNames.ACCEPT, ""));
        return new Call(
                request.method().name(), path, query, request.content().toString(StandardCharsets.ISO_8859_1), caller);
    }

    private static boolean isOnBehalf(HttpHeaders headers) {
        return MARKS_OF_OTHERS.stream().anyMatch(headers::contains)
                || headers.get(HttpHeaderNames.USER_AGENT, "").startsWith("Mozilla/");
    }

    private static Optional<String> token(HttpHeaders headers) {
        String line = headers.get(HttpHeaderNames.AUTHORIZATION, "");
        return line.regionMatches(true, 0, BEARER, 0, BEARER.length())
                ? Optional.of(line.substring(BEARER.length()).strip())
                : Optional.empty();
    }
}
