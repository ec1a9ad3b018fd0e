package io.jsentinel.server.store;

import io.jsentinel.config.ConfLine;
import io.jsentinel.config.ConfReader;
import io.jsentinel.config.ConfText;
import io.jsentinel.config.ConfWriter;
import io.jsentinel.config.ConfigException;
import io.jsentinel.config.Configuration;
import io.jsentinel.config.SentinelConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A configuration in the other form, with the same meaning.
 *
 * @param text the file, one char per byte
 * @param state the state file that belongs to it, when it is YAML and there is anything to remember
 * @param notes what is not as before, a sentence each
 */
public record Conversion(String text, Optional<String> state, List<String> notes) {

    /** What stands at the beginning of a file that was converted. */
    private static final String HEADER = "# Converted by jsentinel. All keys: docs/configuration.md\n";

    public Conversion {
        notes = List.copyOf(notes);
    }

    /**
     * A {@code sentinel.conf} as YAML, what it includes with it.
     *
     * @param conf its text; it must be right
     * @param file where it is; a text from elsewhere has none
     * @param yaml what the new file will be called
     * @throws ConfigException for the first thing that is wrong
     */
    public static Conversion toYaml(ConfText conf, Optional<Path> file, Path yaml) throws ConfigException {
        DiskFiles disk = new DiskFiles();
        Configuration meaning = ConfReader.read(conf, List.of(), disk);
        if (file.isPresent()) {
            meaning = ConfFile.withStateBeside(meaning, file.get());
        }
        List<List<String>> statements = ConfReader.statements(conf, disk);
        ConfToYaml converted = new ConfToYaml(statements);
        List<String> notes = new ArrayList<>();
        if (conf.text().lines().anyMatch(line -> line.strip().startsWith("#"))) {
            notes.add("comments stay in the old file");
        }
        if (conf.lines().stream().anyMatch(line -> line.text().matches("(?i)include\\s.*"))) {
            notes.add("included files are part of the new file");
        }
        if (converted.secrets() > 0) {
            notes.add(
                    "secrets stand in the new file: " + converted.secrets() + "; they are better kept in files of their"
                            + " own (auth-pass-file, requirepass-file, ...) or in the environment (${NAME})");
        }
        SentinelConfig sentinel = meaning.sentinel();
        Optional<String> state = sentinel.myId().map(id -> StateOverlay.rewrite(YamlConfig.header(yaml), sentinel));
        if (state.isEmpty() && !sentinel.masters().isEmpty()) {
            notes.add("the file does not say who it is (no myid), so there is no state to take along");
        }
        return new Conversion(converted.document().print(HEADER), state, notes);
    }

    /**
     * A YAML file, and its state file if there is one, as {@code sentinel.conf}.
     *
     * @param yaml its text
     * @param file where it is; a text from elsewhere has none, and no state
     * @param withSecrets whether secrets that it refers to may be written out
     * @throws ConfigException for the first thing that is wrong, or when secrets would have to be written out
     */
    public static Conversion toConf(ConfText yaml, Optional<Path> file, boolean withSecrets) throws ConfigException {
        Path folder = file.map(path -> path.toAbsolutePath().getParent()).orElse(Path.of(""));
        YamlFile read = YamlFile.scan(yaml, folder, System.getenv());
        if (!read.errors().isEmpty()) {
            throw read.errors().get(0);
        }
        if (!withSecrets && !read.referencesUsed().isEmpty()) {
            String reason = "sentinel.conf cannot refer to " + String.join(", ", read.referencesUsed())
                    + ": with --with-secrets the values themselves are written.";
            throw new ConfigException(yaml.name(), 0, "", reason, Optional.empty());
        }
        Configuration meaning;
        try {
            meaning = ConfReader.read(read.lines(), new DiskFiles());
        } catch (ConfigException e) {
            throw read.conceal(e);
        }
        StringBuilder text = new StringBuilder("# Converted by jsentinel.\n");
        for (ConfLine line : read.lines()) {
            text.append(ConfText.harmless(line.text())).append('\n');
        }
        List<String> notes = new ArrayList<>();
        if (yaml.text().lines().anyMatch(line -> line.strip().startsWith("#"))) {
            notes.add("comments stay in the old file");
        }
        Optional<ConfText> state = file.isPresent() ? YamlConfig.stateOf(file.get(), read) : Optional.empty();
        if (state.isEmpty()) {
            return new Conversion(text.toString(), Optional.empty(), notes);
        }
        Configuration merged = StateOverlay.apply(meaning, ConfFile.stateIn(state.get()));
        Declared.by(meaning)
                .counting(state.get().text())
                .forEach(line -> text.append(line).append('\n'));
        return new Conversion(ConfWriter.rewrite(text.toString(), merged.sentinel()), Optional.empty(), notes);
    }

    /** Whether a text is YAML: its first line that says something is a key with a colon, or begins a document. */
    public static boolean isYaml(ConfText text) {
        return text.lines().stream()
                .findFirst()
                .map(line -> line.text().matches("(?s)(---|\\{|\\[|\"?[A-Za-z][A-Za-z-]*\"?:).*"))
                .orElse(false);
    }

    /** Whether the name of a file says that it is YAML. */
    public static boolean isYamlName(Path file) {
        String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
        return name.endsWith(".yaml") || name.endsWith(".yml");
    }

    /**
     * Writes the result to files that are for their owner only: the configuration and, for YAML, its state file.
     *
     * @param overwrite whether files that are there may be replaced
     * @return the files that were written
     * @throws IOException when one cannot be written or is there already
     */
    public List<Path> write(Path out, boolean overwrite) throws IOException {
        List<Path> written = new ArrayList<>(List.of(out));
        Map<Path, String> texts = new LinkedHashMap<>(Map.of(out, text));
        if (state.isPresent()) {
            Path stateFile = YamlConfig.defaultStateFile(out.toAbsolutePath());
            written.add(stateFile);
            texts.put(stateFile, state.get());
        }
        for (Path file : written) {
            if (!overwrite && Files.exists(file)) {
                throw new IOException(file + " is there already; --force replaces it");
            }
        }
        for (Path file : written) {
            new AtomicFile(file).replace(texts.get(file));
        }
        return written;
    }
}
