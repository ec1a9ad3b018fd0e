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
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/**
 * The daemon as the command line starts it. It knows nothing of picocli: that reads its annotations for a quarter of a
 * second of processor time, which a container with a tenth of a processor has to wait for ten times as long.
 *
 * @param file a sentinel.conf or a YAML file
 * @param overrides the words after it, see {@link Overrides}
 * @param err hears why the daemon cannot start
 */
record Daemon(Path file, List<String> overrides, Consumer<String> err) {

    private static final String LEAK_DETECTION = "io.netty.leakDetection.level";

    private static final String FLIGHT_RECORDER = "io.netty.jfr.enabled";

    /** Names the folder for the state, unless the command line does. */
    private static final String STATE_DIR = "JSENTINEL_STATE_DIR";

    /** The most that is read from standard input, in bytes. */
    private static final int MAX_INPUT = 1 << 20;

    /** In place of a file: the environment says everything. */
    static final String ENVIRONMENT = "--env";

    /** Runs the daemon until it is told to end; returns the exit code: 0 = ended as it was told, 1 = could not start. */
    int run() throws InterruptedException {
        if (file.toString().startsWith("-") && !file.toString().equals(ENVIRONMENT)) {
            // An option or standard input is no file, and the state needs one.
            return refused("Sentinel needs config file on disk to save state. Exiting...");
        }
        ConfigSources sources;
        LoadedConfig config;
        try {
            sources = sources();
            config = LoadedConfig.load(sources);
        } catch (IOException e) {
            return failed("jsentinel: cannot read standard input: " + e.getMessage());
        } catch (ConfigException e) {
            Optional<String> logged = ConfigErrorText.logLine(e);
            if (logged.isPresent()) {
                return refused(logged.get());
            }
            err.accept(ConfigErrorText.of(e));
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

    /** Says why it does not start where Redis says that: in the log, which is standard output until a file was read. */
    private static int refused(String reason) {
        new ServerLog(Optional.empty(), Optional.of(Level.NOTICE), System.out).write(Level.WARNING, reason);
        return 1;
    }

    private int failed(String reason) {
        err.accept(reason + "\n");
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

    /** Sets a property of the JVM, unless the command line has. */
    private static void preset(String name, String value) {
        if (System.getProperty(name) == null) {
            System.setProperty(name, value);
        }
    }

    private void serve(LoadedConfig config) throws IOException, InterruptedException {
        // Netty's search for forgotten buffers belongs into tests, which have it: it costs time at every answer.
        preset(LEAK_DETECTION, "disabled");
        // Its events for the flight recorder take a tenth of the start, and tell of buffers, of which there are few.
        preset(FLIGHT_RECORDER, "false");
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
