package io.jsentinel.server.fuzz;

import io.jsentinel.gossip.HelloMessage;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** What everybody may publish. A hello that is taken says the same when we tell it on. */
public final class HelloTarget {

    private HelloTarget() {}

    /** One run; called by the fuzzer. */
    public static void fuzzerTestOneInput(byte[] data) {
        Optional<HelloMessage> hello = HelloMessage.parse(new String(data, StandardCharsets.ISO_8859_1));
        if (hello.isPresent()) {
            Optional<HelloMessage> again = HelloMessage.parse(hello.get().format());
            if (!again.equals(hello)) {
                throw new AssertionError(hello + " is read as " + again + " after it was written");
            }
        }
    }
}
