package io.jsentinel.server.store;

import io.jsentinel.config.ConfText;
import io.jsentinel.config.ConfigException;
import io.jsentinel.config.Configuration;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A configuration in YAML. It holds settings only and is never written; what must be remembered goes to a state file in
 * the form of {@code sentinel.conf}. Its values become lines of {@code sentinel.conf}, so that both forms mean and
 * refuse the same things. The keys are in {@link YamlKeys}, for people in docs/configuration.md.
 */
public final class YamlConfig {

    private YamlConfig() {}

    /**
     * Loads a file, and its state file if there is one.
     *
     * @param sources what wins over the file; the folder for the state counts when the file names none
     * @param file the YAML file
     * @throws ConfigException when one of the files is wrong, or the state could not be saved
     */
    static LoadedConfig load(ConfigSources sources, Path file) throws ConfigException {
        YamlFile yaml = YamlFile.read(file, sources.environment());
        Environment environment = Environment.read(sources.environment());
        EnvironmentLines all;
        Configuration settings;
        try {
            all = environment.over(yaml.lines());
            settings = environment.configuration(all, sources.overrides());
        } catch (ConfigException e) {
            throw yaml.conceal(e);
        }
        Path stateFile = stateFile(file.toAbsolutePath(), yaml.stateFile(), sources.stateDir());
        checkWritable(stateFile);
        Optional<ConfText> state = readState(stateFile);
        Configuration merged =
                state.isPresent() ? StateOverlay.apply(settings, ConfFile.stateIn(state.get())) : settings;
        return new LoadedConfig(
                        merged,
                        stateFile,
                        state.map(ConfText::text).orElse(header(file)),
                        StateOverlay.rewriter(settings),
                        yaml.secretFiles())
                .withSecretFiles(all.secretFiles());
    }

    /** The first line of a new state file. */
    static String header(Path file) {
        return "# What the jsentinel that is configured by " + ByteText.of(file.getFileName())
                + " remembers. Settings do not belong here.\n";
    }

    /** The text of the state file that belongs to a YAML file, if there is one. */
    static Optional<ConfText> stateOf(Path file, YamlFile yaml) throws ConfigException {
        return readState(stateFile(file.toAbsolutePath(), yaml.stateFile(), Optional.empty()));
    }

    /** Where the state goes: where the file says, else into the folder that was asked for, else beside the file. */
    private static Path stateFile(Path file, Optional<YamlValue> given, Optional<Path> stateDir)
            throws ConfigException {
        if (given.isEmpty()) {
            Path beside = defaultStateFile(file);
            return stateDir.isPresent()
                    ? StatePlace.in(stateDir.get(), beside.getFileName().toString())
                    : beside;
        }
        try {
            return file.resolveSibling(ByteText.toPath(given.get().text()));
        } catch (InvalidPathException e) {
            throw given.get().error("no file can have that name", Optional.empty());
        }
    }

    private static void checkWritable(Path stateFile) throws ConfigException {
        Path folder = stateFile.getParent();
        if (folder == null
                || !Files.isDirectory(folder)
                || !Files.isWritable(Files.exists(stateFile) ? stateFile : folder)) {
            String name = ByteText.of(stateFile);
            throw new ConfigException(name, 0, "", "State file " + name + " is not writable.", Optional.empty());
        }
    }

    /** Where the state of a YAML file goes when the file does not say it. */
    static Path defaultStateFile(Path file) {
        String yaml = file.getFileName().toString();
        int dot = yaml.lastIndexOf('.');
        return file.resolveSibling((dot > 0 ? yaml.substring(0, dot) : yaml) + ".state.conf");
    }

    private static Optional<ConfText> readState(Path stateFile) throws ConfigException {
        return Files.exists(stateFile) ? Optional.of(DiskFiles.read(stateFile)) : Optional.empty();
    }
}
