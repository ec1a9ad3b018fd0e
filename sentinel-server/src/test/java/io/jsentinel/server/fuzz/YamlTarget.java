package io.jsentinel.server.fuzz;

import io.jsentinel.config.ConfigException;
import io.jsentinel.server.store.LoadedConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A configuration in YAML: it is read, or refused with a reason. */
public final class YamlTarget {

    private static final Path FILE = file();

    private YamlTarget() {}

    /** One run; called by the fuzzer. */
    public static void fuzzerTestOneInput(byte[] data) throws IOException {
        Files.write(FILE, data);
        try {
            LoadedConfig.load(FILE, List.of());
        } catch (ConfigException refused) {
            if (refused.getMessage() == null) {
                throw new AssertionError("refused without a reason");
            }
        }
    }

    private static Path file() {
        try {
            Path file = Files.createTempFile("fuzz", ".yaml");
            file.toFile().deleteOnExit();
            return file;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
