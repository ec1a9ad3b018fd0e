package io.jsentinel.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class TablesTest {

    private static final Metric WRITE = Metric.of("write", "first write", "ms");

    private final Outcome outcome = new Outcome("made-up", "./jsentinel-bench --only made-up", 0.25);

    @Test
    void showBothColumnsTheRatioAndWhetherTheGoalIsReached() {
        outcome.add("stock", Map.of("write", 1200.0));
        outcome.add("jsentinel", Map.of("write", 24.0));

        assertThat(sectionOf(WRITE.with(Goal.atMost(25))))
                .contains("| what | unit | stock | jsentinel | ratio | goal |")
                .contains("| first write | ms | **1200** | **24** | 0.020 | ≤ 25 ms: yes |")
                .contains("load of the machine before: 0.25");
    }

    @Test
    void showTheSpreadOfSeveralRuns() {
        for (double value = 1; value <= 3; value++) {
            outcome.add("jsentinel", Map.of("write", value));
        }

        assertThat(sectionOf(WRITE)).contains("| **2** (1 … 3; 3 runs) | – |  |");
    }

    @Test
    void oneBadRunBreaksAPromiseOfTheWorst() {
        outcome.add("jsentinel", Map.of("write", 3.0));
        outcome.add("jsentinel", Map.of("write", 200.0));
        outcome.add("jsentinel", Map.of("write", 4.0));

        assertThat(sectionOf(WRITE.with(Goal.atMost(25), Goal.worstAtMost(100))))
                .contains("≤ 25 ms, worst ≤ 100 ms: **no**");
    }

    @Test
    void aPromiseRelativeToStockIsNotJudgedWithoutStock() {
        outcome.add("jsentinel", Map.of("write", 3.0));

        assertThat(sectionOf(WRITE.with(Goal.atMostOfStock(1)))).contains("| ≤ 1 × stock |");
    }

    @Test
    void tellWhatFailedAndWhatWasSkipped() {
        outcome.fail("stock", "no answer");
        assertThat(sectionOf(WRITE)).contains("| first write | ms | – |").contains("Runs of stock that failed: 1");

        outcome.skip("it needs root");
        assertThat(sectionOf(WRITE)).contains("Skipped: it needs root.");
    }

    private String sectionOf(Metric metric) {
        return Tables.section(new MadeUp(metric), outcome);
    }

    /** An experiment of one metric that is never carried out. */
    private record MadeUp(Metric metric) implements Experiment {

        @Override
        public String name() {
            return "made-up";
        }

        @Override
        public String title() {
            return "something is done";
        }

        @Override
        public List<Metric> metrics() {
            return List.of(metric);
        }

        @Override
        public int runs(Effort effort) {
            return new Effort(true, OptionalInt.empty()).failoverRuns(1);
        }

        @Override
        public Map<String, Double> measure(Contender contender) {
            throw new IllegalStateException("it is made up");
        }
    }
}
