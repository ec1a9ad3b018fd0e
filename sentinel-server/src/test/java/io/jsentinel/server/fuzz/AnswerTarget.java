package io.jsentinel.server.fuzz;

import io.jsentinel.resp.Resp;
import io.jsentinel.server.resp.AnswerDecoder;
import io.jsentinel.server.resp.ProtocolFault;
import io.jsentinel.server.resp.RespEncoder;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What nodes send. What could be read is the same however it is cut, and after it was written and read again. */
public final class AnswerTarget {

    private AnswerTarget() {}

    /** One run; called by the fuzzer. */
    public static void fuzzerTestOneInput(byte[] data) {
        if (data.length < 2) {
            return;
        }
        int cut = 1 + (data[0] & 0xff) % (data.length - 1);
        List<Resp> whole = decode(Unpooled.wrappedBuffer(data, 1, data.length - 1));
        List<Resp> cutInTwo =
                decode(Unpooled.wrappedBuffer(data, 1, cut - 1), Unpooled.wrappedBuffer(data, cut, data.length - cut));
        if (!whole.equals(cutInTwo)) {
            throw new AssertionError("in one piece " + whole + ", in two " + cutInTwo);
        }
        ByteBuf written = write(whole);
        ByteBuf again = write(decode(written.duplicate()));
        if (!again.equals(written)) {
            throw new AssertionError(whole + " is another value after it was written and read");
        }
    }

    private static ByteBuf write(List<Resp> values) {
        ByteBuf bytes = Unpooled.buffer();
        values.forEach(value -> RespEncoder.write(value, true, bytes));
        return bytes;
    }

    private static List<Resp> decode(ByteBuf... pieces) {
        AnswerDecoder decoder = new AnswerDecoder();
        ByteBuf received = Unpooled.buffer();
        List<Resp> values = new ArrayList<>();
        try {
            for (ByteBuf piece : pieces) {
                received.writeBytes(piece);
                for (Optional<Resp> value = decoder.next(received); value.isPresent(); value = decoder.next(received)) {
                    values.add(value.get());
                }
            }
        } catch (ProtocolFault fault) {
            // What was read before it stands.
        }
        return values;
    }
}
