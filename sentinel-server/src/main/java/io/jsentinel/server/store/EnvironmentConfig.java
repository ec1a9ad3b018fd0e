package io.jsentinel.server.store;

import io.jsentinel.config.ConfText;
import io.jsentinel.config.ConfigException;
import io.jsentinel.config.Configuration;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A configuration that stands in no file: the environment and the command line say all of it, a folder takes the state. */
final class EnvironmentConfig {

    private static final String STATE_FILE = "jsentinel.state.conf";

    private EnvironmentConfig() {}

    /**
     * Loads it, with the state of an earlier run.
     *
     * @throws ConfigException when something is wrong, or there is no place for the state
     */
    static LoadedConfig load(ConfigSources sources) throws ConfigException {
        Environment environment = Environment.read(sources.environment());
        EnvironmentLines all = environment.over(List.of());
        Configuration settings = environment.configuration(all, sources.overrides());
        Path folder = sources.stateDir()
                .orElseThrow(() -> new ConfigException(
                        "",
                        0,
                        "",
                        "Without a file the state needs a folder: name one with --state-dir or JSENTINEL_STATE_DIR.",
                        Optional.empty()));
        Path file = StatePlace.in(folder, STATE_FILE);
        Optional<ConfText> saved = Files.exists(file) ? Optional.of(DiskFiles.read(file)) : Optional.empty();
        Configuration merged =
                saved.isPresent() ? StateOverlay.apply(settings, ConfFile.stateIn(saved.get())) : settings;
        String header = "# What the jsentinel that is configured by its environment remembers."
                + " Settings do not belong here.\n";
        return new LoadedConfig(
                merged,
                file,
                saved.map(ConfText::text).orElse(header),
                StateOverlay.rewriter(settings),
                all.secretFiles());
    }
}
