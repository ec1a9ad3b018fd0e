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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * {@code docs/compatibility.md} has a row for every command, directive and event that we have and that the
 * specification of Sentinel's protocol has, and each row names tests that are run. A row is
 * {@code | `name`, `other name` | tests |}, tests are as {@link NamedTests} reads them.
 */
class CompatibilityTest {

    private static final Path ROOT = Path.of("..");
    private static final Pattern ROW = Pattern.compile("\\| (`.*`) \\| (.*) \\|");
    private static final Pattern ANY_ROW = Pattern.compile("\\| .* \\| (.*) \\|");
    private static final Pattern QUOTED = Pattern.compile("`([^`]+)`");

    private static final List<String> LISTS = List.of(
            "names-of-commands.txt",
            "names-of-sentinel-directives.txt",
            "names-of-plain-directives.txt",
            "names-of-events.txt");

    /** Names of the specification that this program does not have, and why. */
    private static final Map<String, String> EXCEPTIONS = Map.of(
            "-failover-abort-master-timeout",
            "Valkey 9 announces it when FAILOVER TO ran out of time at the master, which we never send");

    /** Names of Redis before 7.0, which it still takes. */
    private static final List<String> OLD_NAMES =
            List.of("list-max-ziplist-entries", "list-max-ziplist-value", "lua-replicate-commands");

    private final Map<String, Map<String, List<String>>> sections = sections();

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

    @ParameterizedTest
    @CsvSource({
        "Commands, names-of-commands.txt",
        "Sentinel directives, names-of-sentinel-directives.txt",
        "Plain directives, names-of-plain-directives.txt",
        "Events, names-of-events.txt"
    })
    void everyNameOfTheSpecificationHasARowOrAReasonWhyNot(String section, String list) {
        // The other tests compare our table with our own names: what both lack is only seen from outside.
        Set<String> names = names(list);
        Set<String> missing = new TreeSet<>(names);
        missing.removeAll(sections.get(section).keySet());
        Set<String> excepted = new TreeSet<>(EXCEPTIONS.keySet());
        excepted.retainAll(names);
        assertThat(names).hasSizeGreaterThan(20);
        assertThat(missing).isEqualTo(excepted);
    }

    @Test
    void whatOnlyWeKnowIsTheRestOfThePlainDirectives() {
        // Such a line may stand in a comment; one of Redis or Valkey in a comment is a comment.
        Set<String> ours = new TreeSet<>(DirectiveTable.NAMES);
        ours.removeAll(names("names-of-plain-directives.txt"));
        ours.removeAll(OLD_NAMES);
        assertThat(DirectiveTable.OURS).isEqualTo(ours);
    }

    @Test
    void everyExceptionIsANameOfTheSpecificationAndHasADecision() {
        Set<String> all = new TreeSet<>();
        LISTS.forEach(list -> all.addAll(names(list)));
        assertThat(all).containsAll(EXCEPTIONS.keySet());
        assertThat(read(ROOT.resolve("docs/decisions.md"))).contains(EXCEPTIONS.keySet());
    }

    @Test
    void everyTestThatIsNamedIsRun() {
        NamedTests tests = new NamedTests(ROOT);
        Set<String> problems = new TreeSet<>();
        sections.values()
                .forEach(rows -> rows.forEach((name, references) -> {
                    if (references.isEmpty()) {
                        problems.add(name + " has no test");
                    }
                }));
        // Those rows too whose first cell is no name but a sentence.
        read(ROOT.resolve("docs/compatibility.md"))
                .lines()
                .map(ANY_ROW::matcher)
                .filter(Matcher::matches)
                .flatMap(row -> quoted(row.group(1)).stream())
                .forEach(reference -> tests.problem(reference).ifPresent(problems::add));
        assertThat(problems).isEmpty();
    }

    /** The names of a list: a line each, below a line that says what they are. */
    private static Set<String> names(String list) {
        return read(Path.of("src/test/resources/io/jsentinel/config").resolve(list))
                .lines()
                .filter(line -> !line.startsWith("#"))
                .collect(Collectors.toCollection(TreeSet::new));
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

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
