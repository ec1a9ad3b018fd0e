package io.jsentinel.server.fuzz;

import io.jsentinel.config.ConfReader;
import io.jsentinel.config.ConfText;
import io.jsentinel.config.ConfigException;
import io.jsentinel.config.Configuration;
import io.jsentinel.server.store.Conversion;
import io.jsentinel.server.store.DiskFiles;
import io.jsentinel.server.store.LoadedConfig;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A configuration in YAML: it is refused with a reason, or it is read, and means the same when it was written as a
 * {@code sentinel.conf} and when that was written as YAML again.
 */
public final class YamlTarget {

    private static final Path FILE = file();
    private static final Path AGAIN = file();

    private YamlTarget() {}

    /** One run; called by the fuzzer. */
    public static void fuzzerTestOneInput(byte[] data) throws IOException, ConfigException {
        Files.write(FILE, data);
        Configuration meaning;
        try {
            meaning = LoadedConfig.load(FILE, List.of()).configuration();
        } catch (ConfigException refused) {
            if (refused.getMessage() == null) {
                throw new AssertionError("refused without a reason");
            }
            return;
        }
        ConfText yaml = new ConfText("fuzz.yaml", new String(data, StandardCharsets.ISO_8859_1));
        ConfText conf = new ConfText(
                "fuzz.conf", Conversion.toConf(yaml, Optional.of(FILE), true).text());
        requireSame(meaning, ConfReader.read(conf, List.of(), new DiskFiles()));
        Conversion back = Conversion.toYaml(conf, Optional.empty(), AGAIN);
        Files.writeString(AGAIN, back.text(), StandardCharsets.ISO_8859_1);
        requireSame(meaning, LoadedConfig.load(AGAIN, List.of()).configuration());
    }

    private static void requireSame(Configuration meaning, Configuration again) {
        if (!again.equals(meaning)) {
            throw new AssertionError(meaning + " became " + again);
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
