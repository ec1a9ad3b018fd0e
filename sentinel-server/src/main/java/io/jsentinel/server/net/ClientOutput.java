package io.jsentinel.server.net;

import io.jsentinel.resp.Resp;
import io.jsentinel.server.resp.RespEncoder;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslHandler;

/** What is on its way to one client. Used by the event loop only. */
final class ClientOutput {

    /** How much is gathered before it is handed to the network, in bytes. */
    private static final int GATHER = 64 * 1024;

    private final Channel channel;
    private final Traffic traffic;
    private ByteBuf gathered = Unpooled.EMPTY_BUFFER;
    private boolean flushPlanned;
    private long sentBytes;

    ClientOutput(Channel channel, Traffic traffic) {
        this.channel = channel;
        this.traffic = traffic;
    }

    /** Appends an answer; it leaves at the next flush. */
    void append(Resp answer, boolean resp3) {
        RespEncoder.write(answer, resp3, room());
    }

    /** Appends bytes and sees to it that they leave soon. */
    void appendSoon(byte[] bytes) {
        room().writeBytes(bytes);
        if (!flushPlanned) {
            flushPlanned = true;
            channel.eventLoop().execute(this::flush);
        }
    }

    /** Whether the client reads fast enough for another answer; hands over what was gathered if that is a lot. */
    boolean hasRoom() {
        if (gathered.readableBytes() >= GATHER) {
            flush();
        }
        return channel.isWritable();
    }

    /** Hands over what was gathered. */
    void flush() {
        flushPlanned = false;
        if (gathered.isReadable()) {
            ByteBuf bytes = gathered;
            gathered = Unpooled.EMPTY_BUFFER;
            traffic.bytesOut += bytes.readableBytes();
            sentBytes += bytes.readableBytes();
            traffic.writes++;
            channel.writeAndFlush(bytes, channel.voidPromise());
        }
    }

    /** How many bytes were handed over. */
    long sentBytes() {
        return sentBytes;
    }

    /** How many bytes wait for the client; those that the operating system took are not counted. */
    long pendingBytes() {
        long untilUnwritable = channel.bytesBeforeUnwritable();
        long atNetwork = untilUnwritable > 0
                ? channel.config().getWriteBufferHighWaterMark() - untilUnwritable
                : channel.config().getWriteBufferLowWaterMark() + channel.bytesBeforeWritable();
        return gathered.readableBytes() + Math.max(0, atNetwork);
    }

    /**
     * Sends what is left, then the end. The connection itself stays until the client closes it too: closing it while
     * unread bytes of the client wait would make the system throw our last words away.
     */
    void finish() {
        flush();
        SslHandler encryption = channel.pipeline().get(SslHandler.class);
        ChannelFuture last =
                encryption == null ? channel.writeAndFlush(Unpooled.EMPTY_BUFFER) : encryption.closeOutbound();
        last.addListener(sent -> ((DuplexChannel) channel).shutdownOutput())
                .addListener(ChannelFutureListener.CLOSE_ON_FAILURE);
    }

    /** Throws away what was not handed over. */
    void discard() {
        gathered.release();
        gathered = Unpooled.EMPTY_BUFFER;
    }

    private ByteBuf room() {
        if (gathered == Unpooled.EMPTY_BUFFER) {
            gathered = channel.alloc().buffer();
        }
        return gathered;
    }
}
