package io.jsentinel.sim.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The flows in the documentation are what happens now. */
class FlowsTest {

    private static final Path FOLDER = Path.of("..", "docs", "flows");
    private static final String ANEW =
            "to write the flows anew: mvn test -pl sentinel-core -Dtest=FlowsTest -Djsentinel.write.flows=true";

    @ParameterizedTest
    @EnumSource(Flow.class)
    void isWhatHappensNow(Flow flow) throws IOException {
        Path file = FOLDER.resolve(flow.file());
        List<String> lines = flow.lines();
        if (Boolean.getBoolean("jsentinel.write.flows")) {
            Files.write(file, lines);
        }
        assertThat(Files.readAllLines(file)).as(ANEW).containsExactlyElementsOf(lines);
    }

    @ParameterizedTest
    @EnumSource(Flow.class)
    void canBeReadAtASitting(Flow flow) {
        assertThat(flow.lines()).hasSizeBetween(40, 120);
    }

    @Test
    void everyFlowHasItsLineInTheIndexAndNoFileIsLeftOver() throws IOException {
        List<String> expected =
                Stream.of(Flow.values()).map(Flow::file).sorted().toList();
        try (Stream<Path> files = Files.list(FOLDER)) {
            assertThat(files.map(file -> file.getFileName().toString())
                            .filter(name -> name.endsWith(".txt"))
                            .sorted())
                    .containsExactlyElementsOf(expected);
        }
        assertThat(Files.readString(FOLDER.resolve("README.md"))).contains(expected);
    }
}
