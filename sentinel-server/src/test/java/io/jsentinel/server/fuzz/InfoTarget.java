package io.jsentinel.server.fuzz;

import io.jsentinel.info.InfoText;
import io.jsentinel.topology.InfoReport;
import java.nio.charset.StandardCharsets;

/**
 * What nodes say of themselves: everything is a report, of whatever could be understood. It is the same every time, and
 * lines that only a later version knows, before and behind, change nothing.
 */
public final class InfoTarget {

    private InfoTarget() {}

    /** One run; called by the fuzzer. */
    public static void fuzzerTestOneInput(byte[] data) {
        String text = new String(data, StandardCharsets.ISO_8859_1);
        InfoReport report = InfoText.parse(text);
        requireSame(report, InfoText.parse(text));
        requireSame(report, InfoText.parse("# Later\r\nof_later:1\r\n" + text + "\nof_later:2\r\n"));
    }

    private static void requireSame(InfoReport report, InfoReport again) {
        if (!report.equals(again)) {
            throw new AssertionError(report + " became " + again);
        }
    }
}
