package io.jsentinel.server.resp;

import io.netty.buffer.ByteBuf;

/** Finds the end of a line that may arrive in any number of pieces, without looking at a byte twice. */
final class LineFinder {

    /** The longest line, in bytes, without its end. */
    static final int MAX_LINE = 64 * 1024;

    /** How many bytes after the reader index are known not to hold the end. */
    private int seen;

    /**
     * The length of the line at the reader index.
     *
     * @param in whose reader index stands where it stood when this was last asked in vain
     * @param end the byte that ends a line
     * @param tooLong what is wrong when no end comes
     * @return the number of bytes before the end; -1 when it has not come yet
     * @throws ProtocolFault when the line is longer than {@value #MAX_LINE} bytes
     */
    int find(ByteBuf in, byte end, String tooLong) throws ProtocolFault {
        int start = in.readerIndex();
        int index = in.indexOf(start + seen, in.writerIndex(), end);
        int length = index < 0 ? in.readableBytes() : index - start;
        if (length > MAX_LINE) {
            throw new ProtocolFault(tooLong);
        }
        seen = index < 0 ? length : 0;
        return index < 0 ? -1 : length;
    }

    /** The line was read in another way: the next search is about another line. */
    void restart() {
        seen = 0;
    }
}
