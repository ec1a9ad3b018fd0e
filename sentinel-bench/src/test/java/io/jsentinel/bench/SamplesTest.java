package io.jsentinel.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SamplesTest {

    @Test
    void theMedianIsTheMiddleOneOrTheMeanOfTwo() {
        assertThat(new Samples(List.of(9.0, 1.0, 2.0)).median()).isEqualTo(2.0);
        assertThat(new Samples(List.of(9.0, 1.0, 2.0, 4.0)).median()).isEqualTo(3.0);
    }

    @Test
    void aPercentileIsTheNearestRank() {
        List<Double> oneToHundred =
                IntStream.rangeClosed(1, 100).mapToObj(Double::valueOf).collect(Collectors.toList());
        Samples samples = new Samples(oneToHundred);

        assertThat(samples.percentile(95)).isEqualTo(95);
        assertThat(samples.percentile(0)).isEqualTo(samples.min()).isEqualTo(1);
        assertThat(samples.percentile(100)).isEqualTo(samples.max()).isEqualTo(100);
        assertThat(new Samples(List.of(7.0)).percentile(95)).isEqualTo(7);
    }

    @Test
    void nothingHasNoMedian() {
        assertThatThrownBy(() -> new Samples(List.of())).isInstanceOf(IllegalArgumentException.class);
    }
}
