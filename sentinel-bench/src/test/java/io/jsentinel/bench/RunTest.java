package io.jsentinel.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class RunTest {

    private final StringWriter progress = new StringWriter();
    private final List<String> turns = new ArrayList<>();

    @Test
    void contendersTakeTurnsAndWhoWasFirstIsLastInTheNextRound() {
        run(new Scripted(Optional.empty()), 2, "a", "b");

        assertThat(turns).containsExactly("a", "b", "b", "a");
    }

    @Test
    void aRunThatFailsIsToldAndTheRestGoesOn() {
        Outcome outcome = run(new Scripted(Optional.empty()), 2, "broken", "b");

        assertThat(outcome.failures()).containsOnlyKeys("broken");
        assertThat(outcome.failures().get("broken")).containsExactly("it is broken", "it is broken");
        assertThat(outcome.samples("b", "x").orElseThrow().count()).isEqualTo(2);
        assertThat(progress.toString()).contains("made-up 1/2 broken: failed: it is broken");
    }

    @Test
    void aContenderThatNeverSucceedsGetsNoMoreTurnsAfterThree() {
        run(new Scripted(Optional.empty()), 9, "broken", "b");

        assertThat(turns.stream().filter("broken"::equals)).hasSize(3);
        assertThat(turns.stream().filter("b"::equals)).hasSize(9);
    }

    @Test
    void whatCannotBeMeasuredHereIsSkippedWithItsReason() {
        Outcome outcome = run(new Scripted(Optional.of("it needs root")), 2, "a");

        assertThat(turns).isEmpty();
        assertThat(outcome.skipped()).contains("it needs root");
        assertThat(progress.toString()).contains("skipped, it needs root");
    }

    private Outcome run(Experiment experiment, int runs, String... names) {
        List<Contender> contenders = new ArrayList<>();
        for (String name : names) {
            contenders.add(new Contender(name, List.of(name)));
        }
        return new Run(contenders, new Effort(false, OptionalInt.of(runs)), new PrintWriter(progress, true))
                .of(experiment, "");
    }

    /** An experiment that notes whose turn it is. */
    private final class Scripted implements Experiment {

        private final Optional<String> obstacle;

        Scripted(Optional<String> obstacle) {
            this.obstacle = obstacle;
        }

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
            return List.of(Metric.of("x", "x", "ms"));
        }

        @Override
        public int runs(Effort effort) {
            return effort.failoverRuns(1);
        }

        @Override
        public Optional<String> obstacle() {
            return obstacle;
        }

        @Override
        public Map<String, Double> measure(Contender contender) {
            turns.add(contender.name());
            if (contender.name().equals("broken")) {
                throw new IllegalStateException("it is broken\nand more");
            }
            return Map.of("x", 1.0);
        }
    }
}
