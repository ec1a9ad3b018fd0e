package io.jsentinel.server.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.jsentinel.event.EventType.Level;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.Month;
import java.time.format.TextStyle;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerLogTest {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final PrintStream console = new PrintStream(bytes, true, StandardCharsets.ISO_8859_1);

    @TempDir
    private Path folder;

    @Test
    void aLineHasTheFormOfRedis() {
        log("notice").write(Level.WARNING, "+sdown master m 127.0.0.1 6379");

        assertThat(printed())
                .matches("\\d+:X \\d\\d [A-Z][a-z]{2} \\d{4} \\d\\d:\\d\\d:\\d\\d\\.\\d{3} # \\+sdown master m"
                        + " 127\\.0\\.0\\.1 6379\\n");
    }

    @Test
    void aTimeHasAllItsDigitsAndAnEnglishMonth() {
        assertThat(ServerLog.time(LocalDateTime.of(2026, 3, 4, 5, 6, 7, 8_999_999)))
                .isEqualTo("04 Mar 2026 05:06:07.008");
        assertThat(ServerLog.time(LocalDateTime.of(1999, 12, 31, 23, 59, 58, 987_000_000)))
                .isEqualTo("31 Dec 1999 23:59:58.987");
        for (Month month : Month.values()) {
            assertThat(ServerLog.time(LocalDateTime.of(2026, month, 1, 0, 0)))
                    .startsWith("01 " + month.getDisplayName(TextStyle.SHORT, Locale.ENGLISH) + " 2026");
        }
    }

    @Test
    void whatIsQuieterThanTheThresholdIsNotWritten() {
        log("notice").write(Level.VERBOSE, "quiet");
        log("warning").write(Level.NOTICE, "quiet");
        log("nothing").write(Level.WARNING, "quiet");

        assertThat(printed()).isEmpty();
        log("debug").write(Level.DEBUG, "loud enough");
        assertThat(printed()).contains(" . loud enough");
    }

    @Test
    void aForeignTextCannotForgeALine() {
        log("notice").write(Level.WARNING, "name\r\n1:X 01 Jan 2026 00:00:00.000 # \u001b[2Jforged");

        assertThat(printed().lines()).hasSize(1);
        assertThat(printed()).contains("name\\x0d\\x0a1:X").contains("# \\x1b[2Jforged");
    }

    @Test
    void aRotatedFileIsBegunAnew() throws Exception {
        Path file = folder.resolve("sentinel.log");
        ServerLog log = new ServerLog(Optional.of(file), ServerLog.threshold("notice"), console);
        log.write(Level.WARNING, "first");
        Files.move(file, folder.resolve("sentinel.log.1"));
        log.write(Level.WARNING, "second");

        assertThat(file).content().contains("second").doesNotContain("first");
        assertThat(printed()).isEmpty();
    }

    @Test
    void aFileThatCannotBeWrittenIsNamedOnceAndItsLinesGoToTheConsole() {
        Path file = folder.resolve("no such folder").resolve("sentinel.log");
        ServerLog log = new ServerLog(Optional.of(file), ServerLog.threshold("notice"), console);
        log.write(Level.WARNING, "first");
        log.write(Level.WARNING, "second");

        assertThat(printed().lines())
                .hasSize(3)
                .first()
                .asString()
                .startsWith("cannot write the log to")
                .contains("no such folder");
        assertThat(printed()).contains("# first").contains("# second");
    }

    private ServerLog log(String loglevel) {
        return new ServerLog(Optional.empty(), ServerLog.threshold(loglevel), console);
    }

    private String printed() {
        return bytes.toString(StandardCharsets.ISO_8859_1);
    }
}
