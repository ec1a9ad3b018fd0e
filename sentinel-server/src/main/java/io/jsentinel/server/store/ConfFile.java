package io.jsentinel.server.store;

import io.jsentinel.config.ConfReader;
import io.jsentinel.config.ConfText;
import io.jsentinel.config.ConfWriter;
import io.jsentinel.config.ConfigException;
import io.jsentinel.config.Configuration;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A {@code sentinel.conf} on disk: configuration and state in one file. */
public final class ConfFile {

    private ConfFile() {}

    /**
     * Loads a file.
     *
     * @param file the file; it must be writable, since the state goes there
     * @param overrides lines made of the command line's options; they win over the file
     * @throws ConfigException when the file cannot be read or written, or says something wrong
     */
    public static LoadedConfig load(Path file, List<String> overrides) throws ConfigException {
        ConfText text = DiskFiles.read(file);
        Configuration configuration = ConfReader.read(text, overrides, new DiskFiles());
        if (!Files.isWritable(file)) {
            String reason = "Sentinel config file " + text.name() + " is not writable: Permission denied.";
            throw new ConfigException(text.name(), 0, "", reason, Optional.empty());
        }
        // Absolute from the start, so that nothing that happens to the working directory moves it.
        return new LoadedConfig(configuration, file.toAbsolutePath(), text.text(), ConfWriter::rewrite);
    }
}
