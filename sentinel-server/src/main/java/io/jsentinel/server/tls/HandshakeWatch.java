package io.jsentinel.server.tls;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.util.function.BiConsumer;

/** Stands behind the encryption of a client's connection: tells of failures, and keeps them from the session. */
final class HandshakeWatch extends ChannelInboundHandlerAdapter {

    private final BiConsumer<String, String> failed;

    /** @param failed is told the client's address and why */
    HandshakeWatch(BiConsumer<String, String> failed) {
        this.failed = failed;
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof SslHandshakeCompletionEvent completion && !completion.isSuccess()) {
            String reason = TlsTrouble.of(completion.cause()).orElse("closed by the client");
            failed.accept(String.valueOf(context.channel().remoteAddress()), reason);
        }
        context.fireUserEventTriggered(event);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (TlsTrouble.of(cause).isPresent()) {
            // Told above when it is the handshake; later on it is a client that left in an unusual way.
            context.close();
        } else {
            context.fireExceptionCaught(cause);
        }
    }
}
