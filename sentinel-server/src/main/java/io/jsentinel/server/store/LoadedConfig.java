package io.jsentinel.server.store;

import io.jsentinel.config.ConfigException;
import io.jsentinel.config.Configuration;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * A configuration that was read from disk, and where its state goes.
 *
 * @param configuration what it says
 * @param stateFile the file that saves go to: {@code sentinel.conf} itself, or the state file of a YAML configuration
 * @param stateText the text of that file as it was read, one char per byte
 * @param rewriter makes the texts to save
 */
public record LoadedConfig(
        Configuration configuration, Path stateFile, String stateText, StateStore.Rewriter rewriter) {

    /**
     * Loads a configuration: YAML when the name ends so, else {@code sentinel.conf}.
     *
     * @param file the file
     * @param overrides lines in the form of {@code sentinel.conf}, made of the command line's options, one
     *     char per byte; they win
     * @throws ConfigException when something is wrong; the daemon must not start
     */
    public static LoadedConfig load(Path file, List<String> overrides) throws ConfigException {
        String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
        return name.endsWith(".yaml") || name.endsWith(".yml")
                ? YamlConfig.load(file, overrides)
                : ConfFile.load(file, overrides);
    }

    /** The store for its state, with its thread started. */
    public StateStore openStore(StateStore.Listener listener) {
        return new StateStore(stateFile, stateText, rewriter, listener);
    }
}
