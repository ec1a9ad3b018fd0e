package io.jsentinel.server.log;

import io.jsentinel.event.EventType.Level;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The daemon's log, in the line format of Redis: {@code <pid>:X <day> <month> <year> <time> <level> <text>}.
 *
 * <p>A log file is opened for each line, so that it can be rotated by renaming. Any thread may write.
 */
public final class ServerLog {

    private static final List<String> MONTHS =
            List.of("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec");

    private final Optional<Path> file;
    private Optional<Level> threshold;
    private final PrintStream console;
    private final String prefix = ProcessHandle.current().pid() + ":X ";
    private Optional<Syslog> syslog = Optional.empty();
    private boolean complained;

    /**
     * A log.
     *
     * @param file where it goes; empty = the console
     * @param threshold the quietest level that is written; empty = nothing is
     * @param console standard output
     */
    public ServerLog(Optional<Path> file, Optional<Level> threshold, PrintStream console) {
        this.file = file;
        this.threshold = threshold;
        this.console = console;
    }

    /** The level that a {@code loglevel} names; nothing for {@code nothing}. */
    public static Optional<Level> threshold(String loglevel) {
        return switch (loglevel) {
            case "debug" -> Optional.of(Level.DEBUG);
            case "verbose" -> Optional.of(Level.VERBOSE);
            case "warning" -> Optional.of(Level.WARNING);
            case "nothing" -> Optional.empty();
            default -> Optional.of(Level.NOTICE);
        };
    }

    /** From now on the quietest level that is written is another; empty = nothing is. */
    public synchronized void setThreshold(Optional<Level> quietest) {
        threshold = quietest;
    }

    /** Sends every line from now on to syslog as well. */
    public synchronized void alsoTo(Syslog also) {
        syslog = Optional.of(also);
    }

    /**
     * Writes a line if it is loud enough.
     *
     * @param level how loud
     * @param text one line, one char per byte; control characters of foreign texts are made visible
     */
    public synchronized void write(Level level, String text) {
        if (threshold.isEmpty() || level.compareTo(threshold.get()) < 0) {
            return;
        }
        String shown = printable(text);
        syslog.ifPresent(log -> log.write(level, shown));
        String line =
                prefix + time(LocalDateTime.now(ZoneId.systemDefault())) + " " + level.mark() + " " + shown + "\n";
        byte[] bytes = line.getBytes(StandardCharsets.ISO_8859_1);
        if (file.isEmpty()) {
            print(bytes);
            return;
        }
        try (OutputStream out = new FileOutputStream(file.get().toFile(), true)) {
            out.write(bytes);
        } catch (IOException e) {
            // The log must not stop the daemon; the console is told once, and gets the lines that the file does not.
            if (!complained) {
                complained = true;
                print(("cannot write the log to " + file.get() + ": " + e.getMessage() + "\n")
                        .getBytes(StandardCharsets.ISO_8859_1));
            }
            print(bytes);
        }
    }

    /**
     * A time as lines have it, such as {@code 03 Nov 2026 09:05:00.007}. Put together by hand, since the formatters of the
     * JDK first load what is known of languages and calendars, which takes as long as a quarter of the rest of the start.
     */
    static String time(LocalDateTime time) {
        StringBuilder text = new StringBuilder(24);
        digits(text, time.getDayOfMonth(), 10);
        text.append(' ').append(MONTHS.get(time.getMonthValue() - 1)).append(' ');
        digits(text, time.getYear(), 1000);
        text.append(' ');
        digits(text, time.getHour(), 10);
        digits(text.append(':'), time.getMinute(), 10);
        digits(text.append(':'), time.getSecond(), 10);
        digits(text.append('.'), time.getNano() / 1_000_000, 100);
        return text.toString();
    }

    private static void digits(StringBuilder text, int number, int highest) {
        for (int place = highest; place > 0; place /= 10) {
            text.append((char) ('0' + number / place % 10));
        }
    }

    private void print(byte[] bytes) {
        console.write(bytes, 0, bytes.length);
        console.flush();
    }

    /** Control characters of a foreign text could forge lines, or command the terminal of who reads them. */
    private static String printable(String text) {
        if (text.chars().noneMatch(ServerLog::isControl)) {
            return text;
        }
        StringBuilder visible = new StringBuilder();
        for (char c : text.toCharArray()) {
            visible.append(isControl(c) ? String.format(Locale.ROOT, "\\x%02x", (int) c) : c);
        }
        return visible.toString();
    }

    private static boolean isControl(int c) {
        return c < ' ' || c == 127;
    }
}
