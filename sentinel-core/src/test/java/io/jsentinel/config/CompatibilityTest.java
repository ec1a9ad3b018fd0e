package io.jsentinel.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.jsentinel.command.CommandSpec;
import io.jsentinel.command.Commands;
import io.jsentinel.event.EventType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * {@code docs/compatibility.md} has a row for every command, directive and event, and each row names tests that exist.
 * A row is {@code | `name`, `other name` | tests |}, a test {@code `Class`} or {@code `Class.method`}.
 */
class CompatibilityTest {

    private static final Path ROOT = Path.of("..");
    private static final Pattern ROW = Pattern.compile("\\| (`.*`) \\| (.*) \\|");
    private static final Pattern QUOTED = Pattern.compile("`([^`]+)`");

    private final Map<String, Map<String, List<String>>> sections = sections();
    private final Map<String, String> tests = tests();

    @Test
    void everyCommandOfEveryVersionHasATest() {
        assertThat(sections.get("Commands").keySet())
                .isEqualTo(Arrays.stream(Personality.values())
                        .flatMap(personality -> Commands.of(personality).flat().stream())
                        .map(CommandSpec::fullName)
                        .map(name -> name.replace('|', ' '))
                        .collect(Collectors.toCollection(TreeSet::new)));
    }

    @Test
    void everySentinelDirectiveHasATest() {
        assertThat(sections.get("Sentinel directives").keySet()).isEqualTo(new TreeSet<>(SentinelForm.NAMES));
    }

    @Test
    void everyPlainDirectiveHasATest() {
        assertThat(sections.get("Plain directives").keySet()).isEqualTo(DirectiveTable.NAMES);
    }

    @Test
    void everyEventHasATest() {
        assertThat(sections.get("Events").keySet())
                .isEqualTo(Arrays.stream(EventType.values())
                        .map(EventType::channel)
                        .collect(Collectors.toCollection(TreeSet::new)));
    }

    @Test
    void everyTestThatIsNamedExists() {
        Set<String> missing = new TreeSet<>();
        sections.values()
                .forEach(rows -> rows.forEach((name, references) -> {
                    if (references.isEmpty()) {
                        missing.add(name + " has no test");
                    }
                    references.stream().filter(reference -> !exists(reference)).forEach(missing::add);
                }));
        assertThat(missing).isEmpty();
    }

    private boolean exists(String reference) {
        String[] parts = reference.split("\\.");
        String source = tests.get(parts[0]);
        return source != null && (parts.length == 1 || source.contains("void " + parts[1] + "("));
    }

    /** The references of each name, by the heading above. */
    private static Map<String, Map<String, List<String>>> sections() {
        Map<String, Map<String, List<String>>> sections = new LinkedHashMap<>();
        Map<String, List<String>> rows = new LinkedHashMap<>();
        for (String line : read(ROOT.resolve("docs/compatibility.md")).split("\n")) {
            if (line.startsWith("## ")) {
                rows = new TreeMap<>();
                sections.put(line.substring(3), rows);
            }
            Matcher row = ROW.matcher(line);
            if (row.matches()) {
                for (String name : quoted(row.group(1))) {
                    assertThat(rows.put(name, quoted(row.group(2))))
                            .as("a second row for %s", name)
                            .isNull();
                }
            }
        }
        return sections;
    }

    private static List<String> quoted(String text) {
        return QUOTED.matcher(text).results().map(found -> found.group(1)).toList();
    }

    /** The source of every test class, by the class's name; classes of two packages may share a name. */
    private static Map<String, String> tests() {
        Map<String, String> tests = new LinkedHashMap<>();
        for (String module : List.of("sentinel-core", "sentinel-testkit", "sentinel-server", "sentinel-cli")) {
            try (Stream<Path> files = Files.walk(ROOT.resolve(module).resolve("src/test/java"))) {
                files.filter(file -> file.toString().matches(".*(Test|IT)\\.java"))
                        .forEach(file -> tests.merge(
                                file.getFileName().toString().replace(".java", ""), read(file), String::concat));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return tests;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
