package io.jsentinel.server.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The JSON Schema for editors. JSON is YAML, so it is read with the reader of YAML. */
class YamlJsonSchemaTest {

    private static final Path FILE = Path.of("..", "config", "sentinel.schema.json");

    private final Map<?, ?> schema = (Map<?, ?>) parsed(YamlJsonSchema.text());

    /** After a change of the table: {@code mvn -pl sentinel-server -am test -Djsentinel.write.schema=true}. */
    @Test
    void theFileForEditorsIsMadeOfTheTable() throws Exception {
        if (Boolean.getBoolean("jsentinel.write.schema")) {
            Files.writeString(FILE, YamlJsonSchema.text());
        }

        assertThat(Files.readString(FILE)).isEqualTo(YamlJsonSchema.text());
    }

    @Test
    void theSamplesAreValid() throws Exception {
        String sample = Files.readString(Path.of("..", "config", "sentinel.yaml"));
        assertThat(faults(sample)).isEmpty();
        assertThat(faults(sample.replaceAll("(?m)^( *)#(?=(  )?[a-z])", "$1"))).isEmpty();
    }

    @Test
    void whatTheReaderTakesAnEditorAccepts() {
        assertThat(faults("""
                port: ${PORT}
                bind: [127.0.0.1, -::1]
                protected-mode: "yes"
                requirepass: 0123
                client-query-buffer-limit: 1mb
                client-output-buffer-limit: {pubsub: 32mb 8mb 60, normal: [0, 0, 0]}
                tls-auth-clients: no
                supervised: systemd
                sentinel: {announce-port: 1, deny-scripts-reconfig: off}
                masters: {m: {host: a, port: 1, quorum: 1, auth-pass-file: p, rename-command: {A: b}}}
                directives: [save 900 1, [loadmodule, a]]
                """)).isEmpty();
    }

    @Test
    void whatTheReaderRefusesAnEditorMarks() {
        assertThat(faults("prot: 1")).containsExactly(".prot: not allowed");
        assertThat(faults("port: x")).containsExactly(".port: fits nothing");
        assertThat(faults("loglevel: loud")).containsExactly(".loglevel: fits nothing");
        assertThat(faults("protected-mode: maybe")).containsExactly(".protected-mode: fits nothing");
        assertThat(faults("requirepass: [a]")).containsExactly(".requirepass: wrong type");
        assertThat(faults("bind: {a: b}")).containsExactly(".bind: fits nothing");
        assertThat(faults("sentinel: {myid: x}")).containsExactly(".sentinel.myid: not allowed");
        assertThat(faults("masters: {m: {address: 'a:1'}}")).containsExactly(".masters.m: quorum missing");
        assertThat(faults("masters: {m: {quorum: 1}}")).containsExactly(".masters.m: fits 0 of one");
        assertThat(faults("masters: {m: {quorum: 1, address: a, host: a, port: 1}}"))
                .containsExactly(".masters.m: fits 2 of one");
    }

    private List<String> faults(String yaml) {
        List<String> faults = new ArrayList<>();
        check(parsed(yaml), schema, "", faults);
        return faults;
    }

    /** The part of JSON Schema that the schema uses. */
    private void check(Object value, Map<?, ?> rules, String at, List<String> faults) {
        if (rules.get("$ref") instanceof String name) {
            Map<?, ?> definitions = (Map<?, ?>) schema.get("$defs");
            check(value, (Map<?, ?>) definitions.get(name.replace("#/$defs/", "")), at, faults);
        }
        if (rules.containsKey("type") && !hasType(value, rules.get("type"))) {
            faults.add(at + ": wrong type");
            return;
        }
        if (rules.get("enum") instanceof List<?> words && !words.contains(value)) {
            faults.add(at + ": not among the words");
        }
        if (rules.get("pattern") instanceof String pattern
                && !Pattern.compile(pattern).matcher((String) value).find()) {
            faults.add(at + ": does not match");
        }
        if (rules.get("anyOf") instanceof List<?> forms && fitting(value, forms) == 0) {
            faults.add(at + ": fits nothing");
        }
        if (rules.get("oneOf") instanceof List<?> forms && fitting(value, forms) != 1) {
            faults.add(at + ": fits " + fitting(value, forms) + " of one");
        }
        if (rules.get("required") instanceof List<?> names) {
            names.stream()
                    .filter(name -> !((Map<?, ?>) value).containsKey(name))
                    .forEach(name -> faults.add(at + ": " + name + " missing"));
        }
        checkInner(value, rules, at, faults);
    }

    private void checkInner(Object value, Map<?, ?> rules, String at, List<String> faults) {
        if (value instanceof List<?> items && rules.get("items") instanceof Map<?, ?> item) {
            items.forEach(each -> check(each, item, at + "[]", faults));
        }
        if (value instanceof Map<?, ?> map) {
            Map<?, ?> properties = rules.get("properties") instanceof Map<?, ?> known ? known : Map.of();
            map.forEach((key, inner) -> {
                if (properties.get(key) instanceof Map<?, ?> property) {
                    check(inner, property, at + "." + key, faults);
                } else if (rules.get("additionalProperties") instanceof Map<?, ?> others) {
                    check(inner, others, at + "." + key, faults);
                } else if (Boolean.FALSE.equals(rules.get("additionalProperties"))) {
                    faults.add(at + "." + key + ": not allowed");
                }
            });
        }
    }

    private int fitting(Object value, List<?> forms) {
        int fitting = 0;
        for (Object form : forms) {
            List<String> faults = new ArrayList<>();
            check(value, (Map<?, ?>) form, "", faults);
            fitting += faults.isEmpty() ? 1 : 0;
        }
        return fitting;
    }

    private static boolean hasType(Object value, Object type) {
        if (type instanceof List<?> types) {
            return types.stream().anyMatch(each -> hasType(value, each));
        }
        return switch ((String) type) {
            case "object" -> value instanceof Map;
            case "array" -> value instanceof List;
            case "string" -> value instanceof String;
            case "integer" -> value instanceof Integer || value instanceof Long;
            case "number" -> value instanceof Number;
            case "boolean" -> value instanceof Boolean;
            default -> throw new IllegalArgumentException("unknown type " + type);
        };
    }

    private static Object parsed(String text) {
        return new Yaml(new SafeConstructor(new LoaderOptions())).load(text);
    }
}
