package io.jsentinel.cli;

import io.jsentinel.cli.sandbox.SandboxCommand;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The entry point of the runnable jar. */
@Command(
        name = "jsentinel",
        description = {
            "A failover daemon for Redis and Valkey, a drop-in for redis-sentinel.",
            "",
            "@|bold jsentinel FILE|@ starts the daemon from a sentinel.conf or a YAML file; it is short for run.",
            ""
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        subcommands = {
            RunCommand.class,
            CheckCommand.class,
            ConvertCommand.class,
            StatusCommand.class,
            SandboxCommand.class
        })
public final class Main implements Runnable {

    /** The commands, which a file of the same name cannot be started beside: {@code jsentinel ./run} can. */
    private static final Set<String> COMMANDS = Set.of("run", "check", "convert", "status", "sandbox");

    @Spec
    private CommandSpec spec;

    /** Runs the command that the arguments name and ends the JVM with its exit code. */
    public static void main(String[] args) {
        System.exit(execute(args));
    }

    /** Runs the command that the arguments name; returns its exit code: 0 = well, 1 = failed, 2 = wrong usage. */
    static int execute(String... args) {
        ProgramName program = ProgramName.current();
        if (startsDaemonAtOnce(program, args)) {
            return daemon(args);
        }
        CommandLine commands = new CommandLine(new Main());
        // What follows the file's name are directives of sentinel.conf, not options of ours.
        commands.getSubcommands().get("run").setStopAtPositional(true);
        commands.getSubcommands().get("check").setStopAtPositional(true);
        if (program.isStock()) {
            return executeAsStock(program, List.of(args), commands);
        }
        return commands.execute(withRun(args, commands).toArray(String[]::new));
    }

    /** Whether the first word is a file and nothing else, so that there is no need to ask picocli what is meant. */
    private static boolean startsDaemonAtOnce(ProgramName program, String... args) {
        if (args.length == 0 || args[0].startsWith("-") && !args[0].equals(Daemon.ENVIRONMENT)) {
            return false;
        }
        return program.isStock() ? program.refusal(List.of(args)).isEmpty() : !COMMANDS.contains(args[0]);
    }

    private static int daemon(String... args) {
        List<String> words = List.of(args);
        try {
            return new Daemon(Path.of(args[0]), words.subList(1, words.size()), System.err::print).run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 1;
        }
    }

    /** Under a name of Redis or Valkey there are no commands: a file and directives, or one of four options. */
    private static int executeAsStock(ProgramName program, List<String> args, CommandLine commands) {
        PrintWriter err = commands.getErr();
        String first = args.isEmpty() ? "" : args.get(0);
        if (first.equals("-v") || first.equals("--version")) {
            commands.getOut().println(program.versionLine(Version.current()));
            commands.getOut().flush();
            return 0;
        }
        Optional<String> refusal = program.refusal(args);
        if (first.equals("-h") || first.equals("--help") || refusal.isPresent()) {
            err.print(refusal.map(text -> text + "\n").orElse(program.usage()));
            err.flush();
            return 1;
        }
        List<String> words = new ArrayList<>(List.of("run", "--"));
        words.addAll(args.isEmpty() ? List.of("-") : args);
        return commands.execute(words.toArray(String[]::new));
    }

    /**
     * A first word that is neither an option of ours nor a command is the file of a daemon or a directive, as with
     * redis-sentinel.
     */
    private static List<String> withRun(String[] args, CommandLine commands) {
        List<String> words = new ArrayList<>(List.of(args));
        if (!words.isEmpty() && words.get(0).equals("-v")) {
            words.set(0, "--version");
        }
        if (words.size() > 1 && words.get(0).equals("run") && words.get(1).equals(Daemon.ENVIRONMENT)) {
            // It stands where the file does, and is no option of the command's.
            words.add(1, "--");
            return words;
        }
        boolean file = !words.isEmpty()
                && !words.get(0).startsWith("-")
                && !commands.getSubcommands().containsKey(words.get(0));
        if (file) {
            words.add(0, "run");
        } else if (!words.isEmpty() && isNoOption(words.get(0), commands)) {
            // Directives without a file, as redis-sentinel may be started: the answer to that is the run command's.
            words.addAll(0, List.of("run", "--"));
        }
        return words;
    }

    private static boolean isNoOption(String word, CommandLine commands) {
        return word.equals("-")
                || word.startsWith("--")
                        && !commands.getCommandSpec().optionsMap().containsKey(word);
    }

    @Override
    public void run() {
        PrintWriter out = spec.commandLine().getOut();
        spec.commandLine().usage(out);
        out.flush();
    }
}
