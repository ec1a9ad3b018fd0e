package io.jsentinel.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What a process has cost up to a moment, as Linux tells it.
 *
 * @param nanoTime that moment, as in {@link System#nanoTime()}
 * @param cpuSeconds time on a processor since its start, in the system and outside, to a hundredth
 * @param rssMegabytes memory that is in use, shared files included, in units of 1024 × 1024 bytes
 * @param anonymousMegabytes the part of it that no file lies behind
 * @param threads how many it has
 */
record ProcessCost(long nanoTime, double cpuSeconds, double rssMegabytes, double anonymousMegabytes, int threads) {

    /** Linux tells times of processes in hundredths of a second, whatever its own clock's rate. */
    private static final double TICKS_PER_SECOND = 100;

    private static final int USER_TICKS = 11;
    private static final int SYSTEM_TICKS = 12;

    /** Whether this system tells it. */
    static Optional<String> obstacle() {
        return Files.isReadable(Path.of("/proc/self/status"))
                ? Optional.empty()
                : Optional.of("it needs /proc of Linux, where the cost of processes stands");
    }

    /** The cost of a process that runs. @throws UncheckedIOException when it has ended */
    static ProcessCost of(long pid) {
        try {
            Path folder = Path.of("/proc", Long.toString(pid));
            String stat = Files.readString(folder.resolve("stat"), StandardCharsets.ISO_8859_1);
            // The program's name is in parentheses and may hold spaces.
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            double ticks = Long.parseLong(fields[USER_TICKS]) + Long.parseLong(fields[SYSTEM_TICKS]);
            String status = Files.readString(folder.resolve("status"), StandardCharsets.ISO_8859_1);
            return new ProcessCost(
                    System.nanoTime(),
                    ticks / TICKS_PER_SECOND,
                    number(status, "VmRSS:") / 1024.0,
                    number(status, "RssAnon:") / 1024.0,
                    (int) number(status, "Threads:"));
        } catch (IOException e) {
            throw new UncheckedIOException("process " + pid + " has ended", e);
        }
    }

    private static long number(String status, String field) {
        return status.lines()
                .filter(line -> line.startsWith(field))
                .map(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElse(0L);
    }

    /** The share of one processor that it took since an earlier moment, in percent. */
    double cpuPercentSince(ProcessCost earlier) {
        return 100 * (cpuSeconds - earlier.cpuSeconds) / ((nanoTime - earlier.nanoTime) / 1e9);
    }
}
