package io.jsentinel.server.store;

import io.jsentinel.config.ConfLine;
import io.jsentinel.config.ConfWords;
import io.jsentinel.config.ConfigException;
import io.jsentinel.config.Nearest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
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
 */
record YamlValue(String file, String path, Node node) {

    /** The value as text, whatever YAML takes it for: {@code 0123} and {@code yes} are the passwords that they look like. */
    String text() throws ConfigException {
        if (node instanceof ScalarNode scalar && !scalar.getTag().equals(Tag.NULL)) {
            return ByteText.fromUnicode(scalar.getValue());
        }
        throw expected("a text");
    }

    /** The value as the digits of a whole number. */
    String number() throws ConfigException {
        if (node instanceof ScalarNode scalar
                && scalar.getTag().equals(Tag.INT)
                && scalar.getValue().matches("-?[0-9]{1,18}")) {
            return Long.toString(Long.parseLong(scalar.getValue()));
        }
        throw expected("a whole number");
    }

    /** The value as {@code yes} or {@code no}; true and false will do. */
    String yesOrNo() throws ConfigException {
        if (node instanceof ScalarNode scalar && scalar.getTag().equals(Tag.BOOL)) {
            return scalar.getValue().matches("(?i)yes|true|on") ? "yes" : "no";
        }
        throw expected("yes or no");
    }

    /** The values of a list; a single text is a list of one. */
    List<String> texts() throws ConfigException {
        if (!(node instanceof SequenceNode sequence)) {
            return List.of(text());
        }
        List<String> texts = new ArrayList<>();
        for (Node item : sequence.getValue()) {
            texts.add(new YamlValue(file, path, item).text());
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
            YamlValue keyNode = new YamlValue(file, path, tuple.getKeyNode());
            String key = keyNode.text();
            String inner = path.isEmpty() ? key : path + "." + key;
            if (entries.put(key, new YamlValue(file, inner, tuple.getValueNode())) != null) {
                throw keyNode.error("the key '" + key + "' is there twice", Optional.empty());
            }
        }
        return entries;
    }

    /**
     * The values of a map whose keys are fixed.
     *
     * @throws ConfigException for a key that is not among them
     */
    Map<String, YamlValue> entries(List<String> keys) throws ConfigException {
        Map<String, YamlValue> entries = entries();
        for (NodeTuple tuple : ((MappingNode) node).getValue()) {
            YamlValue key = new YamlValue(file, path, tuple.getKeyNode());
            if (!keys.contains(key.text())) {
                throw key.error("unknown key '" + key.text() + "'", Nearest.to(key.text(), keys));
            }
        }
        return entries;
    }

    /** The line of {@code sentinel.conf} that this value stands for; its errors name the place in this file. */
    ConfLine line(String... words) {
        return new ConfLine(file, lineNumber(), ConfWords.join(List.of(words)));
    }

    /** The error that this value is. */
    ConfigException error(String reason, Optional<String> nearest) {
        int column = node.getStartMark().getColumn() + 1;
        return new ConfigException(file, lineNumber(), path, "column " + column + ": " + reason, nearest);
    }

    private ConfigException expected(String what) {
        return error("expected " + what + ", found " + found(), Optional.empty());
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
