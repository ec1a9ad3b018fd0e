package io.jsentinel.server.kubernetes;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.handler.ssl.SslProvider;
import java.io.IOException;
import java.net.ConnectException;
import java.util.concurrent.TimeUnit;

/** One connection to the API, with TLS; used for one request at a time. All on its event loop. */
final class ApiConnection {

    /** How long the connection and its handshake may take, each. */
    static final int CONNECT_MILLIS = 2_000;

    /** The largest answer. A pod has some kilobytes. */
    static final int MAX_ANSWER_BYTES = 1 << 20;

    /** Hears what happens. */
    interface Listener {

        /** Requests can be sent. */
        void open();

        /** An answer; whoever hears it must not keep it. */
        void answered(FullHttpResponse answer);

        /** There will be no answer on this connection any more. */
        void closed(String reason);
    }

    private final Listener listener;
    private Channel channel;
    private boolean isOpen;
    private boolean isClosed;
    private String reason = "the connection was closed";

    private ApiConnection(Listener listener) {
        this.listener = listener;
    }

    /**
     * Begins to connect; {@code open} or {@code closed} follows, never before this returns.
     *
     * @param loop the event loop
     * @param account where the API is, and whom to trust
     * @throws IOException when there is nobody to trust
     */
    static ApiConnection open(EventLoop loop, ServiceAccount account, Listener listener) throws IOException {
        ApiConnection connection = new ApiConnection(listener);
        SslContext tls = SslContextBuilder.forClient()
                .sslProvider(SslProvider.JDK)
                .protocols("TLSv1.3", "TLSv1.2")
                .trustManager(account.authorities())
                .endpointIdentificationAlgorithm("HTTPS")
                .build();
        ChannelFuture connecting = new Bootstrap()
                .group(loop)
                .channel(NioSocketChannel.class)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_MILLIS)
                .option(ChannelOption.TCP_NODELAY, true)
                .handler(new ChannelInitializer<NioSocketChannel>() {
                    @Override
                    protected void initChannel(NioSocketChannel made) {
                        connection.prepare(made, tls, account);
                    }
                })
                .connect(account.host(), account.port());
        connection.channel = connecting.channel();
        connecting.addListener(done -> {
            if (!done.isSuccess()) {
                loop.execute(() -> connection.end(describe(done.cause())));
            }
        });
        return connection;
    }

    private void prepare(NioSocketChannel made, SslContext tls, ServiceAccount account) {
        SslHandler handshake = tls.newHandler(made.alloc(), account.host(), account.port());
        handshake.setHandshakeTimeout(CONNECT_MILLIS, TimeUnit.MILLISECONDS);
        made.pipeline()
                .addLast(handshake)
                .addLast(new HttpClientCodec())
                .addLast(new HttpObjectAggregator(MAX_ANSWER_BYTES))
                .addLast(new Reception());
    }

    /** Whether a request can be sent now. */
    boolean isUsable() {
        return isOpen && !isClosed && channel.isActive();
    }

    /** Sends a request, which this takes over. */
    void send(FullHttpRequest request) {
        channel.writeAndFlush(request).addListener(written -> {
            if (!written.isSuccess()) {
                end(describe(written.cause()));
            }
        });
    }

    /** Ends it without telling anybody. */
    void close() {
        isClosed = true;
        channel.close();
    }

    private void end(String why) {
        if (!isClosed) {
            close();
            listener.closed(why);
        }
    }

    private static String describe(Throwable cause) {
        String text = String.valueOf(cause.getMessage()).replaceAll("[\\x00-\\x1f]", " ");
        return cause instanceof ConnectException || cause instanceof IOException
                ? text
                : cause.getClass().getSimpleName() + ": " + text;
    }

    /** What comes in. */
    private final class Reception extends SimpleChannelInboundHandler<FullHttpResponse> {

        @Override
        public void userEventTriggered(ChannelHandlerContext context, Object event) throws Exception {
            if (event instanceof SslHandshakeCompletionEvent handshake) {
                if (handshake.isSuccess()) {
                    isOpen = true;
                    listener.open();
                } else {
                    end("TLS: " + describe(handshake.cause()));
                }
            }
            super.userEventTriggered(context, event);
        }

        @Override
        protected void channelRead0(ChannelHandlerContext context, FullHttpResponse answer) {
            if (isClosed) {
                return;
            }
            if (answer.decoderResult().isFailure()) {
                end("the answer is no HTTP");
                return;
            }
            if (!HttpUtil.isKeepAlive(answer)) {
                isOpen = false;
                context.close();
            }
            listener.answered(answer);
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            end(reason);
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            reason = cause instanceof io.netty.handler.codec.TooLongFrameException
                    ? "the answer has more than " + MAX_ANSWER_BYTES + " bytes"
                    : describe(cause);
            end(reason);
        }
    }
}
