package io.jsentinel.bench;

import io.jsentinel.testkit.StockSentinel;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command line of the benchmarks: measures, and writes what was measured. */
@Command(
        name = "jsentinel-bench",
        subcommands = MicroCommand.class,
        description = {
            "Measures redis-sentinel and jsentinel in turn, in one run, on this machine's loopback,",
            "and writes both columns with their ratio. A full run takes about 40 minutes."
        },
        footer = {
            "",
            "Exit code: 0 when every row was measured (whatever came of it), 1 when a run of one",
            "failed, 2 when the arguments are wrong."
        })
public final class Main implements Callable<Integer> {

    /** The system property that names the command of our daemon; the launcher sets it. */
    static final String OURS_PROPERTY = "jsentinel.bench.daemon";

    /** The system property that names the checkout; the launcher sets it. */
    static final String ROOT_PROPERTY = "jsentinel.bench.root";

    private static final int MAX_RUNS = 10_000;

    @Spec
    private CommandSpec spec;

    @Option(names = "--help", usageHelp = true, description = "Show this help.")
    private boolean help;

    @Option(
            names = "--only",
            split = ",",
            paramLabel = "ROWS",
            description = "Only these rows, with commas between them; a wrong one shows which there are.")
    private List<String> only = new ArrayList<>();

    @Option(
            names = "--runs",
            paramLabel = "N",
            description = "Runs of each failover. Default: 50 of kill, 5 of others.")
    private Integer runs;

    @Option(names = "--quick", description = "A first look: few runs, short waits, and 100 masters at most.")
    private boolean quick;

    @Option(
            names = "--sentinel",
            paramLabel = "COMMAND",
            description = "Measure this in place of jsentinel: words with spaces between them, to which the path of a"
                    + " configuration file is added; NAME=COMMAND names its column. May be repeated.")
    private List<String> sentinels = new ArrayList<>();

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "Write benchmarks.md, .json and .svg there. What is not measured now is kept from the .json."
                    + " Default: docs with a full run, else nothing is written.")
    private Path out;

    @Option(names = "--json", description = "Print the results as JSON instead of as tables.")
    private boolean json;

    /** Runs what the arguments ask for and ends the JVM with the exit code. */
    public static void main(String[] args) {
        System.exit(new CommandLine(new Main()).execute(args));
    }

    /** Measures; the result is the exit code. */
    @Override
    public Integer call() {
        List<Experiment> experiments = experiments();
        List<Contender> contenders = contenders();
        PrintWriter progress = spec.commandLine().getErr();
        Optional<Report> report = folder().map(this::report);
        Results results = report.map(Report::results).orElseGet(Results::new);
        results.measuredOn(Machine.description(contenders.get(contenders.size() - 1)));
        Run run = new Run(contenders, new Effort(quick, wantedRuns()), progress);
        boolean whole = true;
        for (Experiment experiment : experiments) {
            Outcome outcome = run.of(experiment, command(experiment));
            whole &= outcome.failures().isEmpty();
            results.put(outcome);
            if (!json) {
                spec.commandLine().getOut().println(Tables.section(experiment, outcome));
            }
            // After each, so that a run that is broken off has not been in vain.
            report.ifPresent(Report::write);
        }
        if (json) {
            spec.commandLine().getOut().print(results.json());
            spec.commandLine().getOut().flush();
        }
        return whole ? 0 : 1;
    }

    /** The command line that measures a row as it is measured now. */
    private String command(Experiment experiment) {
        return "./jsentinel-bench --only " + experiment.name() + (quick ? " --quick" : "")
                + (runs == null ? "" : " --runs " + runs);
    }

    private Optional<Path> folder() {
        String root = System.getProperty(ROOT_PROPERTY, "");
        boolean full = only.isEmpty() && !quick && sentinels.isEmpty() && !root.isEmpty();
        return out == null && full ? Optional.of(Path.of(root, "docs")) : Optional.ofNullable(out);
    }

    private Report report(Path folder) {
        try {
            return Report.in(folder);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), "--out: " + e.getMessage());
        }
    }

    private List<Experiment> experiments() {
        try {
            if (!only.isEmpty()) {
                return Experiments.named(only);
            }
            return quick ? Experiments.quick() : Experiments.all();
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), "--only: " + e.getMessage());
        }
    }

    private OptionalInt wantedRuns() {
        if (runs == null) {
            return OptionalInt.empty();
        }
        if (runs < 1 || runs > MAX_RUNS) {
            throw new ParameterException(
                    spec.commandLine(), "--runs is " + runs + ", but must be between 1 and " + MAX_RUNS);
        }
        return OptionalInt.of(runs);
    }

    private List<Contender> contenders() {
        try {
            List<Contender> contenders = new ArrayList<>();
            contenders.add(new Contender(Contender.STOCK, StockSentinel.command()));
            for (String sentinel : sentinels) {
                contenders.add(Contender.parse(sentinel));
            }
            if (sentinels.isEmpty()) {
                contenders.add(new Contender("jsentinel", List.of(ours())));
            }
            return contenders;
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), "--sentinel: " + e.getMessage());
        } catch (IllegalStateException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage());
        }
    }

    private static String ours() {
        String command = System.getProperty(OURS_PROPERTY, "");
        if (command.isEmpty()) {
            throw new IllegalStateException(
                    "start this by ./jsentinel-bench, which knows where jsentinel is, or name it" + " by --sentinel");
        }
        return command;
    }
}
