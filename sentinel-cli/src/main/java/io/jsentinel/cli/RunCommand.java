package io.jsentinel.cli;

import io.jsentinel.config.ConfigException;
import io.jsentinel.event.EventType.Level;
import io.jsentinel.server.SentinelServer;
import io.jsentinel.server.log.ServerLog;
import io.jsentinel.server.store.ConfigErrorText;
import io.jsentinel.server.store.ConfigSources;
import io.jsentinel.server.store.Environment;
import io.jsentinel.server.store.LoadedConfig;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
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

    private static final String LEAK_DETECTION = "io.netty.leakDetection.level";

    /** Names the folder for the state, unless the command line does. */
    private static final String STATE_DIR = "JSENTINEL_STATE_DIR";

    /** The most that is read from standard input, in bytes. */
    private static final int MAX_INPUT = 1 << 20;

    /** In place of a file: the environment says everything. */
    static final String ENVIRONMENT = "--env";

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
        if (file.toString().startsWith("-") && !file.toString().equals(ENVIRONMENT)) {
            // An option or standard input is no file, and the state needs one. Redis says so in its log, which is
            // standard output as long as no file names another place.
            new ServerLog(Optional.empty(), Optional.of(Level.NOTICE), System.out)
                    .write(Level.WARNING, "Sentinel needs config file on disk to save state. Exiting...");
            return 1;
        }
        ConfigSources sources;
        LoadedConfig config;
        try {
            sources = sources();
            config = LoadedConfig.load(sources);
        } catch (IOException e) {
            return failed("jsentinel: cannot read standard input: " + e.getMessage());
        } catch (ConfigException e) {
            spec.commandLine().getErr().print(ConfigErrorText.of(e));
            spec.commandLine().getErr().flush();
            return 1;
        }
        try {
            if (config.configuration().server().process().goesToBackground() && !Background.isHere()) {
                Background.start(words(), sources.standardInput());
                return 0;
            }
            serve(config);
            return 0;
        } catch (IOException e) {
            return failed("jsentinel: " + e.getMessage());
        }
    }

    /** The words that start the same daemon again. */
    private List<String> words() {
        List<String> words = new ArrayList<>(List.of("run", "--", file.toString()));
        words.addAll(overrides);
        return words;
    }

    private int failed(String reason) {
        spec.commandLine().getErr().println(reason);
        spec.commandLine().getErr().flush();
        return 1;
    }

    private ConfigSources sources() throws IOException, ConfigException {
        Overrides given = Overrides.of(overrides);
        Optional<String> typed = Optional.empty();
        if (given.readsStandardInput()) {
            byte[] bytes = System.in.readNBytes(MAX_INPUT);
            typed = Optional.of(new String(bytes, StandardCharsets.ISO_8859_1));
        }
        Optional<Path> stateDir = given.stateDir()
                .or(() -> Optional.ofNullable(System.getenv(STATE_DIR)))
                .filter(text -> !text.isEmpty())
                .map(Path::of);
        Map<String, String> environment = System.getenv();
        Optional<Path> read = file.toString().equals(ENVIRONMENT)
                ? Environment.read(environment).configFile()
                : Optional.of(file);
        return new ConfigSources(read, typed, environment, given.lines(), stateDir);
    }

    private void serve(LoadedConfig config) throws IOException, InterruptedException {
        if (System.getProperty(LEAK_DETECTION) == null) {
            // Netty's search for forgotten buffers belongs into tests, which have it: it costs time at every answer.
            System.setProperty(LEAK_DETECTION, "disabled");
        }
        AtomicReference<SentinelServer> running = new AtomicReference<>();
        // A JVM that ends by a signal exits with 143; a sentinel ends with 0, and scripts rely on it, also when the
        // signal comes early.
        Thread atSignal = new Thread(() -> {
            SentinelServer started = running.get();
            if (started != null) {
                started.log(Level.WARNING, "Received SIGTERM or SIGINT, scheduling shutdown...");
                started.close();
            }
            Runtime.getRuntime().halt(0);
        });
        Runtime.getRuntime().addShutdownHook(atSignal);
        SentinelServer server;
        try {
            server = SentinelServer.start(config, Version.current(), System.out);
        } catch (IOException | RuntimeException e) {
            Runtime.getRuntime().removeShutdownHook(atSignal);
            throw e;
        }
        running.set(server);
        server.awaitShutdownCommand();
        server.close();
        Runtime.getRuntime().halt(0);
    }
}
