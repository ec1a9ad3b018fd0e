package io.jsentinel.server.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** docs/environment.md names each variable that is read, and no other. */
class EnvironmentTableTest {

    private static final Path DOCS = Path.of("../docs/environment.md");
    private static final Pattern NAME = Pattern.compile("`([A-Z][A-Za-z_0-9]+)`");

    /** The rows of tables in the part below a heading, each as its cells. */
    private static List<List<String>> rows(String heading) throws IOException {
        String text = Files.readString(DOCS);
        int from = text.indexOf("\n## " + heading + "\n");
        assertThat(from).as("the heading " + heading).isNotNegative();
        int to = text.indexOf("\n## ", from + 1);
        return text.substring(from, to < 0 ? text.length() : to)
                .lines()
                .filter(line -> line.startsWith("| `"))
                .map(line -> List.of(line.substring(2).split(" \\| ")))
                .toList();
    }

    private static String name(String cell) {
        return NAME.matcher(cell).results().findFirst().orElseThrow().group(1);
    }

    @Test
    void eachVariableOfOursIsInTheDocumentWithItsDirective() throws Exception {
        List<String> documented = rows("Our own names").stream()
                .map(row -> name(row.get(0)) + " " + row.get(1))
                .toList();
        List<String> read = Stream.concat(
                        EnvironmentVariable.ALL.stream()
                                .map(variable ->
                                        variable.name() + " `" + variable.key().name() + "`"),
                        Environment.ABOUT_THE_START.stream().map(name -> name + " none"))
                .toList();
        assertThat(new TreeSet<>(documented)).isEqualTo(new TreeSet<>(read));
    }

    @Test
    void eachNameOfOtherSystemsIsInTheDocumentWithWhatItMeans() throws Exception {
        List<String> documented = rows("Names of other systems").stream()
                .map(row -> row.get(1) + " " + name(row.get(0)))
                .toList();
        List<String> read = EnvironmentAlias.ALL.stream()
                .map(alias -> alias.system() + " " + alias.name())
                .toList();
        assertThat(new TreeSet<>(documented)).isEqualTo(new TreeSet<>(read));
        for (List<String> row : rows("Names of other systems")) {
            EnvironmentAlias alias = EnvironmentAlias.ALL.stream()
                    .filter(known -> known.name().equals(name(row.get(0)))
                            && known.system().equals(row.get(1)))
                    .findFirst()
                    .orElseThrow();
            if (alias.isSetting()) {
                assertThat(row.get(2)).startsWith("`" + alias.target() + "`");
            } else if (alias.target().equals(EnvironmentAlias.IGNORED)) {
                assertThat(row.get(2)).startsWith("nothing");
            }
        }
    }

    @Test
    void everyNameOfOthersLeadsToASettingOfOurs() {
        assertThat(EnvironmentAlias.ALL)
                .filteredOn(EnvironmentAlias::isSetting)
                .allSatisfy(alias ->
                        assertThat(EnvironmentVariable.named(alias.target())).isPresent());
    }
}
