package io.jsentinel.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ExperimentsTest {

    private static final Effort FULL = new Effort(false, OptionalInt.empty());

    @Test
    void theFailoverOfTheHeadlineIsMeasuredFiftyTimes() {
        assertThat(Experiments.named(List.of("kill")).get(0).runs(FULL)).isEqualTo(50);
        assertThat(Experiments.named(List.of("kill")).get(0).runs(new Effort(false, OptionalInt.of(7))))
                .isEqualTo(7);
    }

    @Test
    void everyNameAndEveryKeyIsThereOnce() {
        assertThat(Experiments.all()).extracting(Experiment::name).doesNotHaveDuplicates();
        assertThat(Experiments.all())
                .allSatisfy(experiment -> assertThat(experiment.metrics())
                        .extracting(Metric::key)
                        .isNotEmpty()
                        .doesNotHaveDuplicates());
    }

    @Test
    void aFirstLookLeavesOutTheThousandMasters() {
        List<String> quick = Experiments.quick().stream().map(Experiment::name).collect(Collectors.toList());

        assertThat(quick).contains("kill", "masters-100", "throughput").doesNotContain("masters-1000", "all-die");
    }

    @Test
    void anUnknownRowIsRefusedWithTheNamesOfAll() {
        assertThatThrownBy(() -> Experiments.named(List.of("kill", "kil")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'kil'")
                .hasMessageContaining("kill, stop")
                .hasMessageContaining("small-cgroup");
    }
}
