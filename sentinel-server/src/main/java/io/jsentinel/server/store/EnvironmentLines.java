package io.jsentinel.server.store;

import io.jsentinel.config.ConfLine;
import java.util.List;

/**
 * A configuration with what the environment says of it.
 *
 * @param lines in the form of {@code sentinel.conf}; those of the environment come last, so that they win
 * @param secretFiles the files with secrets that the environment names
 * @param notices what must be said of the environment, a sentence each
 */
record EnvironmentLines(List<ConfLine> lines, List<SecretFile> secretFiles, List<String> notices) {

    EnvironmentLines {
        lines = List.copyOf(lines);
        secretFiles = List.copyOf(secretFiles);
        notices = List.copyOf(notices);
    }
}
