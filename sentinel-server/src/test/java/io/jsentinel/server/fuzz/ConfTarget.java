package io.jsentinel.server.fuzz;

import io.jsentinel.config.ConfReader;
import io.jsentinel.config.ConfText;
import io.jsentinel.config.ConfWriter;
import io.jsentinel.config.ConfigException;
import io.jsentinel.config.SentinelConfig;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A {@code sentinel.conf}: it is refused with a reason, or it means the same after it was rewritten. */
public final class ConfTarget {

    private ConfTarget() {}

    /** One run; called by the fuzzer. */
    public static void fuzzerTestOneInput(byte[] data) throws ConfigException {
        String text = new String(data, StandardCharsets.ISO_8859_1);
        SentinelConfig config;
        try {
            config = read(text);
        } catch (ConfigException refused) {
            return;
        }
        String rewritten = ConfWriter.rewrite(text, config);
        SentinelConfig again = read(rewritten);
        if (!again.equals(config)) {
            throw new AssertionError(config + " became " + again);
        }
        if (!ConfWriter.rewrite(rewritten, again).equals(rewritten)) {
            throw new AssertionError("writing twice changes the text");
        }
    }

    private static SentinelConfig read(String text) throws ConfigException {
        return ConfReader.read(new ConfText("fuzz.conf", text), List.of(), new EmptyDisk())
                .sentinel();
    }
}
