package io.jsentinel.server.store;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Everything that a daemon's configuration is read from, in this order; what comes later wins.
 *
 * @param file the file
 * @param standardInput what was read from standard input, one char per byte; empty when nothing was to be read there
 * @param overrides lines made of the command line's options, one char per byte
 * @param stateDir the folder that the state goes to in place of the file; empty = wherever it can be kept best
 */
public record ConfigSources(
        Path file, Optional<String> standardInput, List<String> overrides, Optional<Path> stateDir) {

    /** A file and options of the command line, and nothing else. */
    public static ConfigSources of(Path file, List<String> overrides) {
        return new ConfigSources(file, Optional.empty(), overrides, Optional.empty());
    }
}
