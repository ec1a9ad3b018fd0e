package io.jsentinel.server.net;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.OperatingSystemMXBean;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Processor time used so far, in seconds.
 *
 * @param userSeconds in our own code
 * @param systemSeconds in the kernel for us
 * @param childUserSeconds in the code of processes that we started and that ended
 * @param childSystemSeconds in the kernel for those
 */
record ProcessorTime(double userSeconds, double systemSeconds, double childUserSeconds, double childSystemSeconds) {

    /** Where Linux tells it, in hundredths of a second; the fields are counted behind the program's name. */
    private static final Path LINUX = Path.of("/proc/self/stat");

    private static final int FIRST_FIELD = 11;

    private static final double TICKS_PER_SECOND = 100;

    private static final double NANOS_PER_SECOND = 1e9;

    /** Of the whole process; where the system does not tell user and kernel apart, all counts as user time. */
    static ProcessorTime ofProcess() {
        try {
            String stat = Files.readString(LINUX);
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            return new ProcessorTime(
                    ticks(fields[FIRST_FIELD]),
                    ticks(fields[FIRST_FIELD + 1]),
                    ticks(fields[FIRST_FIELD + 2]),
                    ticks(fields[FIRST_FIELD + 3]));
        } catch (IOException notLinux) {
            OperatingSystemMXBean bean = ManagementFactory.getOperatingSystemMXBean();
            long nanos = bean instanceof com.sun.management.OperatingSystemMXBean known
                    ? Math.max(0, known.getProcessCpuTime())
                    : 0;
            return new ProcessorTime(nanos / NANOS_PER_SECOND, 0, 0, 0);
        }
    }

    /** Of the thread that asks, the event loop. */
    static ProcessorTime ofThisThread() {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        if (!threads.isCurrentThreadCpuTimeSupported()) {
            return new ProcessorTime(0, 0, 0, 0);
        }
        long user = threads.getCurrentThreadUserTime();
        long all = threads.getCurrentThreadCpuTime();
        return new ProcessorTime(user / NANOS_PER_SECOND, Math.max(0, all - user) / NANOS_PER_SECOND, 0, 0);
    }

    private static double ticks(String text) {
        return Long.parseLong(text) / TICKS_PER_SECOND;
    }
}
