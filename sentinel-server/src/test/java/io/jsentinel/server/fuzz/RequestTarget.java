package io.jsentinel.server.fuzz;

import io.jsentinel.server.resp.ProtocolFault;
import io.jsentinel.server.resp.RequestDecoder;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What clients send. The first byte says where the rest is cut in two: the requests must be the same as in one piece. */
public final class RequestTarget {

    private RequestTarget() {}

    /** One run; called by the fuzzer. */
    public static void fuzzerTestOneInput(byte[] data) {
        if (data.length < 2) {
            return;
        }
        int cut = 1 + (data[0] & 0xff) % (data.length - 1);
        for (boolean loggedIn : new boolean[] {true, false}) {
            List<String> whole = decode(loggedIn, Unpooled.wrappedBuffer(data, 1, data.length - 1));
            List<String> cutInTwo = decode(
                    loggedIn,
                    Unpooled.wrappedBuffer(data, 1, cut - 1),
                    Unpooled.wrappedBuffer(data, cut, data.length - cut));
            if (!whole.equals(cutInTwo)) {
                throw new AssertionError("in one piece " + whole + ", in two " + cutInTwo);
            }
        }
    }

    /** The requests, and the reason of the fault if there is one. */
    private static List<String> decode(boolean loggedIn, ByteBuf... pieces) {
        RequestDecoder decoder = new RequestDecoder();
        ByteBuf received = Unpooled.buffer();
        List<String> results = new ArrayList<>();
        try {
            for (ByteBuf piece : pieces) {
                received.writeBytes(piece);
                Optional<List<String>> request = decoder.next(received, loggedIn);
                while (request.isPresent()) {
                    if (request.get().isEmpty()) {
                        throw new AssertionError("a request without words");
                    }
                    results.add(request.get().toString());
                    request = decoder.next(received, loggedIn);
                }
            }
        } catch (ProtocolFault fault) {
            results.add("fault: " + fault.getMessage());
        }
        return results;
    }
}
