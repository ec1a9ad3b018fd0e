package io.jsentinel.server.resp;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;

/** What bytes are that are no Redis protocol, in words for the log. */
final class ForeignSpeech {

    /** The first byte of a TLS alert; the two bytes of the protocol's version follow, the first of them always 3. */
    private static final int TLS_ALERT = 0x15;

    private static final int TLS_HANDSHAKE = 0x16;
    private static final int TLS_MAJOR = 3;
    private static final String HTTP = "HTTP/";

    private ForeignSpeech() {}

    /** Names what begins at the reader index, which stays where it is. */
    static String nameOf(ByteBuf in) {
        int first = in.getByte(in.readerIndex());
        boolean tls = (first == TLS_ALERT || first == TLS_HANDSHAKE)
                && (in.readableBytes() == 1 || in.getByte(in.readerIndex() + 1) == TLS_MAJOR);
        if (tls) {
            return "it speaks TLS: set tls-replication yes";
        }
        int length = Math.min(HTTP.length(), in.readableBytes());
        String begin = in.toString(in.readerIndex(), length, StandardCharsets.ISO_8859_1);
        return HTTP.equals(begin) ? "an HTTP server answers there" : "unknown type";
    }
}
