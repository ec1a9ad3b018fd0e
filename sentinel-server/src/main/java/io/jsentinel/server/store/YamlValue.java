package io.jsentinel.server.store;

import io.jsentinel.config.ConfLine;
import io.jsentinel.config.ConfWords;
import io.jsentinel.config.ConfigException;
import io.jsentinel.config.Nearest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * A value in a YAML file, with the place where it stands.
 *
 * @param file the file's name
 * @param path the keys that lead to it, joined by dots; empty for the whole file
 * @param node what stands there
 * @param references follows the references in its texts
 */
record YamlValue(String file, String path, Node node, References references) {

    private static final String WHOLE_NUMBER = "-?[0-9]{1,18}";
    private static final List<String> YES = List.of("yes", "true", "on");
    private static final List<String> NO = List.of("no", "false", "off");

    /** The value as text, whatever YAML takes it for: {@code 0123} and {@code yes} are the passwords that they look like. */
    String text() throws ConfigException {
        return expanded(raw());
    }

    /** The value as the digits of a whole number; of a text only when it refers to something. */
    String number() throws ConfigException {
        if (isPlain(Tag.INT) || refers()) {
            String digits = text();
            if (digits.matches(WHOLE_NUMBER)) {
                return Long.toString(Long.parseLong(digits));
            }
        }
        throw expected("a whole number");
    }

    /** The value as the digits of a whole number, or as that word in small letters. */
    String numberOr(String word) throws ConfigException {
        boolean isText = isPlain(Tag.STR) || refers();
        return isText && text().equalsIgnoreCase(word) ? word : number();
    }

    /** The value as {@code yes} or {@code no}; true and false will do. */
    String yesOrNo() throws ConfigException {
        if (isPlain(Tag.BOOL) || refers()) {
            String word = text().toLowerCase(Locale.ROOT);
            if (YES.contains(word) || NO.contains(word)) {
                return YES.contains(word) ? "yes" : "no";
            }
        }
        throw expected("yes or no");
    }

    /** The value as one of a few words, of which {@code yes} and {@code no} may be written as true and false. */
    String word() throws ConfigException {
        return isPlain(Tag.BOOL) ? yesOrNo() : text();
    }

    /** The values of a list; a single text is cut at its blanks as a line of {@code sentinel.conf} is. */
    List<String> words() throws ConfigException {
        if (node instanceof SequenceNode) {
            return texts();
        }
        // Cut before a variable is replaced: what is in it is one word.
        List<String> words = new ArrayList<>();
        for (String word : ConfWords.split(raw()).orElseThrow(() -> error("the quotes are unbalanced", none()))) {
            words.add(expanded(word));
        }
        return words;
    }

    /** The secret in the file that the value names. */
    String secretInFile() throws ConfigException {
        try {
            return references.secretIn(text());
        } catch (References.Dangling e) {
            throw error(e.getMessage(), none());
        }
    }

    /** The file that the value names. */
    Path namedFile() throws ConfigException {
        try {
            return references.file(text());
        } catch (References.Dangling e) {
            throw error(e.getMessage(), none());
        }
    }

    /** The values of a list; a single text is a list of one. */
    List<String> texts() throws ConfigException {
        if (!(node instanceof SequenceNode sequence)) {
            return List.of(text());
        }
        List<String> texts = new ArrayList<>();
        for (Node item : sequence.getValue()) {
            texts.add(at(path, item).text());
        }
        return texts;
    }

    /** The values of a map with any keys, in the order of the file. */
    Map<String, YamlValue> entries() throws ConfigException {
        if (!(node instanceof MappingNode mapping)) {
            throw expected("a map of keys and values");
        }
        Map<String, YamlValue> entries = new LinkedHashMap<>();
        for (NodeTuple tuple : mapping.getValue()) {
            YamlValue keyNode = at(path, tuple.getKeyNode());
            String key = keyNode.raw();
            String inner = path.isEmpty() ? key : path + "." + key;
            if (entries.put(key, at(inner, tuple.getValueNode())) != null) {
                throw keyNode.error("the key '" + key + "' is there twice", none());
            }
        }
        return entries;
    }

    /** The items of a list, each with its place. */
    List<YamlValue> items() throws ConfigException {
        if (!(node instanceof SequenceNode sequence)) {
            throw expected("a list");
        }
        return sequence.getValue().stream().map(item -> at(path, item)).toList();
    }

    /** Whether it is a map. */
    boolean isMap() {
        return node instanceof MappingNode;
    }

    /** An error for each key of a map that is not among the given ones. */
    List<ConfigException> unknownKeys(List<String> keys) throws ConfigException {
        List<ConfigException> errors = new ArrayList<>();
        for (NodeTuple tuple : ((MappingNode) node).getValue()) {
            YamlValue key = at(path, tuple.getKeyNode());
            if (!keys.contains(key.raw())) {
                errors.add(key.error("unknown key '" + key.raw() + "'", Nearest.to(key.raw(), keys)));
            }
        }
        return errors;
    }

    /** The line of {@code sentinel.conf} that this value stands for; its errors name the place in this file. */
    ConfLine line(String text) {
        return new ConfLine(file, lineNumber(), text);
    }

    /** The error that this value is. */
    ConfigException error(String reason, Optional<String> nearest) {
        int column = node.getStartMark().getColumn() + 1;
        return new ConfigException(file, lineNumber(), path, "column " + column + ": " + reason, nearest);
    }

    private ConfigException expected(String what) {
        return error("expected " + what + ", found " + found(), none());
    }

    /** The text as it stands in the file. */
    private String raw() throws ConfigException {
        if (node instanceof ScalarNode scalar && !scalar.getTag().equals(Tag.NULL)) {
            return ByteText.fromUnicode(scalar.getValue());
        }
        throw expected("a text");
    }

    private String expanded(String text) throws ConfigException {
        try {
            return references.expand(text);
        } catch (References.Dangling e) {
            throw error(e.getMessage(), none());
        }
    }

    private boolean isPlain(Tag tag) {
        return node instanceof ScalarNode scalar && scalar.getTag().equals(tag);
    }

    private boolean refers() {
        return node instanceof ScalarNode scalar && scalar.getValue().contains("${");
    }

    private YamlValue at(String innerPath, Node inner) {
        return new YamlValue(file, innerPath, inner, references);
    }

    private static Optional<String> none() {
        return Optional.empty();
    }

    private String found() {
        if (node instanceof ScalarNode scalar) {
            return scalar.getTag().equals(Tag.NULL) ? "nothing" : "'" + ByteText.fromUnicode(scalar.getValue()) + "'";
        }
        return node instanceof SequenceNode ? "a list" : "a map";
    }

    private int lineNumber() {
        return node.getStartMark().getLine() + 1;
    }
}
