package io.jsentinel.server.net;

import io.jsentinel.resp.Resp;
import io.jsentinel.server.resp.RespEncoder;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.List;

/** A message for many subscribers, written once for each version of the protocol. */
final class Broadcast {

    private final Resp message;
    private byte[] resp2 = {};
    private byte[] resp3 = {};

    private Broadcast(Resp message) {
        this.message = message;
    }

    /** For those who subscribed to the channel. */
    static Broadcast message(String channel, String payload) {
        return new Broadcast(new Resp.Push(List.of(Resp.bulk("message"), Resp.bulk(channel), Resp.bulk(payload))));
    }

    /** For those who subscribed to the pattern. */
    static Broadcast patternMessage(String pattern, String channel, String payload) {
        return new Broadcast(new Resp.Push(
                List.of(Resp.bulk("pmessage"), Resp.bulk(pattern), Resp.bulk(channel), Resp.bulk(payload))));
    }

    /** The bytes for the wire; not to be changed. */
    byte[] bytes(boolean version3) {
        byte[] known = version3 ? resp3 : resp2;
        if (known.length > 0) {
            return known;
        }
        ByteBuf out = Unpooled.buffer();
        RespEncoder.write(message, version3, out);
        byte[] written = ByteBufUtil.getBytes(out);
        if (version3) {
            resp3 = written;
        } else {
            resp2 = written;
        }
        return written;
    }
}
