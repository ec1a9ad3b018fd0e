package io.jsentinel.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A control group of Linux with a tenth of a processor and 64 MiB of memory, in the hierarchies of version 1. Only root
 * can make one. It is removed when it is closed, at the latest with this JVM.
 */
final class SmallGroup implements AutoCloseable {

    private static final Path CPU = Path.of("/sys/fs/cgroup/cpu");
    private static final Path MEMORY = Path.of("/sys/fs/cgroup/memory");
    private static final String PERIOD_MICROS = "100000";
    private static final String QUOTA_MICROS = "10000";
    private static final String LIMIT_BYTES = Integer.toString(64 << 20);
    private static final int REMOVAL_TRIES = 200;
    private static final long REMOVAL_PAUSE_MILLIS = 25;
    private static final String ENTER =
            "echo $$ >\"$1/cgroup.procs\" && echo $$ >\"$2/cgroup.procs\" && shift 2 && exec \"$@\"";
    private static int made;

    private final Path cpu;
    private final Path memory;
    private final Thread removal = new Thread(this::remove, "bench-cgroup");

    private SmallGroup(String name) {
        cpu = CPU.resolve(name);
        memory = MEMORY.resolve(name);
    }

    /** Why there can be none, if so. */
    static Optional<String> obstacle() {
        boolean there = Files.isDirectory(CPU) && Files.exists(MEMORY.resolve("memory.limit_in_bytes"));
        if (!there) {
            return Optional.of("it needs the hierarchies cpu and memory of control groups, version 1");
        }
        return Files.isWritable(CPU) && Files.isWritable(MEMORY)
                ? Optional.empty()
                : Optional.of("it needs root, for control groups");
    }

    /** A new one. @throws UncheckedIOException when the system does not let us */
    static synchronized SmallGroup create() {
        SmallGroup group =
                new SmallGroup("jsentinel-bench-" + ProcessHandle.current().pid() + "-" + made++);
        Runtime.getRuntime().addShutdownHook(group.removal);
        try {
            Files.createDirectory(group.cpu);
            Files.createDirectory(group.memory);
            write(group.cpu.resolve("cpu.cfs_period_us"), PERIOD_MICROS);
            write(group.cpu.resolve("cpu.cfs_quota_us"), QUOTA_MICROS);
            write(group.memory.resolve("memory.limit_in_bytes"), LIMIT_BYTES);
            return group;
        } catch (IOException e) {
            group.close();
            throw new UncheckedIOException("cannot make a control group: " + e.getMessage(), e);
        }
    }

    /** What goes before a command, which then runs in this group. */
    List<String> entry() {
        return List.of("sh", "-c", ENTER, "sh", cpu.toString(), memory.toString());
    }

    /** The most memory that it has used, pages of files included, in MiB. */
    double peakMegabytes() {
        return Long.parseLong(read(memory.resolve("memory.max_usage_in_bytes")).trim()) / (double) (1 << 20);
    }

    /** How many processes the system has killed in it for want of memory. */
    long killed() {
        return read(memory.resolve("memory.oom_control"))
                .lines()
                .filter(line -> line.startsWith("oom_kill "))
                .mapToLong(line ->
                        Long.parseLong(line.substring("oom_kill ".length()).trim()))
                .sum();
    }

    private static void write(Path file, String value) throws IOException {
        Files.writeString(file, value, StandardCharsets.US_ASCII);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file, StandardCharsets.US_ASCII);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        remove();
        try {
            Runtime.getRuntime().removeShutdownHook(removal);
        } catch (IllegalStateException e) {
            // The JVM is ending, and the hook does what is left.
        }
    }

    /** A group can be removed when the last of its processes is gone, which takes a moment. */
    private void remove() {
        for (int i = 0; i < REMOVAL_TRIES; i++) {
            try {
                Files.deleteIfExists(cpu);
                Files.deleteIfExists(memory);
                return;
            } catch (IOException e) {
                Pause.millis(REMOVAL_PAUSE_MILLIS);
            }
        }
    }
}
