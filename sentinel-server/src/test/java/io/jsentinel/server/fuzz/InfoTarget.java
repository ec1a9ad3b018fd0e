package io.jsentinel.server.fuzz;

import io.jsentinel.info.InfoText;
import java.nio.charset.StandardCharsets;

/** What nodes say of themselves: everything is a report, of whatever could be understood. */
public final class InfoTarget {

    private InfoTarget() {}

    /** One run; called by the fuzzer. */
    public static void fuzzerTestOneInput(byte[] data) {
        if (InfoText.parse(new String(data, StandardCharsets.ISO_8859_1)) == null) {
            throw new AssertionError("no report");
        }
    }
}
