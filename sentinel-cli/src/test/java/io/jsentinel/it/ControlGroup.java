package io.jsentinel.it;

import io.jsentinel.testkit.Await;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A control group of Linux (version 1) with a limit of processor time and of memory. Only root can make one. */
final class ControlGroup implements AutoCloseable {

    private static final Path CPU = Path.of("/sys/fs/cgroup/cpu");
    private static final Path MEMORY = Path.of("/sys/fs/cgroup/memory");
    private static final int PERIOD_MICROS = 100_000;
    private static final Duration END_BOUND = Duration.ofSeconds(10);
    private static final String JOIN =
            "echo $$ >\"$1/cgroup.procs\" && echo $$ >\"$2/cgroup.procs\" && shift 2 && exec \"$@\"";

    private final Path cpu;
    private final Path memory;

    private ControlGroup(String name) {
        cpu = CPU.resolve(name);
        memory = MEMORY.resolve(name);
    }

    /** Whether this machine and this user can have one. */
    static boolean isPossible() {
        return Files.exists(MEMORY.resolve("memory.limit_in_bytes"))
                && Files.isWritable(CPU)
                && Files.isWritable(MEMORY);
    }

    /**
     * A new one.
     *
     * @param milliCpu thousandths of a processor
     * @param mebibytes of memory, pages of files included; whoever needs more is killed
     */
    static ControlGroup create(int milliCpu, int mebibytes) {
        ControlGroup group =
                new ControlGroup("jsentinel-it-" + ProcessHandle.current().pid() + "-" + System.nanoTime());
        try {
            Files.createDirectory(group.cpu);
            Files.createDirectory(group.memory);
            write(group.cpu.resolve("cpu.cfs_period_us"), PERIOD_MICROS);
            write(group.cpu.resolve("cpu.cfs_quota_us"), (long) PERIOD_MICROS * milliCpu / 1_000);
            write(group.memory.resolve("memory.limit_in_bytes"), (long) mebibytes << 20);
            return group;
        } catch (IOException e) {
            group.close();
            throw new UncheckedIOException(e);
        }
    }

    private static void write(Path file, long value) throws IOException {
        Files.writeString(file, Long.toString(value));
    }

    /** The same command, run inside. */
    List<String> around(List<String> command) {
        List<String> words = new ArrayList<>(List.of("sh", "-c", JOIN, "sh", cpu.toString(), memory.toString()));
        words.addAll(command);
        return words;
    }

    /** The most memory that was ever in use, in MiB. */
    long peakMebibytes() throws IOException {
        return Long.parseLong(Files.readString(memory.resolve("memory.max_usage_in_bytes"))
                        .strip())
                >> 20;
    }

    /** How many processes were killed for want of memory. */
    long kills() throws IOException {
        return Files.readAllLines(memory.resolve("memory.oom_control")).stream()
                .filter(line -> line.startsWith("oom_kill "))
                .mapToLong(line -> Long.parseLong(line.split(" ")[1]))
                .sum();
    }

    /** Removes it; its processes have ended, or are about to. */
    @Override
    public void close() {
        Await.atMost(END_BOUND).until("the control group is removed", () -> {
            try {
                Files.deleteIfExists(cpu);
                Files.deleteIfExists(memory);
                return true;
            } catch (IOException e) {
                return false;
            }
        });
    }
}
