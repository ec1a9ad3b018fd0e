package io.jsentinel.cli.sandbox;

import io.jsentinel.testkit.JsentinelCommand;
import io.jsentinel.testkit.RedisBinary;
import io.jsentinel.testkit.ScratchFolder;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * The command {@code sandbox}: starts a master, replicas and sentinels on this machine, shows what they do, and lets
 * a person or a script break and mend them. All processes end with it, on Ctrl-C too; and because the testkit guards
 * them by a pipe, even when it is itself ended by {@code kill -9}, though its folder then stays.
 */
@Command(
        name = "sandbox",
        mixinStandardHelpOptions = true,
        description = {
            "Starts a master, replicas and sentinels on this machine to watch failovers.",
            "On a terminal, keys break and mend things; press ? for help. Elsewhere a script does."
        },
        footerHeading = "%nA script is a list of steps with commas between them:%n",
        footer = {
            "  kill      end the master (SIGKILL)",
            "  freeze    stop the master (SIGSTOP)",
            "  failover  have the master hand over (SENTINEL FAILOVER)",
            "  restart   start again all that was ended",
            "  thaw      let go on all that is frozen",
            "  sentinel  end one sentinel (SIGKILL)",
            "  wait      wait until all that was done has had its effect",
            "  topology  show who is who",
            "  writes    show what became of the writes",
            "Each step waits for the failover that is under way, and so does the end.",
            "Example: --script kill,wait,restart,wait,freeze,wait,thaw",
            "",
            "Exit code: 0 when every failover happened and no write that every replica",
            "had confirmed was lost, 1 when not, 2 when the arguments are wrong."
        })
public final class SandboxCommand implements Callable<Integer> {

    private static final int MAX_REPLICAS = 20;
    private static final int MAX_SENTINELS = 15;
    private static final long MAX_DOWN_AFTER_MILLIS = 600_000;
    private static final long MAX_TIMEOUT_SECONDS = 3_600;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--redis-server",
            paramLabel = "PATH",
            description = "The redis-server or valkey-server to run. Default: one on the PATH, or else a bundled one.")
    private Path redisServer;

    @Option(
            names = "--sentinel-command",
            paramLabel = "COMMAND",
            description = "Run another sentinel: its command, words with spaces between them, to which the path of a"
                    + " configuration file is added; for example redis-sentinel. Default: jsentinel.")
    private String sentinelCommand;

    @Option(names = "--replicas", paramLabel = "N", defaultValue = "2", description = "Replicas. Default: 2.")
    private int replicas;

    @Option(names = "--sentinels", paramLabel = "N", defaultValue = "3", description = "Sentinels. Default: 3.")
    private int sentinels;

    @Option(
            names = "--down-after",
            paramLabel = "MS",
            defaultValue = "1000",
            description = "Milliseconds without an answer after which a server counts as down. Default: 1000.")
    private long downAfterMillis;

    @Option(
            names = "--script",
            paramLabel = "STEPS",
            description = "Do these steps. Default without a terminal: " + Script.DEFAULT + ".")
    private String script;

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            defaultValue = "60",
            description = "The longest wait for anything. Default: 60.")
    private long timeoutSeconds;

    @Option(names = "--keep", description = "Keep the folder with all configurations and logs.")
    private boolean keep;

    /** Runs the sandbox to its end; the result is the exit code. */
    @Override
    public Integer call() {
        Optional<Script> steps = scriptOrNone();
        checkNumbers();
        Narrator narrator = new Narrator(spec.commandLine().getOut(), wantsColours());
        Runtime.getRuntime().addShutdownHook(new Thread(narrator::mute, "sandbox-mute"));
        PrintWriter errors = spec.commandLine().getErr();
        RedisBinary redis;
        try {
            redis = redisServer == null ? RedisBinary.find() : RedisBinary.at(redisServer);
        } catch (IllegalStateException e) {
            errors.println("jsentinel sandbox: " + e.getMessage());
            return 1;
        }
        try (ScratchFolder folder = ScratchFolder.create("jsentinel-sandbox-")) {
            if (keep) {
                folder.keep();
            }
            SceneSettings settings =
                    new SceneSettings(redis, sentinelWords(), replicas, sentinels, downAfterMillis, folder.path());
            return new Sandbox(narrator, errors, Duration.ofSeconds(timeoutSeconds)).run(settings, folder, steps);
        }
    }

    private Optional<Script> scriptOrNone() {
        if (script == null && Terminal.isTerminal(0) && Terminal.isTerminal(1)) {
            return Optional.empty();
        }
        try {
            return Optional.of(Script.parse(script == null ? Script.DEFAULT : script));
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), "--script: " + e.getMessage());
        }
    }

    private void checkNumbers() {
        check("--replicas", replicas, MAX_REPLICAS);
        check("--sentinels", sentinels, MAX_SENTINELS);
        check("--down-after", downAfterMillis, MAX_DOWN_AFTER_MILLIS);
        check("--timeout", timeoutSeconds, MAX_TIMEOUT_SECONDS);
    }

    private void check(String option, long value, long max) {
        if (value < 1 || value > max) {
            throw new ParameterException(
                    spec.commandLine(), option + " is " + value + ", but must be between 1 and " + max);
        }
    }

    private List<String> sentinelWords() {
        return sentinelCommand == null
                ? JsentinelCommand.of()
                : List.of(sentinelCommand.trim().split("\\s+"));
    }

    /** Colours are for terminals, and only where the environment does not forbid them (see no-color.org). */
    private static boolean wantsColours() {
        String forbidden = System.getenv("NO_COLOR");
        return (forbidden == null || forbidden.isEmpty()) && Terminal.isTerminal(1);
    }
}
