package io.jsentinel.bench;

import io.jsentinel.testkit.CommandRun;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the figures were measured on, as far as the system tells. */
final class Machine {

    private static final Path CPU_INFO = Path.of("/proc/cpuinfo");
    private static final Path MEMORY_INFO = Path.of("/proc/meminfo");
    private static final Path LOAD = Path.of("/proc/loadavg");
    private static final Duration BOUND = Duration.ofSeconds(20);

    private Machine() {}

    /** The machine and the versions of all that takes part, names to values, without paths and dates. */
    static Map<String, String> description(Contender ours) {
        Map<String, String> facts = new LinkedHashMap<>();
        String model = field(CPU_INFO, "model name").orElse(System.getProperty("os.arch"));
        facts.put("Processors", Runtime.getRuntime().availableProcessors() + " × " + model);
        field(MEMORY_INFO, "MemTotal")
                .map(text -> Long.parseLong(text.replaceAll("\\D", "")) / (1 << 20) + " GiB")
                .ifPresent(memory -> facts.put("Memory", memory));
        facts.put(
                "System",
                System.getProperty("os.name") + " "
                        + System.getProperty("os.version").replaceAll("-.*", ""));
        facts.put("Java", System.getProperty("java.vm.name") + " " + System.getProperty("java.runtime.version"));
        firstLine(List.of("redis-server", "--version"))
                .map(line -> line.replaceAll(".*\\bv=([^ ]+).*", "$1"))
                .ifPresent(version -> facts.put("Redis", version));
        List<String> versionOfOurs = new ArrayList<>(ours.command());
        versionOfOurs.add("--version");
        firstLine(versionOfOurs).ifPresent(version -> facts.put(ours.name(), version.replaceAll(".*/", "")));
        return facts;
    }

    /** How many tasks wanted a processor, as a mean over the last minute; negative where the system does not tell. */
    static double load() {
        return text(LOAD).map(line -> Double.parseDouble(line.split(" ")[0])).orElse(-1.0);
    }

    private static Optional<String> field(Path file, String name) {
        return text(file)
                .flatMap(all -> all.lines()
                        .filter(line -> line.startsWith(name))
                        .findFirst()
                        .map(line -> line.substring(line.indexOf(':') + 1).trim()));
    }

    private static Optional<String> text(Path file) {
        try {
            return Optional.of(Files.readString(file, StandardCharsets.UTF_8));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static Optional<String> firstLine(List<String> command) {
        try (CommandRun run = CommandRun.start(command)) {
            return run.awaitEnd(BOUND) == 0 ? run.out().lines().findFirst() : Optional.empty();
        } catch (RuntimeException e) {
            // A program that is not there has no version.
            return Optional.empty();
        }
    }
}
