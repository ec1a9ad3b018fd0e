package io.jsentinel.server.resp;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.ByteToMessageDecoder;

/** The bytes that a connection received and nobody used yet. Used by the event loop only; must be released. */
public final class Intake {

    private ByteBuf bytes = Unpooled.EMPTY_BUFFER;

    /** Takes over what was just received. */
    public void add(ByteBuf received, ByteBufAllocator allocator) {
        bytes = ByteToMessageDecoder.MERGE_CUMULATOR.cumulate(allocator, bytes, received);
    }

    /** The unused bytes, for a decoder; valid until the next call of another method. */
    public ByteBuf bytes() {
        return bytes;
    }

    /** Gives back the memory of what was used; to be called when a decoder wants more bytes. */
    public void settle() {
        if (bytes.isReadable()) {
            bytes.discardSomeReadBytes();
        } else {
            release();
        }
    }

    /** Gives back all memory. */
    public void release() {
        bytes.release();
        bytes = Unpooled.EMPTY_BUFFER;
    }
}
