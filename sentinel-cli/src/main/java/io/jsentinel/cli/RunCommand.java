package io.jsentinel.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code jsentinel FILE}: runs the daemon until it is told to end. */
@Command(
        name = "run",
        description = "Start the daemon from a sentinel.conf or a YAML file.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
final class RunCommand implements Callable<Integer> {

    @Parameters(
            index = "0",
            paramLabel = "FILE",
            description =
                    "A sentinel.conf, or a YAML file when its name ends with .yaml or .yml. State is written back "
                            + "into a sentinel.conf; beside a YAML file it has a file of its own. --env in its place "
                            + "takes everything from the environment, see docs/environment.md.")
    private Path file;

    @Parameters(
            index = "1..*",
            paramLabel = "--NAME VALUE",
            description = "Directives of sentinel.conf that win over the file: --port 5000 --loglevel verbose. "
                    + "--state-dir DIR keeps the state in that folder and leaves the file alone. "
                    + "A - at the end reads more directives from standard input.")
    private List<String> overrides = new ArrayList<>();

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        PrintWriter err = spec.commandLine().getErr();
        return new Daemon(file, overrides, text -> {
                    err.print(text);
                    err.flush();
                })
                .run();
    }
}
