package io.jsentinel.server.store;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Everything that a daemon's configuration is read from, in this order; what comes later wins.
 *
 * @param file the file; absent when the environment is all there is
 * @param standardInput what was read from standard input, one char per byte; empty when nothing was to be read there
 * @param environment the variables of the environment
 * @param overrides lines made of the command line's options, one char per byte
 * @param stateDir the folder that the state goes to in place of the file; empty = wherever it can be kept best
 */
public record ConfigSources(
        Optional<Path> file,
        Optional<String> standardInput,
        Map<String, String> environment,
        List<String> overrides,
        Optional<Path> stateDir) {

    public ConfigSources {
        environment = Map.copyOf(environment);
    }

    /** A file, and what is read after it, in the environment of this process. */
    public ConfigSources(Path file, Optional<String> standardInput, List<String> overrides, Optional<Path> stateDir) {
        this(Optional.of(file), standardInput, System.getenv(), overrides, stateDir);
    }

    /** A file and options of the command line, and nothing else. */
    public static ConfigSources of(Path file, List<String> overrides) {
        return new ConfigSources(file, Optional.empty(), overrides, Optional.empty());
    }

    /** Shows names of variables only: their values may be secrets. */
    @Override
    public String toString() {
        return "ConfigSources[file=" + file + ", environment=" + environment.keySet() + ", stateDir=" + stateDir + "]";
    }
}
