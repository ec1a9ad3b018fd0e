package io.jsentinel.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.openjdk.jmh.Main;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code micro}: measures parts of ours by themselves with JMH. */
@Command(
        name = "micro",
        description = "Measures the codec, hellos, INFO and the core's steps by themselves, with JMH.",
        footer = {"", "What follows -- goes to JMH as it is, for example: micro Codec -- -prof gc"})
final class MicroCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Option(names = "--help", usageHelp = true, description = "Show this help.")
    private boolean help;

    @Parameters(
            paramLabel = "REGEX",
            arity = "0..*",
            description = "Only benchmarks with this in their names, Class.method; default: all.")
    private List<String> words = new ArrayList<>();

    /** Runs JMH; the result is the exit code. */
    @Override
    public Integer call() {
        try {
            Main.main(words.toArray(String[]::new));
            return 0;
        } catch (Exception e) {
            spec.commandLine().getErr().println("jsentinel-bench micro: " + e.getMessage());
            return 1;
        }
    }
}
