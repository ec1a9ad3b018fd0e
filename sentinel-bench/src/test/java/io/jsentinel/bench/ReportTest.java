package io.jsentinel.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;

class ReportTest {

    @TempDir
    private Path folder;

    @Test
    void whatWasMeasuredIsToldInWordsNumbersAndPictures() throws Exception {
        Report report = Report.in(folder);
        report.results().measuredOn(Map.of("Redis", "7.0.15"));
        report.results().put(outcome("kill", 1234.0, 21.0));
        report.results().put(outcome("masters-100", 900.0, 12.0));
        report.write();

        assertThat(read("benchmarks.md"))
                .contains("| Redis | 7.0.15 |")
                .contains("### kill", "### masters-100")
                .contains("**1234**", "**21**", "≤ 25 ms")
                .contains("](benchmarks-failover.svg)", "](benchmarks-masters.svg)")
                .doesNotContain(folder.toString())
                .doesNotContain("### stop");
        assertThat(picture("benchmarks-failover.svg")
                        .getElementsByTagName("rect")
                        .getLength())
                // The ground, two signs of the legend, two bars.
                .isEqualTo(5);
        assertThat(read("benchmarks-failover.svg")).contains(">1234</text>", ">21</text>", ">jsentinel</text>");
        assertThat(picture("benchmarks-masters.svg")
                        .getElementsByTagName("circle")
                        .getLength())
                .isEqualTo(2);
    }

    @Test
    void aRowThatIsMeasuredAgainReplacesItselfAndNothingElse() throws IOException {
        Report first = Report.in(folder);
        first.results().put(outcome("kill", 1000, 10));
        first.results().put(outcome("stop", 2000, 20.1239));
        first.write();

        Report second = Report.in(folder);
        second.results().put(outcome("kill", 3000, 30));
        second.write();

        Results known = Results.parse(read("benchmarks.json"));
        assertThat(median(known, "kill", "stock")).isEqualTo(3000);
        assertThat(median(known, "kill", "jsentinel")).isEqualTo(30);
        assertThat(median(known, "stop", "jsentinel")).isEqualTo(20.124);
        assertThat(known.outcome("stop").orElseThrow().failures().get("jsentinel"))
                .containsExactly("it \"broke\"");
    }

    @Test
    void whatWasSkippedStaysSkipped() throws IOException {
        Report report = Report.in(folder);
        Outcome skipped = new Outcome("small-cgroup", "", -1);
        skipped.skip("it needs root");
        report.results().put(skipped);
        report.write();

        assertThat(Report.in(folder)
                        .results()
                        .outcome("small-cgroup")
                        .orElseThrow()
                        .skipped())
                .contains("it needs root");
        assertThat(read("benchmarks.md")).contains("Skipped: it needs root.");
    }

    @Test
    void aFileThatHoldsNoResultsIsRefused() throws IOException {
        Files.writeString(folder.resolve("benchmarks.json"), "{\"outcomes\": [{}]}");
        assertThatThrownBy(() -> Report.in(folder)).isInstanceOf(IllegalArgumentException.class);

        Files.writeString(folder.resolve("benchmarks.json"), "no JSON");
        assertThatThrownBy(() -> Report.in(folder)).isInstanceOf(IllegalArgumentException.class);
    }

    private static Outcome outcome(String experiment, double stock, double ours) {
        Outcome outcome = new Outcome(experiment, "./jsentinel-bench --only " + experiment, 0.5);
        outcome.add("stock", Map.of("write", stock, "last", stock));
        outcome.add("jsentinel", Map.of("write", ours, "last", ours));
        outcome.fail("jsentinel", "it \"broke\"");
        return outcome;
    }

    private static double median(Results results, String experiment, String contender) {
        return results.outcome(experiment)
                .flatMap(outcome -> outcome.samples(contender, "write"))
                .orElseThrow()
                .median();
    }

    private Document picture(String name) throws Exception {
        byte[] bytes = read(name).getBytes(StandardCharsets.UTF_8);
        return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new ByteArrayInputStream(bytes));
    }

    private String read(String name) throws IOException {
        return Files.readString(folder.resolve(name), StandardCharsets.UTF_8);
    }
}
