package io.jsentinel.server.store;

import io.jsentinel.config.ConfLine;
import io.jsentinel.config.ConfText;
import io.jsentinel.config.ConfigException;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Node;

/** A YAML file that was read: its lines in the form of {@code sentinel.conf}, and what is wrong with its form. */
final class YamlFile {

    private static final int MAX_BYTES = 1 << 20;
    private static final int MAX_DEPTH = 20;
    private static final int MAX_ALIASES = 50;

    private final YamlSchema schema;
    private final References references;

    private YamlFile(YamlSchema schema, References references) {
        this.schema = schema;
        this.references = references;
    }

    /**
     * Reads a file.
     *
     * @param environment the variables that it may refer to
     * @throws ConfigException for the first thing that is wrong with its form; its values may still be
     */
    static YamlFile read(Path file, Map<String, String> environment) throws ConfigException {
        YamlFile yaml = scan(DiskFiles.read(file), file.toAbsolutePath().getParent(), environment);
        if (!yaml.errors().isEmpty()) {
            throw yaml.errors().get(0);
        }
        return yaml;
    }

    /**
     * Reads a text to its end; {@link #errors} says what is wrong.
     *
     * @param text the file's text
     * @param folder the one that the paths of secrets start from
     * @param environment the variables that it may refer to
     * @throws ConfigException when it is no YAML
     */
    static YamlFile scan(ConfText text, Path folder, Map<String, String> environment) throws ConfigException {
        References references = new References(folder, environment);
        Node root = root(text.name(), text.text());
        return new YamlFile(new YamlSchema(new YamlValue(text.name(), "", root, references)), references);
    }

    /** What the file says. */
    List<ConfLine> lines() {
        return schema.lines();
    }

    /** Unknown keys and values of another kind; they show nothing that is referred to. */
    List<ConfigException> errors() {
        return schema.errors().stream().map(references::conceal).toList();
    }

    /** The path of the state file, if the file names one. */
    Optional<YamlValue> stateFile() {
        return schema.stateFile();
    }

    /** The files with secrets that it names. */
    List<SecretFile> secretFiles() {
        return schema.secretFiles();
    }

    /** The references that were followed. */
    List<String> referencesUsed() {
        return references.used();
    }

    /** An error about its lines, without any value that stands elsewhere. */
    ConfigException conceal(ConfigException error) {
        return references.conceal(error);
    }

    private static Node root(String file, String bytes) throws ConfigException {
        if (bytes.length() > MAX_BYTES) {
            throw new ConfigException(file, 0, "", "The file is larger than 1 MiB.", Optional.empty());
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
                throw new ConfigException(file, 0, "", "The file is empty.", Optional.empty());
            }
            return root;
        } catch (CharacterCodingException e) {
            throw new ConfigException(file, 0, "", "The file is not UTF-8.", Optional.empty());
        } catch (MarkedYAMLException e) {
            throw malformed(file, e);
        } catch (YAMLException e) {
            throw new ConfigException(file, 0, "", String.valueOf(e.getMessage()), Optional.empty());
        }
    }

    /** The library's message shows the lines around, so only its reason is taken: a secret may stand there. */
    private static ConfigException malformed(String file, MarkedYAMLException e) {
        Mark mark = e.getProblemMark();
        int line = mark == null ? 0 : mark.getLine() + 1;
        String column = mark == null ? "" : "column " + (mark.getColumn() + 1) + ": ";
        return new ConfigException(file, line, "", column + e.getProblem(), Optional.empty());
    }
}
