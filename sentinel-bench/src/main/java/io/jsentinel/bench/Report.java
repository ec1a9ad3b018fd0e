package io.jsentinel.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The files that tell the results: {@code benchmarks.json} with every value, from which {@code benchmarks.md} and two
 * plots are made. They hold no dates and no paths.
 */
final class Report {

    private static final String DATA = "benchmarks.json";
    private static final String TEXT = "benchmarks.md";
    private static final String FAILOVER_PLOT = "benchmarks-failover.svg";
    private static final String MASTERS_PLOT = "benchmarks-masters.svg";

    private static final String HEAD = """
            # Benchmarks

            The stock `redis-sentinel` and jsentinel on one machine, in turn within each row, so that whatever else the machine did
            hit both. This file is written by one command:

            ```sh
            mvn -DskipTests package
            ./jsentinel-bench
            ```

            One row again is what stands above its table; `--runs` makes more of it, `--sentinel` measures another program. What is
            not measured anew is kept. `benchmarks.json` has every single value.

            In each column: **median** (least … greatest; number of runs). The ratio is ours to stock, median to median. A time
            below zero is before `down-after-milliseconds` had passed since the fault: the last answer came before the fault, and
            it is from there that the time without an answer counts.

            """;

    private static final String COUNTED = """
            ## What is counted

            - Failovers: real servers and sentinels on loopback. A client asks one sentinel every two milliseconds and writes to the
              master as soon as it is another one; it also looks whether all sentinels name it and whether the other replicas are
              online at it. The fault comes three to four seconds after all know each other.
            - Many masters: a fleet of servers in one thread of the benchmark answers what sentinels ask. They are discovered when
              `INFO sentinel` of each sentinel has every replica and every sentinel of every master. A promotion is when the
              replica gets its order.
            - Cost: processor time and memory of each sentinel's process as Linux tells them, the mean of three.

            """;

    private final Path folder;
    private final Results results;

    private Report(Path folder, Results results) {
        this.folder = folder;
        this.results = results;
    }

    /**
     * The report in a folder, with what is known there already.
     *
     * @throws IllegalArgumentException when what is there cannot be read
     */
    static Report in(Path folder) {
        try {
            Files.createDirectories(folder);
            Path data = folder.resolve(DATA);
            return new Report(
                    folder,
                    Files.exists(data) ? Results.parse(Files.readString(data, StandardCharsets.UTF_8)) : new Results());
        } catch (IOException e) {
            throw new IllegalArgumentException("cannot use " + folder + ": " + e, e);
        }
    }

    /** All that is known. */
    Results results() {
        return results;
    }

    /** Writes all files. */
    void write() {
        try {
            write(DATA, results.json());
            write(FAILOVER_PLOT, Plots.failover(results));
            write(MASTERS_PLOT, Plots.masters(results));
            write(TEXT, text());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the results: " + e.getMessage(), e);
        }
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(folder.resolve(name), text, StandardCharsets.UTF_8);
    }

    private String text() {
        StringBuilder text = new StringBuilder(HEAD);
        text.append("| | |\n| --- | --- |\n");
        results.machine()
                .forEach((name, value) -> text.append("| ")
                        .append(name)
                        .append(" | ")
                        .append(value)
                        .append(" |\n"));
        text.append("\n![How late failovers are](").append(FAILOVER_PLOT).append(")\n\n");
        text.append("![What masters cost](").append(MASTERS_PLOT).append(")\n\n");
        text.append("## Rows\n\n");
        for (Experiment experiment : Experiments.all()) {
            Optional<Outcome> outcome = results.outcome(experiment.name());
            outcome.ifPresent(known -> text.append(Tables.section(experiment, known)));
        }
        return text.append(COUNTED.stripTrailing()).append('\n').toString();
    }
}
