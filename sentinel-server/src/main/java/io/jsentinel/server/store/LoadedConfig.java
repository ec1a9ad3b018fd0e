package io.jsentinel.server.store;

import io.jsentinel.config.ConfigException;
import io.jsentinel.config.Configuration;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A configuration that was read from disk, and where its state goes.
 *
 * @param configuration what it says
 * @param stateFile the file that saves go to: {@code sentinel.conf} itself, or a state file
 * @param stateText the text of that file as it was read, one char per byte
 * @param rewriter makes the texts to save
 * @param secretFiles the files with secrets that it refers to
 */
public record LoadedConfig(
        Configuration configuration,
        Path stateFile,
        String stateText,
        StateStore.Rewriter rewriter,
        List<SecretFile> secretFiles) {

    public LoadedConfig {
        secretFiles = List.copyOf(secretFiles);
    }

    /** One that refers to no files with secrets. */
    public LoadedConfig(Configuration configuration, Path stateFile, String stateText, StateStore.Rewriter rewriter) {
        this(configuration, stateFile, stateText, rewriter, List.of());
    }

    /**
     * Loads a configuration: YAML when the name ends so, else {@code sentinel.conf}.
     *
     * @param file the file
     * @param overrides lines in the form of {@code sentinel.conf}, made of the command line's options, one
     *     char per byte; they win
     * @throws ConfigException when something is wrong; the daemon must not start
     */
    public static LoadedConfig load(Path file, List<String> overrides) throws ConfigException {
        return load(ConfigSources.of(file, overrides));
    }

    /**
     * Loads a configuration from everything that it is read from; YAML takes nothing from standard input.
     *
     * @throws ConfigException when something is wrong; the daemon must not start
     */
    public static LoadedConfig load(ConfigSources sources) throws ConfigException {
        LoadedConfig loaded =
                sources.file().isPresent() ? load(sources, sources.file().get()) : EnvironmentConfig.load(sources);
        // Only to find errors where all others are found: whoever starts a daemon makes its users then.
        Accounts.load(loaded.configuration().server());
        return loaded;
    }

    private static LoadedConfig load(ConfigSources sources, Path file) throws ConfigException {
        String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
        boolean yaml = name.endsWith(".yaml") || name.endsWith(".yml");
        if (yaml && sources.standardInput().isPresent()) {
            throw new ConfigException(
                    ByteText.of(file),
                    0,
                    "",
                    "A YAML file is read alone: nothing is taken from standard input.",
                    Optional.empty());
        }
        return yaml ? YamlConfig.load(sources, file) : ConfFile.load(sources, file);
    }

    /** The same that refers to further files with secrets. */
    LoadedConfig withSecretFiles(List<SecretFile> more) {
        List<SecretFile> all = new ArrayList<>(secretFiles);
        // A setting that the environment says is its own: the file that the configuration names has no say any more.
        all.removeIf(file -> more.stream().anyMatch(other -> other.setting().equals(file.setting())));
        all.addAll(more);
        return new LoadedConfig(configuration, stateFile, stateText, rewriter, all);
    }

    /** The store for its state, with its thread started. */
    public StateStore openStore(StateStore.Listener listener) {
        return new StateStore(stateFile, stateText, rewriter, listener);
    }
}
