package io.jsentinel.server.store;

import io.jsentinel.config.ConfText;
import io.jsentinel.config.ConfigException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A configuration that somebody asks about: a file, or a text from standard input.
 *
 * @param text what it says
 * @param file where it is; none for standard input
 */
public record ConfigInput(ConfText text, Optional<Path> file) {

    /** Stands for standard input where a file is named. */
    public static final String STANDARD_INPUT = "-";

    /**
     * Reads it.
     *
     * @param name the path, or {@value #STANDARD_INPUT}
     * @param standardInput read to its end when it is meant
     * @throws ConfigException when it cannot be read, or has more than 16 MiB
     */
    public static ConfigInput read(String name, InputStream standardInput) throws ConfigException {
        if (!name.equals(STANDARD_INPUT)) {
            Path file = Path.of(name);
            return new ConfigInput(DiskFiles.read(file), Optional.of(file));
        }
        try {
            byte[] bytes = standardInput.readNBytes(AtomicFile.MAX_BYTES + 1);
            if (bytes.length > AtomicFile.MAX_BYTES) {
                throw new ConfigException("standard input", 0, "", "It is larger than 16 MiB.", Optional.empty());
            }
            return new ConfigInput(
                    new ConfText("standard input", new String(bytes, StandardCharsets.ISO_8859_1)), Optional.empty());
        } catch (IOException e) {
            throw new ConfigException("standard input", 0, "", DiskFiles.reason(e), Optional.empty());
        }
    }

    /** Whether it is YAML: by its name, or without one by its first line. */
    public boolean isYaml() {
        return file.map(Conversion::isYamlName).orElseGet(() -> Conversion.isYaml(text));
    }
}
