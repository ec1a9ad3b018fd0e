package io.jsentinel.server.store;

import io.jsentinel.config.MasterSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The JSON Schema of the YAML form, for editors, made of the table {@link YamlKeys}. */
final class YamlJsonSchema {

    private YamlJsonSchema() {}

    /** The schema, draft 2020-12, with line ends. */
    static String text() {
        List<String> top = properties(YamlKeys.TOP);
        top.add(property(YamlKeys.STATE_FILE, reference("text"), "where the state goes; default beside this file"));
        top.add(property(YamlKeys.SENTINEL, reference("sentinel"), "this sentinel among others"));
        top.add(property(YamlKeys.SIDECAR_SECTION, reference("sidecar"), "the Redis server beside us, in a pod"));
        top.add(property(
                YamlKeys.MASTERS,
                "\"type\": \"object\", \"additionalProperties\": { \"$ref\": \"#/$defs/master\" }",
                "the masters, by name"));
        top.add(property(
                YamlKeys.DIRECTIVES,
                "\"type\": \"array\", \"items\": { \"$ref\": \"#/$defs/words\" }",
                "lines of sentinel.conf that have no key of their own"));
        List<String> master = properties(Stream.concat(YamlKeys.MONITOR.stream(), YamlKeys.MASTER.stream())
                .toList());
        String form = """
                {
                  "$schema": "https://json-schema.org/draft/2020-12/schema",
                  "title": "jsentinel configuration",
                  "type": "object",
                  "additionalProperties": false,
                  "properties": {
                %s
                  },
                  "$defs": {
                    "reference": { "type": "string", "pattern": "\\\\$\\\\{[A-Za-z_][A-Za-z0-9_]*\\\\}" },
                    "text": { "type": ["string", "number", "boolean"] },
                    "number": { "anyOf": [{ "type": "integer" }, { "$ref": "#/$defs/reference" }] },
                    "size": { "anyOf": [{ "type": "integer" }, { "type": "string" }] },
                    "yes-or-no": {
                      "anyOf": [
                        { "type": "boolean" },
                        { "type": "string", "pattern": "^(yes|no|on|off|Yes|No|On|Off|YES|NO|ON|OFF)$" },
                        { "$ref": "#/$defs/reference" }
                      ]
                    },
                    "words": {
                      "anyOf": [{ "$ref": "#/$defs/text" }, { "type": "array", "items": { "$ref": "#/$defs/text" } }]
                    },
                    "text-map": { "type": "object", "additionalProperties": { "$ref": "#/$defs/text" } },
                    "words-map": { "type": "object", "additionalProperties": { "$ref": "#/$defs/words" } },
                    "sentinel": {
                      "type": "object",
                      "additionalProperties": false,
                      "properties": {
                %s
                      }
                    },
                    "sidecar": {
                      "type": "object",
                      "additionalProperties": false,
                      "properties": {
                %s
                      }
                    },
                    "master": {
                      "type": "object",
                      "additionalProperties": false,
                      "required": ["quorum"],
                      "oneOf": [{ "required": ["address"] }, { "required": ["host", "port"] }],
                      "properties": {
                %s
                      }
                    }
                  }
                }
                """;
        return String.format(
                Locale.ROOT,
                form,
                lines(top, 4),
                lines(properties(YamlKeys.OWN), 8),
                lines(properties(YamlKeys.SIDECAR), 8),
                lines(master, 8));
    }

    private static String lines(List<String> properties, int blanks) {
        return properties.stream()
                .map(property -> " ".repeat(blanks) + property)
                .collect(Collectors.joining(",\n"));
    }

    private static List<String> properties(List<YamlKey> keys) {
        List<String> properties = new ArrayList<>();
        keys.forEach(key -> properties.add(property(key.name(), type(key), key.meaning())));
        return properties;
    }

    private static String property(String name, String type, String meaning) {
        String description = meaning.replace("\\", "\\\\").replace("\"", "\\\"");
        return "\"" + name + "\": { " + type + ", \"description\": \"" + description + "\" }";
    }

    private static String type(YamlKey key) {
        return switch (key.kind()) {
            case NUMBER -> reference("number");
            case NUMBER_OR_AUTO ->
                "\"anyOf\": [{ \"$ref\": \"#/$defs/number\" }, { \"enum\": [\"" + MasterSettings.AUTO + "\"] }]";
            case SIZE -> reference("size");
            case TEXT, SECRET, SECRET_FILE -> reference("text");
            case YES_NO -> reference("yes-or-no");
            case CHOICE -> choice(key.choices());
            case WORDS -> reference("words");
            case TEXT_MAP -> reference("text-map");
            case WORDS_MAP -> reference("words-map");
        };
    }

    /** A choice that has yes or no among its words may be written as true and false, and read so by an editor. */
    private static String choice(List<String> choices) {
        String words = choices.stream().map(word -> "\"" + word + "\"").collect(Collectors.joining(", "));
        String booleans = (choices.contains("yes") ? ", true" : "") + (choices.contains("no") ? ", false" : "");
        return "\"anyOf\": [{ \"enum\": [" + words + booleans + "] }, { \"$ref\": \"#/$defs/reference\" }]";
    }

    private static String reference(String definition) {
        return "\"$ref\": \"#/$defs/" + definition + "\"";
    }
}
