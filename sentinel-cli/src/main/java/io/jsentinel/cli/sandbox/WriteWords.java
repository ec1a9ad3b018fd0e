package io.jsentinel.cli.sandbox;

import io.jsentinel.testkit.WriteReport;
import java.util.Locale;

/** A {@link WriteReport} in words. */
final class WriteWords {

    private WriteWords() {}

    /** What became of the writes, in one sentence. */
    static String of(WriteReport report) {
        String counts = String.format(
                Locale.ROOT,
                "%,d writes were accepted, %,d of them confirmed by every replica; ",
                report.acknowledged(),
                report.confirmed());
        return counts
                + (report.keptItsWord()
                        ? "no confirmed write is lost"
                        : String.format(Locale.ROOT, "%,d CONFIRMED WRITES ARE LOST", report.lostConfirmed()))
                + (report.lostAcknowledged() > report.lostConfirmed()
                        ? String.format(
                                Locale.ROOT,
                                " (%,d that were not yet confirmed are)",
                                report.lostAcknowledged() - report.lostConfirmed())
                        : "");
    }
}
