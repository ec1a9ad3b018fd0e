package io.jsentinel.server.store;

import io.jsentinel.config.ConfLine;
import io.jsentinel.config.ConfReader;
import io.jsentinel.config.ConfText;
import io.jsentinel.config.ConfigException;
import io.jsentinel.config.Configuration;
import io.jsentinel.config.SentinelConfig;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Node;

/**
 * A configuration in YAML. It holds settings only and is never written; what must be remembered goes to a state file in
 * the form of {@code sentinel.conf}. Its values become lines of {@code sentinel.conf}, so that both forms mean and
 * refuse the same things. The keys are in {@link YamlSchema}, for people in docs/configuration.md.
 */
public final class YamlConfig {

    private static final int MAX_BYTES = 1 << 20;
    private static final int MAX_DEPTH = 20;
    private static final int MAX_ALIASES = 50;

    private YamlConfig() {}

    /**
     * Loads a file, and its state file if there is one.
     *
     * @param file the YAML file
     * @param overrides lines in the form of {@code sentinel.conf}, made of the command line's options; they win
     * @throws ConfigException when one of the files is wrong, or the state could not be saved
     */
    public static LoadedConfig load(Path file, List<String> overrides) throws ConfigException {
        YamlSchema schema = new YamlSchema(new YamlValue(ByteText.of(file), "", root(file)));
        List<ConfLine> lines = new ArrayList<>(schema.lines());
        for (int i = 0; i < overrides.size(); i++) {
            lines.add(new ConfLine(ConfLine.COMMAND_LINE, i + 1, overrides.get(i)));
        }
        Configuration settings = ConfReader.read(lines, new DiskFiles());
        Path stateFile = stateFile(file.toAbsolutePath(), schema.stateFile());
        Optional<ConfText> state = readState(stateFile);
        Configuration merged = state.isPresent() ? StateOverlay.apply(settings, stateIn(state.get())) : settings;
        String header = "# What the jsentinel that is configured by " + ByteText.of(file.getFileName())
                + " remembers. Settings do not belong here.\n";
        return new LoadedConfig(merged, stateFile, state.map(ConfText::text).orElse(header), StateOverlay::rewrite);
    }

    private static Node root(Path file) throws ConfigException {
        String bytes = DiskFiles.read(file).text();
        if (bytes.length() > MAX_BYTES) {
            throw new ConfigException(ByteText.of(file), 0, "", "The file is larger than 1 MiB.", Optional.empty());
        }
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(MAX_BYTES);
        options.setNestingDepthLimit(MAX_DEPTH);
        options.setMaxAliasesForCollections(MAX_ALIASES);
        options.setAllowDuplicateKeys(false);
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes.getBytes(StandardCharsets.ISO_8859_1)))
                    .toString();
            Node root = new Yaml(new SafeConstructor(options)).compose(new StringReader(text));
            if (root == null) {
                throw new ConfigException(ByteText.of(file), 0, "", "The file is empty.", Optional.empty());
            }
            return root;
        } catch (CharacterCodingException e) {
            throw new ConfigException(ByteText.of(file), 0, "", "The file is not UTF-8.", Optional.empty());
        } catch (MarkedYAMLException e) {
            throw malformed(file, e);
        } catch (YAMLException e) {
            throw new ConfigException(ByteText.of(file), 0, "", String.valueOf(e.getMessage()), Optional.empty());
        }
    }

    /** The library's message shows the lines around, so only its reason is taken: a secret may stand there. */
    private static ConfigException malformed(Path file, MarkedYAMLException e) {
        Mark mark = e.getProblemMark();
        int line = mark == null ? 0 : mark.getLine() + 1;
        String column = mark == null ? "" : "column " + (mark.getColumn() + 1) + ": ";
        return new ConfigException(ByteText.of(file), line, "", column + e.getProblem(), Optional.empty());
    }

    /** Where the state goes: beside the file, unless it says otherwise. */
    private static Path stateFile(Path file, Optional<YamlValue> given) throws ConfigException {
        String yaml = file.getFileName().toString();
        Path stateFile = file.resolveSibling(yaml.substring(0, yaml.lastIndexOf('.')) + ".state.conf");
        if (given.isPresent()) {
            try {
                stateFile = file.resolveSibling(ByteText.toPath(given.get().text()));
            } catch (InvalidPathException e) {
                throw given.get().error("no file can have that name", Optional.empty());
            }
        }
        Path folder = stateFile.getParent();
        if (folder == null
                || !Files.isDirectory(folder)
                || !Files.isWritable(Files.exists(stateFile) ? stateFile : folder)) {
            String name = ByteText.of(stateFile);
            throw new ConfigException(name, 0, "", "State file " + name + " is not writable.", Optional.empty());
        }
        return stateFile;
    }

    private static Optional<ConfText> readState(Path stateFile) throws ConfigException {
        return Files.exists(stateFile) ? Optional.of(DiskFiles.read(stateFile)) : Optional.empty();
    }

    private static SentinelConfig stateIn(ConfText text) throws ConfigException {
        SentinelConfig state = ConfReader.read(text, List.of(), new DiskFiles()).sentinel();
        if (state.myId().isEmpty()) {
            throw new ConfigException(
                    text.name(),
                    0,
                    "",
                    "State file " + text.name() + " is damaged: it does not say who we are. Restore it, or remove it to"
                            + " start as a new sentinel.",
                    Optional.empty());
        }
        return state;
    }
}
